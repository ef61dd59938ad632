package org.modeltree.changes;

/**
 * Fault of a record.
 *
 * @param line number of its line in the file, from 1
 * @param pointer JSON pointer into the record; empty for the record as a whole
 * @param detail what is wrong
 * @param value text at the pointer; null if there is none
 */
public record RecordFault(long line, String pointer, String detail, String value) {

    /** Fault of a record as a whole, or of a missing value. */
    public RecordFault(long line, String pointer, String detail) {
        this(line, pointer, detail, null);
    }

    @Override
    public String toString() {
        return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + detail;
    }
}
