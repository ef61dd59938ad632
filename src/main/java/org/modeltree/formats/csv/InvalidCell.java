package org.modeltree.formats.csv;

/** A cell is invalid, so the row is not stored. */
final class InvalidCell extends Exception {

    private static final long serialVersionUID = 1;

    private final String value;

    /**
     * Names the cell.
     *
     * @param column header of its column
     * @param reason what is wrong, as a predicate
     * @param value what the cell says
     */
    InvalidCell(String column, String reason, String value) {
        super(column + ": " + reason, null, false, false);
        this.value = value;
    }

    InvalidCell(CsvColumn column, String reason, String value) {
        this(column.header(), reason, value);
    }

    /** What the cell says; empty if it is missing. */
    String value() {
        return value;
    }
}
