package org.modeltree.changes.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.dependency.ChangedParts;

/** Metrics of the revisions that this instance knows. */
@Startup
@Singleton
class RevisionMetrics {

    RevisionMetrics(LatestRevision latest, ChangedParts changed, MeterRegistry meters) {
        Gauge.builder("modeltree.revision", latest, LatestRevision::known)
                .description("Newest revision of the catalog that this instance knows; -1 if it knows none")
                .register(meters);
        Gauge.builder("modeltree.revision.lag", latest, known -> Math.max(0, known.known() - changed.completeTo()))
                .description("Revisions that are known and whose changes this instance has not read yet")
                .register(meters);
    }
}
