package org.modeltree.identity;

import java.util.Locale;

/** Rule by which an id leads to a model; of several, the one that says least about the model. */
public enum Rule {
    /** The id is the model's own. */
    CANONICAL,
    /** The id is an alias of the model. */
    ALIAS,
    /** Providers serve the model under the id. */
    OFFERING,
    /** The id has the date or version of a snapshot, or names the latest one. */
    SNAPSHOT,
    /** The id has the region that serves the model. */
    REGION,
    /** The id has the path, prefix or suffix with which a provider serves the model. */
    PROVIDER_PATH,
    /** The id spells the model's id or alias in another way. */
    SPELLING;

    /** Name in JSON, such as {@code provider_path}. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
