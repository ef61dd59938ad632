package org.modeltree.formats.source;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Writer of a format whose file is one JSON object with the entries of each model. */
public abstract class JsonCatalogWriter implements CatalogWriter {

    /** Writes what is inside the object. */
    @FunctionalInterface
    protected interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public RecordOrder order() {
        return RecordOrder.BY_MODEL;
    }

    /** Writes an object; the stream stays open. */
    protected static void writeObject(OutputStream out, Content content) throws IOException {
        try (JsonGenerator json = JsonSource.JSON.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        }
    }
}
