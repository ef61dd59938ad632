package org.modeltree.catalog.lists;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.Language;

/**
 * A model as JSON, in one language, which is written into answers as it is.
 *
 * @param revision catalog revision of the model's last change
 * @param json the model with all of its keys
 */
public record ModelJson(long revision, JsonBytes json) implements JsonSerializable {

    /** Key of the JSON of a model that is kept in memory. */
    public record Known(String modelId, Language language) {

        // Those of records take several times as long, and a page looks up fifty models.
        @Override
        public boolean equals(Object other) {
            return other instanceof Known known && modelId.equals(known.modelId) && language == known.language;
        }

        @Override
        public int hashCode() {
            return 31 * modelId.hashCode() + language.hashCode();
        }
    }

    /** Approximate size in bytes. */
    public int bytes() {
        return 100 + json.size();
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider settings) throws IOException {
        out.writeRawValue(json);
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider settings, TypeSerializer type)
            throws IOException {
        serialize(out, settings);
    }
}
