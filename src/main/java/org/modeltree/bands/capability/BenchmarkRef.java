package org.modeltree.bands.capability;

/**
 * JSON view of the benchmark that a capability is measured on.
 *
 * @param unit unit of its raw values
 */
public record BenchmarkRef(String id, String label, String unit) {

    public static BenchmarkRef of(Capability capability) {
        return new BenchmarkRef(capability.benchmarkId(), capability.benchmarkLabel(), capability.unit());
    }
}
