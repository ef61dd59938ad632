package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.catalog.query.Traits;
import org.modeltree.revision.UsesSql;
import org.modeltree.scoring.Tally;

/** Tallies of cohorts: the number of models per counting raw value. */
@UsesSql("counts by raw value under any filter, from an index alone")
@ApplicationScoped
public class Tallies {

    private final EntityManager entities;
    private final CohortTallies cohorts;

    Tallies(EntityManager entities, CohortTallies cohorts) {
        this.entities = entities;
        this.cohorts = cohorts;
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
        allowParallelWorkers();
        return TallyRows.byText(bind(
                tuples(TallyRows.grouped("p.benchmark_id", """
                                select w.benchmark_id, w.raw, count(*) as models
                                from measurement w join model m on m.id = w.model_id
                                where w.counting and w.benchmark_id in (:benchmarks)%s
                                group by w.benchmark_id, w.raw
                                """.formatted(and(conditions))))
                        .setParameter("benchmarks", benchmarkIds),
                conditions));
    }

    /** Tallies of the models released in each period, by its first day. Models without a release date are left out. */
    public NavigableMap<LocalDate, Tally> byRelease(
            String benchmarkId, Interval interval, Traits traits, List<SqlCondition> conditions) {
        if (traits.equals(Traits.ANY)) {
            return cohorts.byRelease(benchmarkId, interval);
        }
        allowParallelWorkers();
        return TallyRows.byDay(bind(
                tuples(TallyRows.grouped("cast(p.begins as text)", """
                                select cast(date_trunc(:period, m.release_date) as date) as begins, w.raw,
                                       count(*) as models
                                from measurement w join model m on m.id = w.model_id
                                where w.counting and w.benchmark_id = :benchmark and m.release_date is not null%s
                                group by 1, 2
                                """.formatted(and(conditions))))
                        .setParameter("period", interval.name().toLowerCase(Locale.ROOT))
                        .setParameter("benchmark", benchmarkId),
                conditions));
    }

    /** Allows parallel workers for the rest of the transaction: only counts over all models gain from them. */
    private void allowParallelWorkers() {
        tuples("select set_config('max_parallel_workers_per_gather', '2', true)")
                .getSingleResult();
    }

    /** Counting raw values of models, by model and benchmark. */
    public Map<String, Map<String, Double>> counting(List<String> modelIds) {
        List<Tuple> rows = tuples("select w.model_id, w.benchmark_id, w.raw from measurement w"
                        + " where w.counting and w.model_id in (:models) order by w.model_id, w.benchmark_id")
                .setParameter("models", modelIds)
                .getResultList();
        Map<String, Map<String, Double>> raws = new HashMap<>();
        for (Tuple row : rows) {
            raws.computeIfAbsent(row.get(0, String.class), id -> new HashMap<>())
                    .put(row.get(1, String.class), row.get(2, Double.class));
        }
        return raws;
    }

    private static String and(List<SqlCondition> conditions) {
        return conditions.stream().map(c -> " and (" + c.sql() + ")").collect(Collectors.joining());
    }

    private static NativeQuery<Tuple> bind(NativeQuery<Tuple> query, List<SqlCondition> conditions) {
        conditions.forEach(condition -> condition.parameters().forEach(query::setParameter));
        return query;
    }

    private NativeQuery<Tuple> tuples(String sql) {
        return entities.unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }
}
