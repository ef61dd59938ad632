package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.catalog.query.Traits;
import org.modeltree.scoring.Tally;

/** Tallies of cohorts: the number of models per counting raw value. */
@ApplicationScoped
public class Tallies {

    /** Rows of one benchmark that are read at once: 16 bytes each in memory. */
    static final int MAX_ROWS = 50_000;

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
     * @param traits the traits of the cohort as SQL, used if there are no precomputed tallies
     */
    public Map<String, Tally> of(List<String> benchmarkIds, Cohort cohort, List<SqlCondition> traits) {
        if (benchmarkIds.isEmpty()) {
            return Map.of();
        }
        return cohorts.of(benchmarkIds, cohort).orElseGet(() -> counted(benchmarkIds, conditions(cohort, traits)));
    }

    /** Tallies of the models of several windows, by window and benchmark, in one statement. */
    public Map<ReleaseWindow, Map<String, Tally>> of(List<String> benchmarkIds, List<ReleaseWindow> windows) {
        if (benchmarkIds.isEmpty() || windows.isEmpty()) {
            return Map.of();
        }
        return cohorts.of(benchmarkIds, windows);
    }

    /**
     * The text writers that report each benchmark, by day of release, in one statement; empty for a benchmark with too many
     * days and raw values.
     */
    public Map<String, Optional<ReleaseDays>> textWritersByDay(List<String> benchmarkIds) {
        Map<String, ReleaseDays> read = rows.days(benchmarkIds, MAX_ROWS);
        Map<String, Optional<ReleaseDays>> days = new HashMap<>();
        benchmarkIds.forEach(id ->
                days.put(id, read.containsKey(id) ? Optional.ofNullable(read.get(id)) : Optional.of(ReleaseDays.NONE)));
        return days;
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
            String benchmarkId, Interval interval, Cohort cohort, List<SqlCondition> traits) {
        if (cohort.hasNoFilter()) {
            return cohorts.byRelease(benchmarkId, interval);
        }
        List<SqlCondition> conditions = conditions(cohort, traits);
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

    /**
     * The text writers with the traits of a cohort, by their months of release. The cohort's window is not applied.
     *
     * @param traits the traits of the cohort as SQL, used if there are no precomputed tallies
     */
    public MonthlyReleases textWritersByMonth(String benchmarkId, Cohort cohort, List<SqlCondition> traits) {
        if (cohort.traits().equals(Traits.ANY)) {
            return MonthlyReleases.of(cohorts.textWritersByMonth(benchmarkId));
        }
        rows.allowParallelWorkers();
        List<SqlCondition> conditions = new ArrayList<>(traits);
        conditions.add(ReleaseWindow.textWriters());
        return MonthlyReleases.of(rows.byKey(
                "p.begins", """
                with released as (
                    select m.release_date as day, w.raw, count(*) as models
                    from measurement w join model m on m.id = w.model_id
                    where w.counting and w.benchmark_id = :benchmark and m.release_date is not null%s
                    group by 1, 2
                )
                select to_char(r.day, 'YYYY-MM') as begins, r.raw, sum(r.models) as models from released r group by 1, 2
                union all
                select to_char(r.day, 'YYYY-MM-DD'), r.raw, r.models from released r
                where extract(day from r.day + 1) = 1 or to_char(r.day, 'MM-DD') = '02-28'
                """.formatted(and(conditions)), parameters(conditions, Map.of("benchmark", benchmarkId))));
    }

    /** Counting measurements of models, by model and benchmark. */
    public Map<String, Map<String, CountingMeasurement>> counting(List<String> modelIds) {
        return raws.ofModels(modelIds);
    }

    /** Reads the counting measurements of models in the same round trip as what is read next. */
    public void countingAhead(List<String> modelIds) {
        raws.ahead(modelIds);
    }

    private static List<SqlCondition> conditions(Cohort cohort, List<SqlCondition> traits) {
        List<SqlCondition> conditions = new ArrayList<>(traits);
        if (cohort.window() != null) {
            conditions.add(cohort.window().condition());
        }
        return conditions;
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
