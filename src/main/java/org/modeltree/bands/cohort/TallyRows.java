package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;
import org.modeltree.scoring.Tally;

/**
 * Runs queries for tallies. Each tally is read as a single row of arrays, because transferring thousands of rows would take
 * longer than counting them.
 */
@UsesSql("tallies as arrays")
@ApplicationScoped
class TallyRows {

    /** A tally as the database returns it; components are the columns of the query, in their order. */
    @SuppressWarnings("ArrayRecordComponent") // Rows are never compared.
    private record Row(String key, Double[] raws, Double[] models) {

        Tally tally() {
            List<Tally.Entry> entries = new ArrayList<>(raws.length);
            for (int i = 0; i < raws.length; i++) {
                entries.add(new Tally.Entry(raws[i], models[i].longValue()));
            }
            return new Tally(entries);
        }
    }

    /** Columns of {@link #days}, in their order. */
    @SuppressWarnings("ArrayRecordComponent") // Rows are never compared.
    private record DayRow(String key, Double[] days, Double[] raws, Double[] models) {

        ReleaseDays releaseDays() {
            return new ReleaseDays(days, raws, models);
        }
    }

    /**
     * The text writers of a benchmark by day, as one row of arrays, which are null without rows. With placeholders for the
     * benchmark and for the limit of rows. The inner query sorts, because that is faster than sorting in each array.
     */
    static final String DAYS = """
            select array_agg(s.day) as days, array_agg(s.raw) as raws, array_agg(s.models) as models
            from (
                select cast(cast(c.value as date) - date '1970-01-01' as float8) as day, c.raw,
                       cast(c.models as float8) as models
                from cohort_tally c
                where c.dimension = 'textDay' and c.benchmark_id = %1$s
                order by c.value, c.raw
                limit %2$s) s
            """;

    private final Sql sql;

    TallyRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * Tallies by key.
     *
     * @param key SQL of the key, of a row {@code p}
     * @param rows query of the rows {@code p} with the columns {@code raw} and {@code models}, and those of the key
     */
    Map<String, Tally> byKey(String key, String rows, Map<String, Object> parameters) {
        Map<String, Tally> tallies = new HashMap<>();
        sql.query(
                        "select " + key + " as key, array_agg(p.raw order by p.raw) as raws,"
                                + " array_agg(cast(p.models as float8) order by p.raw) as models from (" + rows
                                + ") p group by 1",
                        Row.class)
                .with(parameters)
                .list()
                .forEach(row -> tallies.put(row.key(), row.tally()));
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
        sql.query("""
                        select b.id as key, d.days, d.raws, d.models
                        from unnest(cast(:benchmarks as text[])) b (id) cross join lateral (%s) d
                        where d.days is not null
                        """.formatted(DAYS.formatted("b.id", ":most")), DayRow.class)
                .with("benchmarks", benchmarkIds.toArray(String[]::new))
                .with("most", limit + 1)
                .list()
                .forEach(row -> days.put(row.key(), row.days().length <= limit ? row.releaseDays() : null));
        return days;
    }

    /** Allows parallel workers for the rest of the transaction: only counts over all models gain from them. */
    void allowParallelWorkers() {
        sql.query("select set_config('max_parallel_workers_per_gather', '2', true)", String.class)
                .list();
    }
}
