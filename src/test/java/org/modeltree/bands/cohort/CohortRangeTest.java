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
                CohortRange.of(Cohort.of(Traits.ofVendors(List.of("openai")), null)));
        assertEquals(
                Optional.of(List.of(new CohortRange(1, "openWeights", "true", "true\u0001"))),
                CohortRange.of(Cohort.of(new Traits(null, null, null, true, null, null, null, null), null)));
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
            assertEquals(Optional.empty(), CohortRange.of(Cohort.of(traits, null)), traits::toString);
        }
        ReleaseWindow window = ReleaseWindow.endingOn(day);
        assertEquals(
                Optional.empty(),
                CohortRange.of(
                        Cohort.of(Traits.ofVendors(one), null, Cohort.CURRENT).in(Cohort.CURRENT, window)));
    }

    @Test
    void a_window_is_cut_by_the_filters_and_has_the_dimensions_of_text_writers() {
        LocalDate day = LocalDate.of(2024, 5, 6);
        Cohort cohort = Cohort.of(
                        Traits.releasedBetween(LocalDate.of(2023, 1, 1), LocalDate.of(2024, 7, 1)),
                        null,
                        Cohort.CURRENT)
                .in(Cohort.CURRENT, ReleaseWindow.endingOn(day));
        List<CohortRange> ranges = CohortRange.of(cohort).orElseThrow();
        assertEquals(CohortRange.of(new ReleaseWindow(true, LocalDate.of(2023, 1, 1), day)), ranges);
        assertEquals(
                List.of("textYear", "textMonth", "textDay", "textYear", "textMonth", "textDay"),
                ranges.stream().map(CohortRange::dimension).toList());
    }

    @Test
    void a_window_of_24_months_begins_on_the_same_day_or_with_the_last_of_the_month() {
        for (String[] days : new String[][] {
            {"2026-06-30", "2024-06-30"},
            {"2024-02-29", "2022-02-28"},
            {"2026-02-28", "2024-02-28"},
            {"2026-03-01", "2024-03-01"},
            {"2025-12-31", "2023-12-31"}
        }) {
            assertEquals(
                    new ReleaseWindow(true, LocalDate.parse(days[1]), LocalDate.parse(days[0])),
                    ReleaseWindow.endingOn(LocalDate.parse(days[0])));
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
            List<CohortRange> ranges = CohortRange.of(Cohort.of(Traits.releasedBetween(from, to), null))
                    .orElseThrow();
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
