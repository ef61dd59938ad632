package org.modeltree.catalog.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Feature that a model or an offering has, lacks, or of which neither is known. */
public enum Feature {
    /** Calls functions that the request describes. */
    TOOLS("tools"),
    /** Answers in JSON that follows a given schema. */
    STRUCTURED_OUTPUT("structuredOutput"),
    /** Thinks before it answers. */
    REASONING("reasoning"),
    /** Accepts files or images beside text. */
    ATTACHMENTS("attachments"),
    /** Lets the request set the temperature. */
    TEMPERATURE("temperature"),
    /** Sends the answer in parts while it is made. */
    STREAMING("streaming");

    private final String key;

    Feature(String key) {
        this.key = key;
    }

    /** Name everywhere clients see it: a key in JSON, a value of a parameter, a facet and a table. */
    public String key() {
        return key;
    }

    /** The feature with a key; empty if there is none. */
    public static Optional<Feature> ofKey(String key) {
        return Arrays.stream(values())
                .filter(feature -> feature.key.equals(key))
                .findFirst();
    }

    /** The feature that the database names so. */
    public static Feature ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Name in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
