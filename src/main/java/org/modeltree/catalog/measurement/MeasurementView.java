package org.modeltree.catalog.measurement;

import java.util.Map;
import org.modeltree.http.value.PartialDate;

/**
 * Measurement of a model as stated by one source, as JSON.
 *
 * @param id id among the measurements of the model
 * @param raw raw value in the benchmark's unit
 * @param standardError standard error of the raw value, in the benchmark's unit, 0 or more; null where unknown
 * @param sampleSize number of samples behind the raw value, 1 or more; null where unknown
 * @param source where the value comes from
 * @param date when it was measured; null where unknown
 * @param verified false if it is self-reported
 * @param harness evaluation software or setup; null where unknown
 * @param settings settings of the model, by name, such as {@code reasoning_effort: high}; null if its source states none
 * @param origin who stated it, such as {@code curator} or the name of a catalog
 * @param counting whether the model is scored by this one among its measurements on the benchmark
 */
record MeasurementView(
        String id,
        Benchmark benchmark,
        Number raw,
        Number standardError,
        Long sampleSize,
        String source,
        PartialDate date,
        boolean verified,
        String harness,
        Map<String, String> settings,
        String origin,
        boolean counting) {

    /** Benchmark of the measurement, with the unit of its raw values. */
    record Benchmark(String id, String label, String unit) {}
}
