package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.modeltree.catalog.Condition;
import org.modeltree.catalog.Traits;
import org.modeltree.http.Days;
import org.modeltree.scoring.Tally;

/** Counts models by the raw value that counts for them. */
@ApplicationScoped
class Tallies {

    /** Raw values of one model. */
    record Measured(String modelId, String benchmarkId, double raw) {}

    private final EntityManager entities;
    private final CohortTallies cohorts;

    Tallies(EntityManager entities, CohortTallies cohorts) {
        this.entities = entities;
        this.cohorts = cohorts;
    }

    /** The tallies of some benchmarks over the models that have these traits, by benchmark; the conditions say the same. */
    Map<String, Tally> of(List<String> benchmarkIds, Traits traits, List<Condition> conditions) {
        if (benchmarkIds.isEmpty()) {
            return Map.of();
        }
        return byBenchmark(cohorts.of(benchmarkIds, traits).orElseGet(() -> counted(benchmarkIds, conditions)));
    }

    private List<Tuple> counted(List<String> benchmarkIds, List<Condition> conditions) {
        Query query = tuples("select w.benchmark_id, w.raw, count(*) as models"
                        + " from measurement w join model m on m.id = w.model_id"
                        + " where w.counting and w.benchmark_id in (:benchmarks)" + and(conditions)
                        + " group by w.benchmark_id, w.raw order by w.benchmark_id, w.raw")
                .setParameter("benchmarks", benchmarkIds);
        return rows(bind(query, conditions));
    }

    /** The tallies of the models released in each period, by its first day; undated models are left out. */
    NavigableMap<LocalDate, Tally> byRelease(
            String benchmarkId, Interval interval, Traits traits, List<Condition> conditions) {
        List<Tuple> rows = traits.equals(Traits.ANY)
                ? cohorts.byRelease(benchmarkId, interval)
                : countedByRelease(benchmarkId, interval.name().toLowerCase(Locale.ROOT), conditions);
        TreeMap<LocalDate, List<Tally.Entry>> entries = new TreeMap<>();
        for (Tuple row : rows) {
            entries.computeIfAbsent(Days.of(row.get("begins")), begins -> new ArrayList<>())
                    .add(entry(row));
        }
        TreeMap<LocalDate, Tally> tallies = new TreeMap<>();
        entries.forEach((begins, ofPeriod) -> tallies.put(begins, new Tally(ofPeriod)));
        return tallies;
    }

    private List<Tuple> countedByRelease(String benchmarkId, String period, List<Condition> conditions) {
        Query query = tuples(
                        "select cast(date_trunc(:period, m.release_date) as date) as begins, w.raw, count(*) as models"
                                + " from measurement w join model m on m.id = w.model_id"
                                + " where w.counting and w.benchmark_id = :benchmark and m.release_date is not null"
                                + and(conditions) + " group by begins, w.raw order by begins, w.raw")
                .setParameter("period", period)
                .setParameter("benchmark", benchmarkId);
        return rows(bind(query, conditions));
    }

    /** The counting raw values of models, by model and benchmark. */
    Map<String, Map<String, Double>> counting(List<String> modelIds) {
        List<Tuple> rows = rows(tuples("select w.model_id, w.benchmark_id, w.raw from measurement w"
                        + " where w.counting and w.model_id in (:models) order by w.model_id, w.benchmark_id")
                .setParameter("models", modelIds));
        Map<String, Map<String, Double>> raws = new HashMap<>();
        for (Tuple row : rows) {
            raws.computeIfAbsent(row.get(0, String.class), id -> new HashMap<>())
                    .put(row.get(1, String.class), row.get(2, Double.class));
        }
        return raws;
    }

    /**
     * Models by their counting raw value, the best first, ties by id; raw values beyond the ends count as the ends.
     *
     * @param afterId with {@code afterRaw} the row to go on behind, or null for the first page
     */
    List<Measured> ranked(Capability capability, Double afterRaw, String afterId, int most) {
        String raw = "least(greatest(w.raw, :least), :greatest)";
        boolean ascending = capability.scale().lowerIsBetter();
        String behind = afterId == null
                ? ""
                : " and (" + raw + (ascending ? " > " : " < ") + ":afterRaw or " + raw
                        + " = :afterRaw and w.model_id > :afterId)";
        Query query = tuples("select w.model_id, w.raw from measurement w"
                        + " where w.counting and w.benchmark_id = :benchmark" + behind
                        + " order by " + raw + (ascending ? " asc" : " desc") + ", w.model_id limit :most")
                .setParameter("benchmark", capability.benchmarkId)
                .setParameter("least", Math.min(capability.scaleFloor, capability.scaleCeiling))
                .setParameter("greatest", Math.max(capability.scaleFloor, capability.scaleCeiling))
                .setParameter("most", most);
        if (afterId != null) {
            query.setParameter("afterRaw", afterRaw).setParameter("afterId", afterId);
        }
        return rows(query).stream()
                .map(row -> new Measured(row.get(0, String.class), capability.benchmarkId, row.get(1, Double.class)))
                .toList();
    }

    private static Map<String, Tally> byBenchmark(List<Tuple> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("benchmark_id", String.class),
                        Collectors.collectingAndThen(
                                Collectors.mapping(Tallies::entry, Collectors.toList()), Tally::new)));
    }

    private static Tally.Entry entry(Tuple row) {
        return new Tally.Entry(
                row.get("raw", Double.class), row.get("models", Number.class).longValue());
    }

    private static String and(List<Condition> conditions) {
        return conditions.stream().map(c -> " and (" + c.sql() + ")").collect(Collectors.joining());
    }

    private static Query bind(Query query, List<Condition> conditions) {
        conditions.forEach(condition -> condition.parameters().forEach(query::setParameter));
        return query;
    }

    private Query tuples(String sql) {
        return entities.unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
