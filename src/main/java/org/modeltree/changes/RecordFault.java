package org.modeltree.changes;

/**
 * What is wrong with a line.
 *
 * @param line number of the line, from 1
 * @param pointer JSON pointer into it; empty for the line as a whole
 * @param detail what is wrong
 * @param value what stands there; null where that says nothing
 */
public record RecordFault(long line, String pointer, String detail, String value) {

    /** A fault of the line as a whole, or of something that is not there. */
    public RecordFault(long line, String pointer, String detail) {
        this(line, pointer, detail, null);
    }

    @Override
    public String toString() {
        return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + detail;
    }
}
