package org.modeltree.catalog.measurement;

import org.modeltree.http.value.PartialDate;

/** What one source says that a model measured, as JSON. */
record MeasurementView(
        String id,
        Benchmark benchmark,
        Number raw,
        String source,
        PartialDate date,
        boolean verified,
        String harness,
        String origin,
        boolean counting) {

    /** What was measured. */
    record Benchmark(String id, String label, String unit) {}
}
