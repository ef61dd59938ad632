package org.modeltree.bands.cohort;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.revision.UsesSql;
import org.modeltree.scoring.Tally;

/** Reads the tallies of benchmarks after they moved, in one statement on a given connection. */
@UsesSql("a connection outside of the pool, on which a thread follows the change log")
public final class MovedTallyRows {

    private static final String QUERY =
            """
            select b.id, t.raws, t.models, d.days, d.raws as day_raws, d.models as day_models
            from unnest(?) b (id)
            cross join lateral (
                select array_agg(s.raw) as raws, array_agg(s.models) as models
                from (
                    select t.raw, cast(t.models as float8) as models from tally t
                    where t.benchmark_id = b.id and t.models > 0
                    order by t.raw) s) t
            left join lateral (%s) d on true
            """.formatted(TallyRows.DAYS.formatted("case when b.id = any (?) then b.id end", Tallies.MAX_ROWS + 1));

    private MovedTallyRows() {}

    /**
     * The tallies of a benchmark.
     *
     * @param everyModel tally of every model
     * @param days the text writers by day; empty if there are too many, or if they were not asked for
     */
    public record Moved(Tally everyModel, Optional<ReleaseDays> days) {}

    /**
     * The tallies of benchmarks, by benchmark.
     *
     * @param withDays those of which also the text writers by day are read
     */
    public static Map<String, Moved> of(
            Connection connection, Collection<String> benchmarkIds, Collection<String> withDays) throws SQLException {
        Map<String, Moved> moved = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setArray(1, connection.createArrayOf("text", benchmarkIds.toArray()));
            statement.setArray(2, connection.createArrayOf("text", withDays.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString(1);
                    moved.put(
                            id,
                            new Moved(
                                    tally(doubles(rows, 2), doubles(rows, 3)),
                                    withDays.contains(id) ? days(rows) : Optional.empty()));
                }
            }
        }
        return moved;
    }

    private static Tally tally(Double[] raws, Double[] models) {
        List<Tally.Entry> entries = new ArrayList<>(raws.length);
        for (int i = 0; i < raws.length; i++) {
            entries.add(new Tally.Entry(raws[i], models[i].longValue()));
        }
        return new Tally(entries);
    }

    private static Optional<ReleaseDays> days(ResultSet rows) throws SQLException {
        Double[] days = doubles(rows, 4);
        return days.length > Tallies.MAX_ROWS
                ? Optional.empty()
                : Optional.of(new ReleaseDays(days, doubles(rows, 5), doubles(rows, 6)));
    }

    private static Double[] doubles(ResultSet rows, int column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? new Double[0] : (Double[]) array.getArray();
    }
}
