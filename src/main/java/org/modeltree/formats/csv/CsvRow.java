package org.modeltree.formats.csv;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.CsvRows;
import org.modeltree.http.value.VisibleText;

/** Cells of one row of our CSV table by column, as texts, numbers and dates. An empty cell is as good as none. */
final class CsvRow {

    /** Ids of models. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int MAX_TEXT = 200;
    private static final int MAX_SOURCE = 2000;
    private static final Set<String> YES = Set.of("true", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "n", "0");

    private final CsvRows.Row row;
    private final CsvColumns columns;

    /** A row with a cell for each column. */
    CsvRow(CsvRows.Row row, CsvColumns columns) {
        this.row = row;
        this.columns = columns;
    }

    /** Place in the file. */
    String at() {
        return row.at();
    }

    /** Number of the line, from 1. */
    long line() {
        return row.line();
    }

    /** Places of the columns of benchmarks, by their ids. */
    Map<String, Integer> benchmarks() {
        return columns.benchmarks();
    }

    /** Whether the row names its model. */
    boolean isNamed() {
        return cell(CsvColumn.NAME).isPresent();
    }

    /** Text of a cell without blanks around it. */
    Optional<String> cell(CsvColumn column) {
        return cellAt(columns.known().get(column));
    }

    /** As {@link #cell}, by the place of the column; empty if the table has no such column. */
    Optional<String> cellAt(Integer index) {
        return index == null
                ? Optional.empty()
                : Optional.of(CsvCells.unguarded(row.cells().get(index)).strip())
                        .filter(cell -> !cell.isEmpty());
    }

    /** Values of a cell with a list. */
    List<String> cells(CsvColumn column) {
        return cell(column).map(CsvCells::values).orElse(List.of());
    }

    /** Id of the model. */
    String id() throws InvalidCell {
        String id = cell(CsvColumn.ID).orElse("");
        if (!ID.matcher(id).matches()) {
            throw new InvalidCell(CsvColumn.ID, "must be an id such as vendor/slug", id);
        }
        return id;
    }

    /** Text of a cell, at most 200 characters. */
    Optional<String> text(CsvColumn column) throws InvalidCell {
        Optional<String> text = cell(column);
        if (text.isPresent() && text.get().length() > MAX_TEXT) {
            throw new InvalidCell(column, "must have at most 200 characters", text.get());
        }
        return text;
    }

    /** Source in a cell: a URL, or a name. */
    Optional<String> source(CsvColumn column) throws InvalidCell {
        Optional<String> source = cell(column);
        Optional<String> fault = source.flatMap(VisibleText::faultOfSource)
                .or(() -> source.filter(text -> text.length() > MAX_SOURCE)
                        .map(text -> "must have at most " + MAX_SOURCE + " characters"));
        if (fault.isPresent()) {
            throw new InvalidCell(column, fault.get(), source.get());
        }
        return source;
    }

    /** Date in a cell: a day, a month or a year. */
    Optional<String> date(CsvColumn column) throws InvalidCell {
        Optional<String> date = cell(column);
        if (date.isPresent() && !CalendarDates.isDate(date.get())) {
            throw new InvalidCell(column, "must be a date such as 2024-01-31, 2024-01 or 2024", date.get());
        }
        return date;
    }

    /** Whether a cell says yes; empty if it says nothing. */
    Optional<Boolean> flag(CsvColumn column) throws InvalidCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        String word = cell.get().toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new InvalidCell(column, "must be true or false", cell.get());
        }
        return Optional.of(YES.contains(word));
    }

    /** Whole number in a cell, between 1 and {@code max}. */
    Optional<Long> wholeNumber(CsvColumn column, BigDecimal max) throws InvalidCell {
        Optional<String> cell = cell(column);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> number = CsvCells.number(cell.get())
                .filter(value -> value.compareTo(BigDecimal.ONE) >= 0
                        && value.compareTo(max) <= 0
                        && value.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValueExact);
        if (number.isEmpty()) {
            throw new InvalidCell(column, "must be a whole number between 1 and " + max.toPlainString(), cell.get());
        }
        return number;
    }
}
