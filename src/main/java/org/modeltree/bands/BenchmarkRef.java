package org.modeltree.bands;

/**
 * What is measured.
 *
 * @param unit of its raw values
 */
record BenchmarkRef(String id, String label, String unit) {

    static BenchmarkRef of(Capability capability) {
        return new BenchmarkRef(capability.benchmarkId, capability.benchmarkLabel, capability.unit);
    }
}
