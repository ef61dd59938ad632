package org.modeltree.card;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import org.modeltree.card.words.LabelsJson;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.http.value.Language;

/**
 * JSON of a card that is put together from its frame. It is the JSON of the {@link CardView}.
 *
 * @param performance scores of the capabilities that have a measurement, in catalog order
 */
record CardJson(CardFrame frame, List<CardView.PerformanceView> performance, Language language) implements JsonMembers {

    private static final SerializedString PERFORMANCE = new SerializedString(CardFrame.PERFORMANCE);
    private static final SerializedString LABELS = new SerializedString(CardFrame.LABELS);

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.begin(out, frame.before());
        out.writeFieldName(PERFORMANCE);
        out.writeStartArray();
        for (CardView.PerformanceView score : performance) {
            score.serialize(out, null);
        }
        out.writeEndArray();
        JsonFields.append(out, frame.between());
        out.writeFieldName(LABELS);
        LabelsJson.write(out, language, frame.methods());
        JsonFields.append(out, frame.after());
    }
}
