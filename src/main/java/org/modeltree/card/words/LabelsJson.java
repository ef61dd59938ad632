package org.modeltree.card.words;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMember;
import org.modeltree.http.value.Language;

/**
 * Writes the labels of a card. They are half of its bytes, and the same in all cards of a language, apart from the methods of
 * relations; so their JSON is made once.
 */
public final class LabelsJson extends StdSerializer<Labels> {

    private static final long serialVersionUID = 1;

    private static final SerializedString METHODS = new SerializedString("methods");
    private static final Map<Language, JsonMember.Around> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(
                    language,
                    JsonMember.around(JsonFields.object(Words.in(language).labels()), METHODS.getValue()));
        }
    }

    LabelsJson() {
        super(Labels.class);
    }

    @Override
    public void serialize(Labels labels, JsonGenerator out, SerializerProvider provider) throws IOException {
        write(out, Language.ofTag(labels.language()).orElseThrow(), labels.methods());
    }

    /** Writes the labels for a card as an object. */
    public static void write(JsonGenerator out, Language language, Map<String, String> methods) throws IOException {
        JsonMember.Around around = ALL.get(language);
        out.writeStartObject();
        JsonFields.begin(out, around.before());
        JsonFields.write(out, METHODS, methods);
        JsonFields.append(out, around.after());
        out.writeEndObject();
    }
}
