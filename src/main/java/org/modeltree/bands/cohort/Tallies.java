package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.catalog.query.Traits;
import org.modeltree.scoring.Tally;

/** Tallies of cohorts: the number of models per counting raw value. */
@ApplicationScoped
public class Tallies {

    private final TallyRows rows;
    private final CohortTallies cohorts;
    private final CountingRaws raws;

    Tallies(TallyRows rows, CohortTallies cohorts, CountingRaws raws) {
        this.rows = rows;
        this.cohorts = cohorts;
        this.raws = raws;
    }

    /**
     * Tallies of a cohort, by benchmark.
     *
     * @param traits traits of the models
     * @param conditions the same traits as SQL, used if there are no precomputed tallies
     */
    public Map<String, Tally> of(List<String> benchmarkIds, Traits traits, List<SqlCondition> conditions) {
        if (benchmarkIds.isEmpty()) {
            return Map.of();
        }
        return cohorts.of(benchmarkIds, traits).orElseGet(() -> counted(benchmarkIds, conditions));
    }

    private Map<String, Tally> counted(List<String> benchmarkIds, List<SqlCondition> conditions) {
        rows.allowParallelWorkers();
        return rows.byKey(
                "p.benchmark_id",
                """
                select w.benchmark_id, w.raw, count(*) as models
                from measurement w join model m on m.id = w.model_id
                where w.counting and w.benchmark_id in (:benchmarks)%s
                group by w.benchmark_id, w.raw
                """.formatted(and(conditions)),
                parameters(conditions, Map.of("benchmarks", benchmarkIds)));
    }

    /** Tallies of the models released in each period, by its first day. Models without a release date are left out. */
    public NavigableMap<LocalDate, Tally> byRelease(
            String benchmarkId, Interval interval, Traits traits, List<SqlCondition> conditions) {
        if (traits.equals(Traits.ANY)) {
            return cohorts.byRelease(benchmarkId, interval);
        }
        rows.allowParallelWorkers();
        return rows.byPeriod(
                """
                select cast(date_trunc(:period, m.release_date) as date) as begins, w.raw, count(*) as models
                from measurement w join model m on m.id = w.model_id
                where w.counting and w.benchmark_id = :benchmark and m.release_date is not null%s
                group by 1, 2
                """.formatted(and(conditions)),
                parameters(
                        conditions,
                        Map.of("period", interval.name().toLowerCase(Locale.ROOT), "benchmark", benchmarkId)));
    }

    /** Counting measurements of models, by model and benchmark. */
    public Map<String, Map<String, CountingMeasurement>> counting(List<String> modelIds) {
        return raws.ofModels(modelIds);
    }

    private static String and(List<SqlCondition> conditions) {
        return conditions.stream().map(c -> " and (" + c.sql() + ")").collect(Collectors.joining());
    }

    private static Map<String, Object> parameters(List<SqlCondition> conditions, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        conditions.forEach(condition -> parameters.putAll(condition.parameters()));
        return parameters;
    }
}
