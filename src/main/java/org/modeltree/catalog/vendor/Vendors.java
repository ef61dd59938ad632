package org.modeltree.catalog.vendor;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Versioned;
import org.modeltree.http.value.Days;
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

    /** At most {@code limit} vendors after an id, by id. */
    Page page(String after, int limit) {
        List<Tuple> rows = tuples(
                        "select p.*, t.total from (select count(*) as total from vendor) t left join lateral (" + SELECT
                                + "where v.id > :after order by v.id limit :most) p on true order by p.id")
                .setParameter("after", after)
                .setParameter("most", limit)
                .getResultList();
        return new Page(
                rows.stream()
                        .filter(row -> row.get("id") != null)
                        .map(this::view)
                        .toList(),
                rows.get(0).get("total", Number.class).longValue());
    }

    /** The vendor with this id, with its revision. */
    Optional<Versioned<VendorView>> one(String id) {
        return tuples(SELECT + "where v.id = :id").setParameter("id", id).getResultList().stream()
                .map(row -> new Versioned<>(row.get("revision", Number.class).longValue(), view(row)))
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

    private VendorView view(Tuple row) {
        snapshot.tells(row.get("now", Number.class).longValue());
        return VendorView.of(
                row.get("id", String.class),
                row.get("name", String.class),
                row.get("url", String.class),
                row.get("models", Number.class).longValue(),
                Days.of(row.get("first_date")),
                row.get("first_precision", String.class),
                Days.of(row.get("last_date")),
                row.get("last_precision", String.class));
    }

    private TypedQuery<Tuple> tuples(String sql) {
        return getEntityManager().unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }
}
