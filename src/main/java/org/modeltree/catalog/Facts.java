package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.http.Days;
import org.modeltree.http.PartialDate;

/** Reads where facts come from. */
@ApplicationScoped
class Facts {

    /**
     * A fact's source.
     *
     * @param measured the counting raw value; null for a fact of the model itself
     */
    record Sourced(String name, Double measured, String source, PartialDate date) {}

    private final EntityManager entities;

    Facts(EntityManager entities) {
        this.entities = entities;
    }

    /** The model's own facts that have a source, by name, then its counting measurements by benchmark. */
    List<Sourced> of(String modelId) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select s.fact as name, cast(null as double precision) as raw, s.source,
                               s.source_date as day, s.source_precision as precision, 0 as part
                        from model_source s where s.model_id = :id and s.source is not null
                        union all
                        select w.benchmark_id, w.raw, w.source, w.measured_on, w.measured_precision, 1
                        from measurement w where w.model_id = :id and w.counting
                        order by part, name
                        """, Tuple.class)
                .setParameter("id", modelId)
                .getResultList()
                .stream()
                .map(row -> new Sourced(
                        row.get("name", String.class),
                        row.get("raw", Double.class),
                        row.get("source", String.class),
                        PartialDate.of(Days.of(row.get("day")), row.get("precision", String.class))))
                .toList();
    }
}
