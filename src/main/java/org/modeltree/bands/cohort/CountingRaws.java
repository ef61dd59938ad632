package org.modeltree.bands.cohort;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Repository of the raw values that scores are computed from. */
@ApplicationScoped
class CountingRaws implements PanacheRepository<CountingRaw> {

    /** Projection without the id, which the persistence context need not track. */
    record Raw(String modelId, String benchmarkId, double raw) {}

    /** Counting raw values of models, by model and benchmark. */
    Map<String, Map<String, Double>> ofModels(Collection<String> modelIds) {
        Map<String, Map<String, Double>> raws = new HashMap<>();
        find("modelId in ?1", modelIds)
                .project(Raw.class)
                .list()
                .forEach(row -> raws.computeIfAbsent(row.modelId(), id -> new HashMap<>())
                        .put(row.benchmarkId(), row.raw()));
        return raws;
    }
}
