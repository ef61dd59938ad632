package org.modeltree.exports;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Metrics of exports: those that are read, how they ended, and the size of their files in bytes. */
final class ExportMetrics {

    private final AtomicInteger running = new AtomicInteger();
    private final Counter done;
    private final Counter failed;
    private final Counter abandoned;

    /**
     * @param bytes size of the temporary files
     * @param maxBytes limit of that size
     */
    ExportMetrics(MeterRegistry meters, Supplier<Number> bytes, long maxBytes) {
        done = ended(meters, "done");
        failed = ended(meters, "failed");
        abandoned = ended(meters, "abandoned");
        Gauge.builder("modeltree.exports.running", running, AtomicInteger::get)
                .description("Exports that are read from the database")
                .register(meters);
        Gauge.builder("modeltree.exports.bytes", bytes)
                .description("Size of the temporary files of exports")
                .register(meters);
        Gauge.builder("modeltree.exports.max.bytes", () -> maxBytes)
                .description("Limit of modeltree.exports.max-megabytes")
                .register(meters);
    }

    private static Counter ended(MeterRegistry meters, String outcome) {
        return Counter.builder("modeltree.exports.ended")
                .tag("outcome", outcome)
                .description("Exports that ended: done, failed or abandoned (by all clients)")
                .register(meters);
    }

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
    }

    void done() {
        done.increment();
    }

    void failed() {
        failed.increment();
    }

    void abandoned() {
        abandoned.increment();
    }
}
