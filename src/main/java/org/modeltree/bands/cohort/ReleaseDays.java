package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeltree.scoring.Tally;

/**
 * Numbers of text writers per raw value of a benchmark, by day of release. It gives the tally of every window without the
 * database, so that a moved tally costs one query and not one for each window.
 */
public final class ReleaseDays {

    static final ReleaseDays NONE = new ReleaseDays(new Double[0], new Double[0], new Double[0]);

    /** Distinct raw values in ascending order. */
    private final double[] raws;

    // A row for each day and raw value: the day since 1970, ascending; the index of the raw value; the number of
    // models.
    private final int[] days;
    private final int[] rawIndexes;
    private final int[] models;

    /**
     * Rows in the order of their days.
     *
     * @param rowDays days since 1970-01-01
     * @param rowRaws raw values
     * @param rowModels numbers of models
     */
    ReleaseDays(Double[] rowDays, Double[] rowRaws, Double[] rowModels) {
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

    /** Tally of the models released in a window, which must have both ends. */
    public Tally in(ReleaseWindow window) {
        long[] counts = new long[raws.length];
        int before = firstNotBefore(window.to().plusDays(1));
        for (int row = firstNotBefore(window.from()); row < before; row++) {
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

    private int firstNotBefore(LocalDate day) {
        long wanted = day.toEpochDay();
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
