package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.modeltree.catalog.query.Traits;
import org.modeltree.scoring.Tally;

/** Reads the precomputed tallies of cohorts that are defined by a single trait or by a range of release dates. */
@ApplicationScoped
class CohortTallies {

    private final TallyRows rows;

    CohortTallies(TallyRows rows) {
        this.rows = rows;
    }

    /** Tallies of the models with these traits, by benchmark; empty if the models must be counted instead. */
    Optional<Map<String, Tally>> of(List<String> benchmarkIds, Traits traits) {
        return CohortRange.of(traits).map(ranges -> tallies(benchmarkIds, ranges));
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

    private Map<String, Tally> tallies(List<String> benchmarkIds, List<CohortRange> ranges) {
        StringBuilder union = new StringBuilder();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("benchmarks", benchmarkIds);
        for (int i = 0; i < ranges.size(); i++) {
            union.append(i == 0 ? "" : " union all ")
                    .append("select c.benchmark_id, c.raw, ")
                    .append(ranges.get(i).sign())
                    .append(" * cast(c.models as float8) as models from cohort_tally c")
                    .append(" where c.benchmark_id in (:benchmarks) and c.dimension = '")
                    .append(ranges.get(i).dimension())
                    .append("' and c.value >= :from")
                    .append(i)
                    .append(" and c.value < :before")
                    .append(i);
            parameters.put("from" + i, ranges.get(i).from());
            parameters.put("before" + i, ranges.get(i).before());
        }
        // Sums of doubles are exact up to 2^53 and much faster than sums of bigint, which PostgreSQL computes as
        // numeric.
        return rows.byKey(
                "p.benchmark_id",
                "select e.benchmark_id, e.raw, sum(e.models) as models from (" + union
                        + ") e group by 1, 2 having sum(e.models) > 0",
                parameters);
    }
}
