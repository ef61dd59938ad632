package org.modeltree.catalog.measurement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.Suggestions;
import org.modeltree.http.Versioned;
import org.modeltree.revision.Snapshot;

/** Reads benchmarks with the number of models that report them. */
@ApplicationScoped
class Benchmarks {

    private static final String SELECT = """
            select b.id, b.label, b.unit, b.url, b.revision,
                   (select cast(coalesce(sum(t.models), 0) as bigint) from tally t where t.benchmark_id = b.id) as count,
                   (select r.revision from catalog_revision r) as now
            from benchmark b
            """;

    /** Page of benchmarks, and the total number of benchmarks. */
    record Page(List<BenchmarkView> benchmarks, long total) {}

    private final EntityManager entities;
    private final Snapshot snapshot;

    Benchmarks(EntityManager entities, Snapshot snapshot) {
        this.entities = entities;
        this.snapshot = snapshot;
    }

    /** Row of {@link #SELECT}, with the total number of benchmarks; all null on an empty page except the total. */
    private record Row(
            String id,
            String label,
            String unit,
            String url,
            Long revision,
            Long count,
            Long catalogRevision,
            Long total) {}

    /** At most {@code limit} benchmarks after an id, by id. */
    Page page(String after, int limit) {
        List<Row> rows = session()
                .createNativeQuery(
                        "select p.*, t.total from (select count(*) as total from benchmark) t left join lateral ("
                                + SELECT + "where b.id > :after order by b.id limit :most) p on true order by p.id",
                        Row.class)
                .setParameter("after", after)
                .setParameter("most", limit)
                .getResultList();
        return new Page(
                rows.stream().filter(row -> row.id() != null).map(this::view).toList(),
                rows.get(0).total());
    }

    /** The benchmark with this id, with its revision. */
    Optional<Versioned<BenchmarkView>> one(String id) {
        return session()
                .createNativeQuery(
                        "select p.*, cast(null as bigint) as total from (" + SELECT + "where b.id = :id) p", Row.class)
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
                session()
                        .createNativeQuery(Suggestions.candidates("benchmark"), String.class)
                        .setParameter("id", key)
                        .setParameter("edited", Suggestions.edited(key))
                        .getResultList());
    }

    private BenchmarkView view(Row row) {
        snapshot.recordRevision(row.catalogRevision());
        return new BenchmarkView(row.id(), row.label(), row.unit(), row.url(), row.count(), row.revision());
    }

    private Session session() {
        return entities.unwrap(Session.class);
    }
}
