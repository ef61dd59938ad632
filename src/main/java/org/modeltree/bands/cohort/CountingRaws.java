package org.modeltree.bands.cohort;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.modeltree.catalog.query.CountingMeasurement;

/** Repository of the raw values that scores are computed from. */
@ApplicationScoped
class CountingRaws implements PanacheRepository<CountingRaw> {

    /** Projection without the id, which the persistence context need not track. */
    record Raw(String modelId, String benchmarkId, double raw, String settings) {}

    /** Counting measurements of models, by model and benchmark. */
    Map<String, Map<String, CountingMeasurement>> ofModels(Collection<String> modelIds) {
        Map<String, Map<String, CountingMeasurement>> raws = new HashMap<>();
        find("modelId in ?1", modelIds)
                .project(Raw.class)
                .list()
                .forEach(row -> raws.computeIfAbsent(row.modelId(), id -> new HashMap<>())
                        .put(
                                row.benchmarkId(),
                                new CountingMeasurement(row.raw(), CountingMeasurement.settings(row.settings()))));
        return raws;
    }
}
