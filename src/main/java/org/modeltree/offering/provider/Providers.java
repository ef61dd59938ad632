package org.modeltree.offering.provider;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Versioned;
import org.modeltree.revision.Snapshot;

/** Reads providers with the number of their offerings. */
@ApplicationScoped
class Providers implements PanacheRepositoryBase<Provider, String> {

    private static final String SELECT = """
            select s.id, s.name, s.url, s.revision, coalesce(c.offerings, 0) as offerings, coalesce(c.models, 0) as models,
                   (select r.revision from catalog_revision r) as now
            from provider s
            left join provider_count c on c.provider_id = s.id
            """;

    /** Page of providers, and the total number of providers. */
    record Page(List<ProviderView> providers, long total) {}

    private final Snapshot snapshot;

    Providers(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Row of {@link #SELECT}, with the total number of providers; all null on an empty page except the total. */
    private record Row(
            String id,
            String name,
            String url,
            Long revision,
            Long offerings,
            Long models,
            Long catalogRevision,
            Long total) {}

    /** At most {@code limit} providers after an id, by id. */
    Page page(String after, int limit) {
        List<Row> rows = rows("select p.*, t.total from (select count(*) as total from provider) t left join lateral ("
                        + SELECT + "where s.id > :after order by s.id limit :most) p on true order by p.id")
                .setParameter("after", after)
                .setParameter("most", limit)
                .getResultList();
        return new Page(
                rows.stream().filter(row -> row.id() != null).map(this::view).toList(),
                rows.get(0).total());
    }

    /** The ids of all providers, in order. */
    List<String> ids() {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("select s.id from provider s order by s.id", String.class)
                .getResultList();
    }

    /** The provider with this id, with its revision. */
    Optional<Versioned<ProviderView>> one(String id) {
        return rows("select p.*, cast(null as bigint) as total from (" + SELECT + "where s.id = :id) p")
                .setParameter("id", id)
                .getResultList()
                .stream()
                .map(row -> new Versioned<>(row.revision(), view(row)))
                .findFirst();
    }

    /** Existing ids similar to an unknown one, the most likely first. */
    List<String> similar(String id) {
        String key = SearchText.idKey(id);
        return Suggestions.of(
                id,
                getEntityManager()
                        .unwrap(Session.class)
                        .createNativeQuery(Suggestions.candidates("provider"), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }

    private ProviderView view(Row row) {
        snapshot.recordRevision(row.catalogRevision());
        return new ProviderView(row.id(), row.name(), row.url(), row.offerings(), row.models(), row.revision());
    }

    private TypedQuery<Row> rows(String sql) {
        return getEntityManager().unwrap(Session.class).createNativeQuery(sql, Row.class);
    }
}
