package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modeltree.catalog.query.Traits;

class CohortRangeTest {

    private static final long SEED = Long.getLong("modeltree.seed", 20_260_101);
    private static final LocalDate EPOCH = LocalDate.of(2019, 11, 1);
    private static final int DAYS = 900;

    @Test
    void a_single_value_of_a_trait_is_one_range() {
        assertEquals(
                Optional.of(List.of(new CohortRange(1, "vendor", "openai", "openai\u0001"))),
                CohortRange.of(Traits.ofVendors(List.of("openai"))));
        assertEquals(
                Optional.of(List.of(new CohortRange(1, "openWeights", "true", "true\u0001"))),
                CohortRange.of(new Traits(null, null, null, true, null, null, null, null)));
    }

    @Test
    void all_other_cohorts_must_be_counted() {
        LocalDate day = LocalDate.of(2024, 5, 6);
        List<String> one = List.of("a");
        for (Traits traits : List.of(
                Traits.ofVendors(List.of("a", "b")),
                new Traits(null, one, null, null, null, null, null, null),
                new Traits(one, null, one, null, null, null, null, null),
                new Traits(null, null, null, null, one, one, null, null),
                new Traits(one, null, null, null, null, null, day, null),
                new Traits(one, null, null, null, null, null, null, day),
                new Traits(one, one, null, null, null, null, null, null))) {
            assertEquals(Optional.empty(), CohortRange.of(traits), traits::toString);
        }
    }

    @Test
    void ranges_of_release_dates_add_up_to_the_models_released_in_between() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            List<LocalDate> released = new ArrayList<>();
            for (int i = random.nextInt(50); i > 0; i--) {
                released.add(day(random));
            }
            LocalDate from = random.nextInt(4) == 0 ? null : day(random);
            LocalDate to = random.nextInt(4) == 0 ? null : day(random);
            long expected = released.stream()
                    .filter(day -> (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to)))
                    .count();
            List<CohortRange> ranges =
                    CohortRange.of(Traits.releasedBetween(from, to)).orElseThrow();
            long sum = ranges.stream()
                    .mapToLong(range -> range.sign() * count(released, range))
                    .sum();
            boolean isEmptyPeriod = from != null && to != null && from.isAfter(to);
            // A period that ends before it begins subtracts too much; the query drops tallies that are not positive.
            assertEquals(
                    expected,
                    isEmptyPeriod ? Math.max(0, sum) : sum,
                    () -> "-Dmodeltree.seed=" + SEED + ", from " + from + " to " + to);
        }
    }

    private static LocalDate day(Random random) {
        return EPOCH.plusDays(random.nextInt(DAYS));
    }

    /** Counts as the database does: a model has a value for its year, its month and its day. */
    private static long count(List<LocalDate> released, CohortRange range) {
        int length = switch (range.dimension()) {
            case "year" -> 4;
            case "month" -> 7;
            default -> 10;
        };
        return released.stream()
                .map(day -> day.toString().substring(0, length))
                .filter(value -> value.compareTo(range.from()) >= 0 && value.compareTo(range.before()) < 0)
                .count();
    }
}
