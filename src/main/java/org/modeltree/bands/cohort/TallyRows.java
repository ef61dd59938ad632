package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.scoring.Tally;

/**
 * Runs queries for tallies. Each tally is read as a single row of arrays, because transferring thousands of rows would take
 * longer than counting them.
 */
@ApplicationScoped
class TallyRows {

    /** A tally as the database returns it; components are the columns of the query, in their order. */
    @SuppressWarnings("ArrayRecordComponent") // Rows are never compared.
    private record Row(String key, Double[] raws, Double[] models) {

        /** Hibernate builds no record from columns whose types are given, and without them it does not read arrays as such. */
        static Row of(Object[] columns) {
            return new Row((String) columns[0], (Double[]) columns[1], (Double[]) columns[2]);
        }

        Tally tally() {
            List<Tally.Entry> entries = new ArrayList<>(raws.length);
            for (int i = 0; i < raws.length; i++) {
                entries.add(new Tally.Entry(raws[i], models[i].longValue()));
            }
            return new Tally(entries);
        }
    }

    private final EntityManager entities;

    TallyRows(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Tallies by key.
     *
     * @param key SQL of the key, of a row {@code p}
     * @param rows query of the rows {@code p} with the columns {@code raw} and {@code models}, and those of the key
     */
    Map<String, Tally> byKey(String key, String rows, Map<String, Object> parameters) {
        NativeQuery<Object[]> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        "select " + key + " as key, array_agg(p.raw order by p.raw) as raws,"
                                + " array_agg(cast(p.models as float8) order by p.raw) as models from (" + rows
                                + ") p group by 1",
                        Object[].class)
                .addScalar("key", String.class)
                .addScalar("raws", Double[].class)
                .addScalar("models", Double[].class);
        parameters.forEach(query::setParameter);
        Map<String, Tally> tallies = new HashMap<>();
        query.getResultList().stream().map(Row::of).forEach(row -> tallies.put(row.key(), row.tally()));
        return tallies;
    }

    /** Tallies by the column {@code begins} of the rows, the first day of a period. */
    NavigableMap<LocalDate, Tally> byPeriod(String rows, Map<String, Object> parameters) {
        NavigableMap<LocalDate, Tally> tallies = new TreeMap<>();
        byKey("cast(p.begins as text)", rows, parameters)
                .forEach((day, tally) -> tallies.put(LocalDate.parse(day), tally));
        return tallies;
    }

    /**
     * Text writers by day of release, for each benchmark in one row of arrays; without the benchmarks that have more days and
     * raw values than the limit.
     */
    Map<String, ReleaseDays> days(List<String> benchmarkIds, int limit) {
        Map<String, ReleaseDays> days = new HashMap<>();
        entities.unwrap(Session.class)
                .createNativeQuery("""
                        select b.id as key, coalesce(array_agg(d.day order by d.day), '{}') as days,
                               coalesce(array_agg(d.raw order by d.day), '{}') as raws,
                               coalesce(array_agg(d.models order by d.day), '{}') as models
                        from unnest(cast(:benchmarks as text[])) b (id)
                        cross join lateral (
                            select cast(cast(c.value as date) - date '1970-01-01' as float8) as day, c.raw,
                                   cast(c.models as float8) as models
                            from cohort_tally c
                            where c.dimension = 'textDay' and c.benchmark_id = b.id
                            limit :most) d
                        group by 1
                        """, Object[].class)
                .addScalar("key", String.class)
                .addScalar("days", Double[].class)
                .addScalar("raws", Double[].class)
                .addScalar("models", Double[].class)
                .setParameter("benchmarks", benchmarkIds.toArray(String[]::new))
                .setParameter("most", limit + 1)
                .getResultList()
                .forEach(row -> {
                    Double[] rowDays = (Double[]) row[1];
                    if (rowDays.length <= limit) {
                        days.put((String) row[0], new ReleaseDays(rowDays, (Double[]) row[2], (Double[]) row[3]));
                    } else {
                        days.put((String) row[0], null);
                    }
                });
        return days;
    }

    /** Allows parallel workers for the rest of the transaction: only counts over all models gain from them. */
    void allowParallelWorkers() {
        entities.createNativeQuery("select set_config('max_parallel_workers_per_gather', '2', true)", String.class)
                .getSingleResult();
    }
}
