package org.modeltree.offering.pricelist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;

/** Reads which offerings are on a page of a price list. */
@UsesSql("one walk along an index for the page and one for the total, for each vendor")
@ApplicationScoped
class PriceLists {

    /** Number of offerings to which a price list is counted. */
    static final int MAX_COUNTED = 10_000;

    /** What the offering of a day fulfils, as {@code Offering.isOfferedOn}. */
    private static final String CURRENT = "(o.last_seen is null or o.last_seen > :today) and ("
            + PartialDateSql.of("o.retired").reached() + ") is not true";

    /**
     * Both walks read an index of the provider's offerings by model, in which the ids of a vendor's models are a range. A
     * provider without offerings has one row, whose model is null.
     */
    private static final String PAGE = """
            select p.model_id, m.name, p.provider_model_id, t.counted, r.revision
            from provider s
            cross join catalog_revision r
            cross join lateral (
                select count(*) as counted
                from (
                    select 1
                    from unnest(cast(:begins as text[]), cast(:ends as text[])) v (begins, ends)
                    cross join lateral (
                        select 1 from offering o
                        where o.provider_id = s.id and o.model_id >= v.begins collate "C" and o.model_id < v.ends collate "C"
                          and %1$s
                        limit :counted) o
                    limit :counted) counted) t
            left join lateral (
                select o.model_id, o.provider_model_id
                from unnest(cast(:models as text[]), cast(:ids as text[]), cast(:laterEnds as text[])) v (model, id, ends)
                cross join lateral (
                    select o.model_id, o.provider_model_id
                    from offering o
                    where o.provider_id = s.id
                      and (o.model_id, o.provider_model_id) > (v.model collate "C", v.id collate "C")
                      and o.model_id < v.ends collate "C"
                      and %1$s
                    order by o.model_id, o.provider_model_id
                    limit :most) o
                order by o.model_id, o.provider_model_id
                limit :most) p on true
            left join model m on m.id = p.model_id
            where s.id = :provider
            order by p.model_id, p.provider_model_id
            """.formatted(CURRENT);

    private final Sql sql;
    private final Snapshot snapshot;

    PriceLists(Sql sql, Snapshot snapshot) {
        this.sql = sql;
        this.snapshot = snapshot;
    }

    /**
     * An offering on a page.
     *
     * @param model id of the model
     * @param name name of the model
     * @param id the provider's id of the model
     */
    record Listed(String model, String name, String id) {}

    /**
     * Place in a price list, after an offering.
     *
     * @param model id of its model
     * @param id the provider's id of the model
     */
    record Position(String model, String id) {

        /** Before every offering. */
        static final Position START = new Position("", "");
    }

    /**
     * Page of a price list.
     *
     * @param counted number of offerings on all pages, counted to one more than {@link #MAX_COUNTED}
     */
    record Page(List<Listed> listed, long counted) {}

    /**
     * Models whose ids are between two texts.
     *
     * @param begins first text, inclusive
     * @param ends last text, exclusive
     */
    private record IdRange(String begins, String ends) {

        /** Ids have no character that comes after this one. */
        static final IdRange ALL = new IdRange("", "~");

        /** Ids begin with the vendor and a slash, which zero follows. */
        static IdRange of(String vendor) {
            return new IdRange(vendor + "/", vendor + "0");
        }

        /** Where a page begins in this range that begins after a position. */
        Position after(Position last) {
            return last.model().compareTo(begins) < 0 ? new Position(begins, "") : last;
        }
    }

    private record Row(String model, String name, String id, long counted, long revision) {}

    /**
     * At most {@code most} offerings of a provider that are current on a day, after a position; empty if there is no such
     * provider.
     *
     * @param vendors ids of the vendors whose models are listed; null for all
     */
    Optional<Page> page(String provider, List<String> vendors, Position after, int most, LocalDate day) {
        List<IdRange> ranges = vendors == null
                ? List.of(IdRange.ALL)
                : vendors.stream()
                        // The database knows no NUL characters.
                        .filter(vendor -> vendor.indexOf('\0') < 0)
                        .map(IdRange::of)
                        .toList();
        List<IdRange> later = ranges.stream()
                .filter(range -> range.ends().compareTo(after.model()) > 0)
                .toList();
        List<Row> rows = sql.query(PAGE, Row.class)
                .with("provider", provider)
                .with("today", day)
                .with("counted", MAX_COUNTED + 1)
                .with("most", most)
                .with("begins", array(ranges.stream().map(IdRange::begins)))
                .with("ends", array(ranges.stream().map(IdRange::ends)))
                .with(
                        "models",
                        array(later.stream().map(range -> range.after(after).model())))
                .with(
                        "ids",
                        array(later.stream().map(range -> range.after(after).id())))
                .with("laterEnds", array(later.stream().map(IdRange::ends)))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        snapshot.recordRevision(rows.get(0).revision());
        return Optional.of(new Page(
                rows.stream()
                        .filter(row -> row.model() != null)
                        .map(row -> new Listed(row.model(), row.name(), row.id()))
                        .toList(),
                rows.get(0).counted()));
    }

    private static String[] array(Stream<String> texts) {
        return texts.toArray(String[]::new);
    }
}
