package org.modeltree.catalog.measurement;

import org.modeltree.http.value.PartialDate;

/**
 * Measurement of a model as stated by one source, as JSON.
 *
 * @param id id among the measurements of the model
 * @param raw raw value in the benchmark's unit
 * @param source where the value comes from
 * @param date when it was measured; null where unknown
 * @param verified false if it is self-reported
 * @param harness evaluation setup; null where unknown
 * @param origin who stated it, such as {@code curator} or the name of a catalog
 * @param counting whether the model is scored by this one among its measurements on the benchmark
 */
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

    /** Benchmark of the measurement, with the unit of its raw values. */
    record Benchmark(String id, String label, String unit) {}
}
