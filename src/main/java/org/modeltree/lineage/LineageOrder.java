package org.modeltree.lineage;

import java.time.LocalDate;
import java.util.Comparator;
import org.modeltree.http.value.PartialDate;

/** Order by release date, undated models last, then by id. Ids are ASCII, so Java and the database order them alike. */
record LineageOrder(LocalDate firstDay, String id) implements Comparable<LineageOrder> {

    private static final Comparator<LineageOrder> ORDER = Comparator.comparing(
                    LineageOrder::firstDay, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(LineageOrder::id);

    /** Sorts a partial date by its first day. */
    static LineageOrder of(PartialDate date, String id) {
        return new LineageOrder(date == null ? null : date.firstDay(), id);
    }

    @Override
    public int compareTo(LineageOrder other) {
        return ORDER.compare(this, other);
    }
}
