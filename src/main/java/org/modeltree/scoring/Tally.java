package org.modeltree.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How many models have which raw value: all that order, ranks and bands need, because scales are monotone.
 *
 * @param entries by raw value, ascending, each raw value once
 */
public record Tally(List<Entry> entries) {

    /**
     * Models that share a raw value.
     *
     * @param raw in the benchmark's unit
     * @param models how many there are, above zero
     */
    public record Entry(double raw, long models) {

        /**
         * Checks its invariant.
         *
         * @throws IllegalArgumentException if there are no models
         */
        public Entry {
            if (models <= 0) {
                throw new IllegalArgumentException("an entry counts models, was " + models);
            }
        }
    }

    /** Puts the entries in order and adds up those of the same raw value. */
    public Tally {
        TreeMap<Double, Long> sorted = new TreeMap<>();
        for (Entry entry : entries) {
            sorted.merge(entry.raw() + 0.0, entry.models(), Long::sum);
        }
        List<Entry> merged = new ArrayList<>(sorted.size());
        sorted.forEach((raw, models) -> merged.add(new Entry(raw, models)));
        entries = List.copyOf(merged);
    }

    /** This tally and another one together. */
    public Tally plus(Tally other) {
        List<Entry> both = new ArrayList<>(entries);
        both.addAll(other.entries);
        return new Tally(both);
    }
}
