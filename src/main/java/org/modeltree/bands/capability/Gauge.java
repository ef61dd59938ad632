package org.modeltree.bands.capability;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;

/**
 * JSON view of an axis to draw raw values on.
 *
 * @param kind {@code log} or {@code linear}
 * @param from raw value at the start of the axis
 * @param to raw value at the end of the axis
 * @param ticks marks on the axis, from start to end
 */
public record Gauge(String kind, Number from, Number to, List<Tick> ticks) {

    /**
     * JSON view of a mark on a gauge.
     *
     * @param raw raw value at the mark
     * @param label the raw value in a few characters
     * @param caption what the raw value is enough for, in the reader's language; null if there is no caption
     * @param captions the caption in every language; null if there is no caption
     * @param fraction position on the axis, from 0 at the start to 1 at the end
     */
    public record Tick(Number raw, String label, String caption, Captions captions, double fraction)
            implements JsonMembers {

        private static final SerializedString RAW = new SerializedString("raw");
        private static final SerializedString LABEL = new SerializedString("label");
        private static final SerializedString CAPTION = new SerializedString("caption");
        private static final SerializedString CAPTIONS = new SerializedString("captions");
        private static final SerializedString EN = new SerializedString("en");
        private static final SerializedString ZH = new SerializedString("zh");
        private static final SerializedString FRACTION = new SerializedString("fraction");

        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            JsonFields.write(out, RAW, raw);
            JsonFields.write(out, LABEL, label);
            JsonFields.write(out, CAPTION, caption);
            out.writeFieldName(CAPTIONS);
            if (captions == null) {
                out.writeNull();
            } else {
                out.writeStartObject();
                JsonFields.write(out, EN, captions.en());
                JsonFields.write(out, ZH, captions.zh());
                out.writeEndObject();
            }
            JsonFields.write(out, FRACTION, fraction);
        }
    }

    /** JSON view of a caption in every language; {@code zh} is null if there is no Chinese one. */
    public record Captions(String en, String zh) {}
}
