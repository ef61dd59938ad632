package org.modeltree.changes;

import java.util.List;

/**
 * Fault of a record.
 *
 * @param line number of its line in the file, from 1
 * @param pointer JSON pointer into the record; empty for the record as a whole
 * @param detail what is wrong
 * @param value text at the pointer; null if there is none
 * @param missing the record that the value should name; null unless that is what is wrong
 * @param suggestions keys or values that may be meant, likeliest first
 */
public record RecordFault(
        long line, String pointer, String detail, String value, Missing missing, List<String> suggestions) {

    /**
     * Record that does not exist.
     *
     * @param type record type
     */
    public record Missing(String type, String id) {}

    /** Fault of a record as a whole, or of a missing value. */
    public RecordFault(long line, String pointer, String detail) {
        this(line, pointer, detail, null);
    }

    /** Fault of a value. */
    public RecordFault(long line, String pointer, String detail, String value) {
        this(line, pointer, detail, value, null, List.of());
    }

    /** Fault of an id that no record of the type has. */
    static RecordFault missing(long line, String pointer, String value, Missing missing) {
        return new RecordFault(
                line, pointer, "there is no " + missing.type() + " " + missing.id(), value, missing, List.of());
    }

    /** The same fault at another place. */
    public RecordFault at(String otherPointer) {
        return new RecordFault(line, otherPointer, detail, value, missing, suggestions);
    }

    @Override
    public String toString() {
        return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + detail;
    }
}
