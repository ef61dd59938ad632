package org.modeltree.formats.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How values are written into single cells of our table, and read back as they were. */
public final class CsvCells {

    /** What a spreadsheet takes for the beginning of a formula. */
    private static final String FORMULA = "=+-@＝＋－＠";

    /** What some spreadsheets skip at the beginning of a cell, so that a formula may be behind it. */
    private static final String SKIPPED = "\t\r\n";

    /** What a spreadsheet may take for the end of a cell, whatever we divide cells by: it guesses, or is told wrong. */
    private static final String SEPARATORS = ",;|" + SKIPPED;

    /** What may stand between the beginning of a cell and that of its value. */
    private static final String PADDING = " \u00a0\"";

    private static final int MAX_NUMBER = 100;

    private CsvCells() {}

    /**
     * The value as a cell that no spreadsheet computes, whatever it divides cells by: with an apostrophe before what
     * begins like a formula, at the beginning of the value or behind a separator in it. Apostrophes that are there
     * already get one more, so that the value can be told again.
     */
    public static String guarded(String value) {
        StringBuilder cell = new StringBuilder(value.length() + 1);
        boolean begins = true;
        for (int i = 0; i < value.length(); i++) {
            if (begins && isFormula(value, i)) {
                cell.append('\'');
            }
            cell.append(value.charAt(i));
            begins = isBeginningAfter(value.charAt(i), begins);
        }
        return cell.toString();
    }

    /** The value of a cell. */
    public static String unguarded(String cell) {
        StringBuilder value = new StringBuilder(cell.length());
        boolean begins = true;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (!begins || c != '\'' || !isFormula(cell, i)) {
                value.append(c);
            }
            begins = isBeginningAfter(c, begins);
        }
        return value.toString();
    }

    private static boolean isBeginningAfter(char c, boolean before) {
        return SEPARATORS.indexOf(c) >= 0 || (before && PADDING.indexOf(c) >= 0);
    }

    /** Whether a formula begins there, perhaps after apostrophes. */
    private static boolean isFormula(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        return i < text.length()
                && (FORMULA.indexOf(text.charAt(i)) >= 0 || (start == 0 && SKIPPED.indexOf(text.charAt(i)) >= 0));
    }

    /** The number that a cell is; none where it is written longer than any number needs, which would take long to read. */
    public static Optional<BigDecimal> number(String cell) {
        try {
            return cell.length() > MAX_NUMBER ? Optional.empty() : Optional.of(new BigDecimal(cell));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Several values as one cell: divided by semicolons, which within a value have a backslash before them. */
    public static String list(List<String> values) {
        return values.stream()
                .map(value -> value.replace("\\", "\\\\").replace(";", "\\;"))
                .collect(Collectors.joining("; "));
    }

    /** The values of a cell that has several; blanks around them and empty ones do not count. */
    public static List<String> values(String cell) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean escapes = c == '\\' && i + 1 < cell.length() && "\\;".indexOf(cell.charAt(i + 1)) >= 0;
            if (escapes) {
                i++;
                value.append(cell.charAt(i));
            } else if (c == ';') {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        values.removeIf(String::isEmpty);
        return values;
    }
}
