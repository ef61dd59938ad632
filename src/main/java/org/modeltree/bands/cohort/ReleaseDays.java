package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.modeltree.scoring.Tally;

/**
 * Numbers of text writers per raw value of a benchmark, by day of release. It gives the tally of every window without the
 * database, so that a moved tally costs one query and not one for each window.
 */
public final class ReleaseDays {

    static final ReleaseDays NONE = new ReleaseDays(new Double[0], new Double[0], new Double[0]);

    /** Distinct raw values in ascending order. */
    private final double[] raws;

    // A row for each day and raw value: the day since 1970, ascending; the index of the raw value, ascending within a
    // day; the number of models.
    private final int[] days;
    private final int[] rawIndexes;
    private final int[] models;

    /**
     * Rows in the order of their days, and of their raw values within a day.
     *
     * @param rowDays days since 1970-01-01
     * @param rowRaws raw values
     * @param rowModels numbers of models
     */
    public ReleaseDays(Double[] rowDays, Double[] rowRaws, Double[] rowModels) {
        raws = Arrays.stream(rowRaws)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .distinct()
                .toArray();
        days = Arrays.stream(rowDays).mapToInt(Double::intValue).toArray();
        rawIndexes = Arrays.stream(rowRaws)
                .mapToInt(raw -> Arrays.binarySearch(raws, raw))
                .toArray();
        models = Arrays.stream(rowModels).mapToInt(Double::intValue).toArray();
    }

    /**
     * The part of a window between its first and its last day with a model, so that windows of the same models are equal; empty
     * if no model was released in it.
     */
    public Optional<ReleaseWindow> narrowed(ReleaseWindow window) {
        int first = firstNotBefore(window.from().toEpochDay());
        int last = firstNotBefore(window.to().toEpochDay() + 1) - 1;
        return first > last
                ? Optional.empty()
                : Optional.of(new ReleaseWindow(
                        window.writesText(), LocalDate.ofEpochDay(days[first]), LocalDate.ofEpochDay(days[last])));
    }

    /** Tally of the models released in a window, which must have both ends. */
    public Tally in(ReleaseWindow window) {
        long[] counts = new long[raws.length];
        int before = firstNotBefore(window.to().plusDays(1).toEpochDay());
        for (int row = firstNotBefore(window.from().toEpochDay()); row < before; row++) {
            counts[rawIndexes[row]] += models[row];
        }
        List<Tally.Entry> entries = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                entries.add(new Tally.Entry(raws[i], counts[i]));
            }
        }
        return new Tally(entries);
    }

    /**
     * The days on which other numbers differ from these, ascending, as days since 1970-01-01; empty if there are more.
     *
     * @param most number of days
     */
    public Optional<int[]> differencesTo(ReleaseDays other, int most) {
        int[] different = new int[most];
        int found = 0;
        int row = 0;
        int otherRow = 0;
        while (row < days.length || otherRow < other.days.length) {
            int day = row == days.length
                    ? other.days[otherRow]
                    : otherRow == other.days.length ? days[row] : Math.min(days[row], other.days[otherRow]);
            int end = endOf(day, row);
            int otherEnd = other.endOf(day, otherRow);
            if (!sameRows(row, end, other, otherRow, otherEnd)) {
                if (found == most) {
                    return Optional.empty();
                }
                different[found++] = day;
            }
            row = end;
            otherRow = otherEnd;
        }
        return Optional.of(Arrays.copyOf(different, found));
    }

    /** The row after the last one of a day, which begins at a row or has none. */
    private int endOf(int day, int from) {
        int row = from;
        while (row < days.length && days[row] == day) {
            row++;
        }
        return row;
    }

    private boolean sameRows(int from, int to, ReleaseDays other, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (models[from + i] != other.models[otherFrom + i]
                    || raws[rawIndexes[from + i]] != other.raws[other.rawIndexes[otherFrom + i]]) {
                return false;
            }
        }
        return true;
    }

    private int firstNotBefore(long wanted) {
        int low = 0;
        int high = days.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (days[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
