package org.modeltree.bands.cohort;

import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hibernate.query.NativeQuery;
import org.modeltree.revision.UsesSql;
import org.modeltree.scoring.Tally;

/** Reads each tally as a single row of arrays: transferring thousands of rows would take longer than counting them. */
@UsesSql("thousands of raw values in one row, as an array")
final class TallyRows {

    private TallyRows() {}

    /** Query that aggregates rows {@code p} with the columns {@code raw} and {@code models} into one row per key. */
    static String grouped(String key, String rows) {
        return "select " + key + " as key, array_agg(p.raw order by p.raw) as raws,"
                + " array_agg(cast(p.models as float8) order by p.raw) as models from (" + rows + ") p group by 1";
    }

    /** Tallies by key. */
    static Map<String, Tally> byText(NativeQuery<Tuple> query) {
        query.addScalar("key", String.class).addScalar("raws", Double[].class).addScalar("models", Double[].class);
        Map<String, Tally> tallies = new HashMap<>();
        for (Tuple row : query.getResultList()) {
            tallies.put(
                    row.get("key", String.class),
                    tally(row.get("raws", Double[].class), row.get("models", Double[].class)));
        }
        return tallies;
    }

    /** Tallies by a key that is a date, YYYY-MM-DD. */
    static NavigableMap<LocalDate, Tally> byDay(NativeQuery<Tuple> query) {
        NavigableMap<LocalDate, Tally> tallies = new TreeMap<>();
        byText(query).forEach((day, tally) -> tallies.put(LocalDate.parse(day), tally));
        return tallies;
    }

    private static Tally tally(Double[] raws, Double[] models) {
        List<Tally.Entry> entries = new ArrayList<>(raws.length);
        for (int i = 0; i < raws.length; i++) {
            entries.add(new Tally.Entry(raws[i], models[i].longValue()));
        }
        return new Tally(entries);
    }
}
