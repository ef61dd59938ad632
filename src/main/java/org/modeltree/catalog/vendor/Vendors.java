package org.modeltree.catalog.vendor;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Versioned;
import org.modeltree.revision.Snapshot;

/** Reads vendors with the number and release dates of their models. */
@ApplicationScoped
class Vendors implements PanacheRepositoryBase<Vendor, String> {

    private static final String SELECT = """
            select v.id, v.name, v.url, v.revision,
                   coalesce((select k.models from model_count k where k.dimension = 'vendor' and k.value = v.id), 0)
                       as models,
                   first.release_date as first_date, first.release_precision as first_precision,
                   last.release_date as last_date, last.release_precision as last_precision,
                   (select r.revision from catalog_revision r) as now
            from vendor v
            left join lateral (
                select m.release_date, m.release_precision from model m
                where m.vendor_id = v.id and m.release_date is not null
                order by m.release_date, m.id limit 1) first on true
            left join lateral (
                select m.release_date, m.release_precision from model m
                where m.vendor_id = v.id and m.release_date is not null
                order by m.release_date desc, m.id limit 1) last on true
            """;

    /** Page of vendors, and the total number of vendors. */
    record Page(List<VendorView> vendors, long total) {}

    private final Snapshot snapshot;

    Vendors(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Row of {@link #SELECT}, with the total number of vendors; all null on an empty page except the total. */
    private record Row(
            String id,
            String name,
            String url,
            Long revision,
            Long models,
            LocalDate firstDate,
            String firstPrecision,
            LocalDate lastDate,
            String lastPrecision,
            Long catalogRevision,
            Long total) {}

    /** At most {@code limit} vendors after an id, by id. */
    Page page(String after, int limit) {
        List<Row> rows = rows("select p.*, t.total from (select count(*) as total from vendor) t left join lateral ("
                        + SELECT + "where v.id > :after order by v.id limit :most) p on true order by p.id")
                .setParameter("after", after)
                .setParameter("most", limit)
                .getResultList();
        return new Page(
                rows.stream().filter(row -> row.id() != null).map(this::view).toList(),
                rows.get(0).total());
    }

    /** The vendor with this id, with its revision. */
    Optional<Versioned<VendorView>> one(String id) {
        return rows("select p.*, cast(null as bigint) as total from (" + SELECT + "where v.id = :id) p")
                .setParameter("id", id)
                .getResultList()
                .stream()
                .map(row -> new Versioned<>(row.revision(), view(row)))
                .findFirst();
    }

    /** Suggestions for an unknown id, likeliest first. */
    List<String> similar(String id) {
        String key = SearchText.idKey(id);
        return Suggestions.of(
                id,
                getEntityManager()
                        .unwrap(Session.class)
                        .createNativeQuery(Suggestions.candidates("vendor"), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }

    private VendorView view(Row row) {
        snapshot.recordRevision(row.catalogRevision());
        return VendorView.of(
                row.id(),
                row.name(),
                row.url(),
                row.models(),
                row.firstDate(),
                row.firstPrecision(),
                row.lastDate(),
                row.lastPrecision(),
                row.revision());
    }

    private TypedQuery<Row> rows(String sql) {
        return getEntityManager().unwrap(Session.class).createNativeQuery(sql, Row.class);
    }
}
