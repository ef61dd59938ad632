package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Versioned;
import org.modeltree.revision.Snapshot;

/** Reads providers. */
@ApplicationScoped
class Providers {

    private final EntityManager entities;
    private final Snapshot snapshot;

    Providers(EntityManager entities, Snapshot snapshot) {
        this.entities = entities;
        this.snapshot = snapshot;
    }

    /** One provider, with its revision. */
    Optional<Versioned<ProviderView>> one(String id) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select p.id, p.name, p.url, p.revision,
                               (select count(*) from offering o where o.provider_id = p.id) as offerings,
                               (select r.revision from catalog_revision r) as now
                        from provider p where p.id = :id
                        """, Tuple.class)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .peek(row -> snapshot.tells(row.get("now", Number.class).longValue()))
                .map(row -> new Versioned<>(
                        row.get("revision", Number.class).longValue(),
                        new ProviderView(
                                row.get("id", String.class),
                                row.get("name", String.class),
                                row.get("url", String.class),
                                row.get("offerings", Number.class).longValue())))
                .findFirst();
    }

    /** Existing ids similar to an unknown one, the most likely first. */
    List<String> similar(String id) {
        String key = SearchText.idKey(id);
        return Suggestions.of(
                id,
                entities.unwrap(Session.class)
                        .createNativeQuery(Suggestions.candidates("provider"), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }
}
