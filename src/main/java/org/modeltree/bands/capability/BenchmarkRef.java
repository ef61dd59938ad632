package org.modeltree.bands.capability;

import org.modeltree.catalog.measurement.BenchmarkLabels;
import org.modeltree.http.value.Language;

/**
 * JSON view of the benchmark that a capability is measured on.
 *
 * @param label label in the reader's language
 * @param unit unit of its raw values
 */
public record BenchmarkRef(String id, String label, String unit) {

    public static BenchmarkRef of(Capability capability, Language language) {
        return new BenchmarkRef(
                capability.benchmarkId(),
                BenchmarkLabels.in(language, capability.benchmarkId(), capability.benchmarkLabel()),
                capability.unit());
    }
}
