package org.modeltree.bands.capability;

/**
 * What is measured.
 *
 * @param unit of its raw values
 */
public record BenchmarkRef(String id, String label, String unit) {

    public static BenchmarkRef of(Capability capability) {
        return new BenchmarkRef(capability.benchmarkId(), capability.benchmarkLabel(), capability.unit());
    }
}
