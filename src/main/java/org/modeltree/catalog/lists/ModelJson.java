package org.modeltree.catalog.lists;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.io.SerializedString;
import org.modeltree.http.value.Language;

/**
 * A model as JSON, in one language, which is written into answers as it is.
 *
 * @param revision catalog revision of the model's last change
 * @param text JSON of a model with all of its keys
 */
public record ModelJson(long revision, SerializedString text) {

    /** Key of the JSON of a model that is kept in memory. */
    public record Known(String modelId, Language language) {}

    /** The JSON itself. */
    @JsonValue
    @JsonRawValue
    public SerializedString json() {
        return text;
    }

    /** Approximate size in bytes: as a text and as UTF-8. */
    public int bytes() {
        return 100 + 3 * text.charLength();
    }
}
