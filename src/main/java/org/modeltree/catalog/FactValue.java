package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.http.value.PartialDate;

/**
 * JSON view of a value of any type. {@code type} names the component that has the value; all others are null. All are null
 * if the value is unknown.
 *
 * @param type {@code number}, {@code text}, {@code flag}, {@code date} or {@code list}; null if the value is unknown
 * @param number number, in the unit of the fact
 * @param text text, id or enum value
 * @param flag whether it is so
 * @param date date with the precision of its source
 * @param list several texts or enum values, in the order of the catalog
 */
public record FactValue(String type, Number number, String text, Boolean flag, PartialDate date, List<String> list)
        implements JsonMembers {

    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString NUMBER = new SerializedString("number");
    private static final SerializedString TEXT = new SerializedString("text");
    private static final SerializedString FLAG = new SerializedString("flag");
    private static final SerializedString DATE = new SerializedString("date");
    private static final SerializedString LIST = new SerializedString("list");

    /** Value that is not known. */
    public static final FactValue UNKNOWN = new FactValue(null, null, null, null, null, null);

    /** A number; unknown if null. */
    public static FactValue of(Number number) {
        return number == null ? UNKNOWN : new FactValue("number", number, null, null, null, null);
    }

    /** A text; unknown if null. */
    public static FactValue of(String text) {
        return text == null ? UNKNOWN : new FactValue("text", null, text, null, null, null);
    }

    /** A flag; unknown if null. */
    public static FactValue of(Boolean flag) {
        return flag == null ? UNKNOWN : new FactValue("flag", null, null, flag, null, null);
    }

    /** A date; unknown if null. */
    public static FactValue of(PartialDate date) {
        return date == null ? UNKNOWN : new FactValue("date", null, null, null, date, null);
    }

    /** A list; unknown if null. */
    public static FactValue of(List<String> list) {
        return list == null ? UNKNOWN : new FactValue("list", null, null, null, null, list);
    }

    /** Whether there is a value. Not {@code isKnown}, which would be a key of the JSON. */
    public boolean known() {
        return type != null;
    }

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, TYPE, type);
        JsonFields.write(out, NUMBER, number);
        JsonFields.write(out, TEXT, text);
        JsonFields.write(out, FLAG, flag);
        JsonFields.write(out, DATE, date);
        JsonFields.write(out, LIST, list);
    }
}
