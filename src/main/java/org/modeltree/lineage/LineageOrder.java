package org.modeltree.lineage;

import java.time.LocalDate;
import java.util.Comparator;
import org.modeltree.http.value.PartialDate;

/** By release, the undated last, then by id. Ids are ASCII, so Java orders them as the database does. */
record LineageOrder(LocalDate firstDay, String id) implements Comparable<LineageOrder> {

    private static final Comparator<LineageOrder> ORDER = Comparator.comparing(
                    LineageOrder::firstDay, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(LineageOrder::id);

    /** A partial date is its first day. */
    static LineageOrder of(PartialDate date, String id) {
        return new LineageOrder(date == null ? null : date.firstDay(), id);
    }

    @Override
    public int compareTo(LineageOrder other) {
        return ORDER.compare(this, other);
    }
}
