package org.modeltree.catalog.measurement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.http.value.Days;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;

/** Reads measurements. */
@ApplicationScoped
class Measurements {

    private final EntityManager entities;

    Measurements(EntityManager entities) {
        this.entities = entities;
    }

    /** All measurements of a model, by benchmark and id. */
    List<MeasurementView> of(String modelId) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select w.slug, w.benchmark_id, b.label, b.unit, w.raw, w.source, w.measured_on,
                               w.measured_precision, w.verified, w.harness, w.origin, w.counting
                        from measurement w join benchmark b on b.id = w.benchmark_id
                        where w.model_id = :model
                        order by w.benchmark_id, w.slug
                        """, Tuple.class)
                .setParameter("model", modelId)
                .getResultList()
                .stream()
                .map(row -> new MeasurementView(
                        row.get("slug", String.class),
                        new MeasurementView.Benchmark(
                                row.get("benchmark_id", String.class),
                                row.get("label", String.class),
                                row.get("unit", String.class)),
                        Numbers.plain(row.get("raw", Double.class)),
                        row.get("source", String.class),
                        PartialDate.of(Days.of(row.get("measured_on")), row.get("measured_precision", String.class)),
                        row.get("verified", Boolean.class),
                        row.get("harness", String.class),
                        row.get("origin", String.class),
                        row.get("counting", Boolean.class)))
                .toList();
    }
}
