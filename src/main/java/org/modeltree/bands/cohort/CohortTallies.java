package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.modeltree.scoring.Tally;

/** Reads the precomputed tallies of cohorts that are defined by a single trait or by a range of release dates. */
@ApplicationScoped
class CohortTallies {

    private final TallyRows rows;

    CohortTallies(TallyRows rows) {
        this.rows = rows;
    }

    /** Tallies of a cohort, by benchmark; empty if its models must be counted instead. */
    Optional<Map<String, Tally>> of(List<String> benchmarkIds, Cohort cohort) {
        return CohortRange.of(cohort)
                .map(ranges -> tallies(benchmarkIds, List.of(ranges)).get(0));
    }

    /** Tallies of the models of several windows, by window and benchmark, in one statement. */
    Map<ReleaseWindow, Map<String, Tally>> of(List<String> benchmarkIds, List<ReleaseWindow> windows) {
        List<Map<String, Tally>> tallies =
                tallies(benchmarkIds, windows.stream().map(CohortRange::of).toList());
        Map<ReleaseWindow, Map<String, Tally>> byWindow = new LinkedHashMap<>();
        for (int i = 0; i < windows.size(); i++) {
            byWindow.put(windows.get(i), tallies.get(i));
        }
        return byWindow;
    }

    /** Tallies of the models released in each period, by its first day. */
    NavigableMap<LocalDate, Tally> byRelease(String benchmarkId, Interval interval) {
        String begins = switch (interval) {
            case YEAR -> "c.value || '-01-01'";
            case QUARTER ->
                "left(c.value, 5) || case when c.value < left(c.value, 5) || '04' then '01'"
                        + " when c.value < left(c.value, 5) || '07' then '04'"
                        + " when c.value < left(c.value, 5) || '10' then '07' else '10' end || '-01'";
            case MONTH -> "c.value || '-01'";
        };
        return rows.byPeriod(
                """
                select %s as begins, c.raw, sum(cast(c.models as float8)) as models from cohort_tally c
                where c.dimension = :dimension and c.benchmark_id = :benchmark group by 1, 2
                """.formatted(begins),
                Map.of("dimension", interval == Interval.YEAR ? "year" : "month", "benchmark", benchmarkId));
    }

    /**
     * Tallies of the text writers released in each month, by {@code YYYY-MM}, and on the days that a window of whole months
     * can begin with, by {@code YYYY-MM-DD}: the last of each month, and the one before a leap day.
     */
    Map<String, Tally> textWritersByMonth(String benchmarkId) {
        return rows.byKey("p.begins", """
                with by_month as (
                    select c.value, c.raw, c.models from cohort_tally c
                    where c.dimension = 'textMonth' and c.benchmark_id = :benchmark
                )
                select m.value as begins, m.raw, cast(m.models as float8) as models from by_month m
                union all
                select c.value, c.raw, cast(c.models as float8)
                from (select distinct m.value from by_month m) d
                cross join lateral (
                    select to_char(cast(d.value || '-01' as date) + interval '1 month' - interval '1 day', 'YYYY-MM-DD')
                    union
                    select d.value || '-28' where right(d.value, 2) = '02') e (day)
                join cohort_tally c
                  on c.dimension = 'textDay' and c.benchmark_id = :benchmark and c.value = e.day
                """, Map.of("benchmark", benchmarkId));
    }

    /** Tallies by benchmark, for each list of ranges. */
    private List<Map<String, Tally>> tallies(List<String> benchmarkIds, List<List<CohortRange>> cohorts) {
        StringBuilder union = new StringBuilder();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("benchmarks", benchmarkIds);
        int i = 0;
        for (int cohort = 0; cohort < cohorts.size(); cohort++) {
            for (CohortRange range : cohorts.get(cohort)) {
                union.append(i == 0 ? "" : " union all ")
                        .append("select ")
                        .append(cohort)
                        .append(" as cohort, c.benchmark_id, c.raw, ")
                        .append(range.sign())
                        .append(" * cast(c.models as float8) as models from cohort_tally c")
                        .append(" where c.benchmark_id in (:benchmarks) and c.dimension = '")
                        .append(range.dimension())
                        .append("' and c.value >= :from")
                        .append(i)
                        .append(" and c.value < :before")
                        .append(i);
                parameters.put("from" + i, range.from());
                parameters.put("before" + i, range.before());
                i++;
            }
        }
        // Sums of doubles are exact up to 2^53 and much faster than sums of bigint, which PostgreSQL computes as
        // numeric.
        Map<String, Tally> byKey = rows.byKey(
                "p.cohort || ' ' || p.benchmark_id",
                "select e.cohort, e.benchmark_id, e.raw, sum(e.models) as models from (" + union
                        + ") e group by 1, 2, 3 having sum(e.models) > 0",
                parameters);
        List<Map<String, Tally>> tallies = new ArrayList<>();
        cohorts.forEach(cohort -> tallies.add(new HashMap<>()));
        byKey.forEach((key, tally) -> {
            int space = key.indexOf(' ');
            tallies.get(Integer.parseInt(key.substring(0, space))).put(key.substring(space + 1), tally);
        });
        return tallies;
    }
}
