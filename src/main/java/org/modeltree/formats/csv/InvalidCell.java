package org.modeltree.formats.csv;

import java.util.List;
import org.modeltree.http.problem.DidYouMean;

/** A cell is invalid, so the row is not stored. */
final class InvalidCell extends Exception {

    private static final long serialVersionUID = 1;

    private final String value;
    private final transient List<String> suggestions;

    /**
     * Names the cell.
     *
     * @param column header of its column
     * @param reason what is wrong, as a predicate
     * @param value what the cell says
     */
    InvalidCell(String column, String reason, String value) {
        this(column, reason, List.of(), value);
    }

    InvalidCell(CsvColumn column, String reason, String value) {
        this(column.header(), reason, value);
    }

    /** As the others, asking whether one of the suggestions is meant. */
    InvalidCell(CsvColumn column, String reason, List<String> suggestions, String value) {
        this(column.header(), reason, suggestions, value);
    }

    private InvalidCell(String column, String reason, List<String> suggestions, String value) {
        super(column + ": " + reason + DidYouMean.question(suggestions), null, false, false);
        this.value = value;
        this.suggestions = List.copyOf(suggestions);
    }

    /** What the cell says; empty if it is missing. */
    String value() {
        return value;
    }

    /** What the cell may mean, the likeliest first. */
    List<String> suggestions() {
        return suggestions;
    }
}
