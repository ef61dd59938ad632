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

/** Reads tallies of many raw values as one row each, because thousands of rows take longer to read than to count. */
@UsesSql("thousands of raw values in one row, as an array")
final class TallyRows {

    private TallyRows() {}

    /** The query that puts rows {@code p} (with raw and models) that have the same key in one. */
    static String grouped(String key, String rows) {
        return "select " + key + " as key, array_agg(p.raw order by p.raw) as raws,"
                + " array_agg(cast(p.models as float8) order by p.raw) as models from (" + rows + ") p group by 1";
    }

    /** The tallies by key. */
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

    /** The tallies by a key that is a day, YYYY-MM-DD. */
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
