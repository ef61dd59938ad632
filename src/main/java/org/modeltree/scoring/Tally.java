package org.modeltree.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Number of models per raw value of a benchmark. Scales are monotone, so order, ranks and bands need nothing else.
 *
 * @param entries by raw value, ascending, each raw value once
 */
public record Tally(List<Entry> entries) {

    /**
     * Number of models that share a raw value.
     *
     * @param raw raw value, in the benchmark's unit
     * @param models number of models, above zero
     */
    public record Entry(double raw, long models) {

        /**
         * Checks the number of models.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Entry {
            if (models <= 0) {
                throw new IllegalArgumentException("number of models must be above 0, was " + models);
            }
        }
    }

    /** Sorts the entries and merges those of the same raw value. */
    public Tally {
        entries = isSorted(entries) ? List.copyOf(entries) : sorted(entries);
    }

    /** Whether the raw values ascend, none of them −0.0. Most tallies are read or counted that way. */
    private static boolean isSorted(List<Entry> entries) {
        double before = Double.NEGATIVE_INFINITY;
        for (Entry entry : entries) {
            if (!(entry.raw() > before) || (entry.raw() == 0 && Double.compare(entry.raw(), 0.0) != 0)) {
                return false;
            }
            before = entry.raw();
        }
        return true;
    }

    private static List<Entry> sorted(List<Entry> entries) {
        TreeMap<Double, Long> sorted = new TreeMap<>();
        for (Entry entry : entries) {
            sorted.merge(entry.raw() + 0.0, entry.models(), Long::sum);
        }
        List<Entry> merged = new ArrayList<>(sorted.size());
        sorted.forEach((raw, models) -> merged.add(new Entry(raw, models)));
        return List.copyOf(merged);
    }

    /** The sum of this tally and another one. */
    public Tally plus(Tally other) {
        List<Entry> both = new ArrayList<>(entries);
        both.addAll(other.entries);
        return new Tally(both);
    }
}
