package org.modeltree.formats.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Encoding of values as cells of our CSV table: every value comes back as it was. */
public final class CsvCells {

    /** Characters that start a formula in a spreadsheet. */
    private static final String FORMULA = "=+-@＝＋－＠";

    /** Characters that some spreadsheets skip at the start of a cell, so that a formula may follow them. */
    private static final String SKIPPED = "\t\r\n";

    /** Characters that a spreadsheet may take for a separator, whatever ours is: it guesses, or its user chooses wrongly. */
    private static final String SEPARATORS = ",;|" + SKIPPED;

    /** Characters that may stand between the start of a cell and the start of its value. */
    private static final String PADDING = " \u00a0\"";

    private static final int MAX_NUMBER = 100;

    private CsvCells() {}

    /**
     * The value as a cell that no spreadsheet evaluates, whatever separator it assumes: text that starts like a formula,
     * at the start of the value or after a separator in it, gets an apostrophe in front. Apostrophes that are already
     * there get one more, so that {@link #unguarded} restores the value.
     */
    public static String guarded(String value) {
        StringBuilder cell = new StringBuilder(value.length() + 1);
        boolean atStart = true;
        for (int i = 0; i < value.length(); i++) {
            if (atStart && isFormula(value, i)) {
                cell.append('\'');
            }
            cell.append(value.charAt(i));
            atStart = isStartAfter(value.charAt(i), atStart);
        }
        return cell.toString();
    }

    /** The value that {@link #guarded} made a cell of. */
    public static String unguarded(String cell) {
        StringBuilder value = new StringBuilder(cell.length());
        boolean atStart = true;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (!atStart || c != '\'' || !isFormula(cell, i)) {
                value.append(c);
            }
            atStart = isStartAfter(c, atStart);
        }
        return value.toString();
    }

    private static boolean isStartAfter(char c, boolean before) {
        return SEPARATORS.indexOf(c) >= 0 || (before && PADDING.indexOf(c) >= 0);
    }

    /** Whether a formula starts there, perhaps after apostrophes. */
    private static boolean isFormula(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        return i < text.length()
                && (FORMULA.indexOf(text.charAt(i)) >= 0 || (start == 0 && SKIPPED.indexOf(text.charAt(i)) >= 0));
    }

    /** The number in a cell; empty if it is not a number or is longer than any number needs, since parsing that takes long. */
    public static Optional<BigDecimal> number(String cell) {
        try {
            return cell.length() > MAX_NUMBER ? Optional.empty() : Optional.of(new BigDecimal(cell));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Several values as one cell, separated by semicolons; a semicolon in a value is escaped with a backslash. */
    public static String list(List<String> values) {
        return values.stream()
                .map(value -> value.replace("\\", "\\\\").replace(";", "\\;"))
                .collect(Collectors.joining("; "));
    }

    /** The values of a cell that {@link #list} wrote, without surrounding spaces and empty values. */
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
