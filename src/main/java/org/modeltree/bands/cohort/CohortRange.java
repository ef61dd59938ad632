package org.modeltree.bands.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.query.Traits;

/**
 * Range of values of one dimension of the precomputed tallies. A cohort that is the sum and difference of a few ranges
 * needs no counting.
 *
 * @param sign 1 to add the models in the range, -1 to subtract them
 * @param dimension {@code year}, {@code month} or {@code day} of the release, {@code textYear}, {@code textMonth} or {@code
 *     textDay} for those of text writers, or the name of another trait
 * @param from first value, inclusive
 * @param before end of the range, exclusive
 */
record CohortRange(int sign, String dimension, String from, String before) {

    private static final String MIN_VALUE = "0000";
    private static final String MAX_VALUE = "9999~";
    private static final int MONTH_LENGTH = 7;
    private static final int YEAR_LENGTH = 4;

    /** Names of the dimensions of release dates. */
    private record Dimensions(String year, String month, String day) {

        static final Dimensions ALL = new Dimensions("year", "month", "day");
        static final Dimensions TEXT_WRITERS = new Dimensions("textYear", "textMonth", "textDay");
    }

    /** The ranges that add up to the models of a cohort; empty if the models must be counted instead. */
    static Optional<List<CohortRange>> of(Cohort cohort) {
        if (cohort.hasOnlyDates()) {
            return Optional.of(of(cohort.releases()));
        }
        return cohort.window() == null ? single(cohort.traits()) : Optional.empty();
    }

    /** The ranges that add up to the models of a window. */
    static List<CohortRange> of(ReleaseWindow window) {
        Dimensions dimensions = window.writesText() ? Dimensions.TEXT_WRITERS : Dimensions.ALL;
        List<CohortRange> ranges = new ArrayList<>();
        if (window.to() == null) {
            ranges.add(new CohortRange(1, dimensions.year, MIN_VALUE, MAX_VALUE));
        } else {
            ranges.addAll(releasedUntil(1, dimensions, window.to(), true));
        }
        if (window.from() != null) {
            ranges.addAll(releasedUntil(-1, dimensions, window.from(), false));
        }
        return ranges;
    }

    /** Models released up to a day: earlier years, earlier months of its year, and days of its month. */
    private static List<CohortRange> releasedUntil(int sign, Dimensions dimensions, LocalDate day, boolean inclusive) {
        String text = day.toString();
        String month = text.substring(0, MONTH_LENGTH);
        String year = text.substring(0, YEAR_LENGTH);
        return List.of(
                new CohortRange(sign, dimensions.year, MIN_VALUE, year),
                new CohortRange(sign, dimensions.month, year, month),
                new CohortRange(sign, dimensions.day, month, inclusive ? text + "~" : text));
    }

    /** Models that share one value of one trait. */
    private static Optional<List<CohortRange>> single(Traits traits) {
        if (traits.family() != null || traits.releasedFrom() != null || traits.releasedTo() != null) {
            return Optional.empty();
        }
        List<CohortRange> ranges = new ArrayList<>();
        addValues(ranges, "vendor", traits.vendor());
        addValues(ranges, "kind", traits.kind());
        addValues(ranges, "lifecycle", traits.lifecycle());
        addValues(
                ranges,
                "openWeights",
                traits.openWeights() == null
                        ? null
                        : List.of(traits.openWeights().toString()));
        addValues(ranges, "modality", traits.modality());
        return ranges.size() == 1 ? Optional.of(ranges) : Optional.empty();
    }

    private static void addValues(List<CohortRange> ranges, String dimension, List<String> values) {
        if (values != null) {
            for (String value : values) {
                // Values contain no control characters, so no other value sorts between a value and itself plus U+0001.
                ranges.add(new CohortRange(1, dimension, value, value + "\u0001"));
            }
        }
    }
}
