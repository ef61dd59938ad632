package org.modeltree.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.http.Days;

/** Reads vendors with what their models add up to. */
@ApplicationScoped
class Vendors implements PanacheRepositoryBase<Vendor, String> {

    /** Vendors behind an id, by id, at most so many. */
    List<VendorView> page(String after, int most) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select v.id, v.name, v.url,
                               (select count(*) from model m where m.vendor_id = v.id) as models,
                               first.release_date as first_date, first.release_precision as first_precision,
                               last.release_date as last_date, last.release_precision as last_precision
                        from vendor v
                        left join lateral (
                            select m.release_date, m.release_precision from model m
                            where m.vendor_id = v.id and m.release_date is not null
                            order by m.release_date, m.id limit 1) first on true
                        left join lateral (
                            select m.release_date, m.release_precision from model m
                            where m.vendor_id = v.id and m.release_date is not null
                            order by m.release_date desc, m.id limit 1) last on true
                        where v.id > :after
                        order by v.id
                        limit :most
                        """, Tuple.class)
                .setParameter("after", after)
                .setParameter("most", most)
                .getResultList()
                .stream()
                .map(row -> VendorView.of(
                        row.get("id", String.class),
                        row.get("name", String.class),
                        row.get("url", String.class),
                        row.get("models", Number.class).longValue(),
                        Days.of(row.get("first_date")),
                        row.get("first_precision", String.class),
                        Days.of(row.get("last_date")),
                        row.get("last_precision", String.class)))
                .toList();
    }
}
