package org.modeltree.changes;

/**
 * What is wrong with a line.
 *
 * @param line number of the line, from 1
 * @param pointer JSON pointer into it; empty for the line as a whole
 * @param detail what is wrong
 */
public record LineFault(long line, String pointer, String detail) {

    @Override
    public String toString() {
        return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + detail;
    }
}
