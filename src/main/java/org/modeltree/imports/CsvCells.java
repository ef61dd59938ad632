package org.modeltree.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How values are written into single cells of our table, and read back as they were. */
final class CsvCells {

    /**
     * Beginnings that a spreadsheet takes for a formula, which a catalog that strangers may fill must not smuggle into it;
     * also behind apostrophes, so that what has one by itself keeps it.
     */
    private static final Pattern FORMULA = Pattern.compile("(?s)'*[=+\\-@\\t\\r\\n＝＋－＠].*");

    private static final int LONGEST_NUMBER = 100;

    private CsvCells() {}

    /** The value as a cell that no spreadsheet computes: with an apostrophe before what begins like a formula. */
    static String guarded(String value) {
        return FORMULA.matcher(value).matches() ? "'" + value : value;
    }

    /** The value of a cell. */
    static String unguarded(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
    }

    /** The number that a cell is; none where it is written longer than any number needs, which would take long to read. */
    static Optional<BigDecimal> number(String cell) {
        try {
            return cell.length() > LONGEST_NUMBER ? Optional.empty() : Optional.of(new BigDecimal(cell));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Several values as one cell: divided by semicolons, which within a value have a backslash before them. */
    static String list(List<String> values) {
        return values.stream()
                .map(value -> value.replace("\\", "\\\\").replace(";", "\\;"))
                .collect(Collectors.joining("; "));
    }

    /** The values of a cell that has several; blanks around them and empty ones do not count. */
    static List<String> values(String cell) {
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
