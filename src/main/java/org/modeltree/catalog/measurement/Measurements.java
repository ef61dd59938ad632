package org.modeltree.catalog.measurement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.Session;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.Language;
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
    List<MeasurementView> of(String modelId, Language language) {
        return entities
                .unwrap(Session.class)
                .createNativeQuery("""
                        select w.slug, w.benchmark_id, b.label, b.unit, w.raw, w.standard_error, w.sample_size,
                               w.source, w.measured_on, w.measured_precision, w.verified, w.harness,
                               cast(w.settings as text) as settings, w.origin, w.counting
                        from measurement w join benchmark b on b.id = w.benchmark_id
                        where w.model_id = :model
                        order by w.benchmark_id, w.slug
                        """, Row.class)
                .setParameter("model", modelId)
                .getResultList()
                .stream()
                .map(row -> row.view(language))
                .toList();
    }

    private record Row(
            String slug,
            String benchmarkId,
            String label,
            String unit,
            double raw,
            Double standardError,
            Long sampleSize,
            String source,
            LocalDate measuredOn,
            String measuredPrecision,
            boolean verified,
            String harness,
            String settings,
            String origin,
            boolean counting) {

        MeasurementView view(Language language) {
            return new MeasurementView(
                    slug,
                    new MeasurementView.Benchmark(benchmarkId, BenchmarkLabels.in(language, benchmarkId, label), unit),
                    Numbers.plain(raw),
                    Numbers.plain(standardError),
                    sampleSize,
                    source,
                    PartialDate.of(measuredOn, measuredPrecision),
                    verified,
                    harness,
                    CountingMeasurement.settings(settings),
                    origin,
                    counting);
        }
    }
}
