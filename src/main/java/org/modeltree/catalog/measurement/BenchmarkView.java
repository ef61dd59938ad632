package org.modeltree.catalog.measurement;

import org.modeltree.http.value.Language;

/**
 * Benchmark as JSON.
 *
 * @param unit unit of its raw values
 * @param url page about the benchmark; null where unknown
 * @param count number of models with a measurement on it, 0 or more
 * @param revision catalog revision of the benchmark's last change
 */
record BenchmarkView(String id, String label, String unit, String url, long count, long revision) {

    /** A copy with the label in the reader's language. */
    BenchmarkView in(Language language) {
        return new BenchmarkView(id, BenchmarkLabels.in(language, id, label), unit, url, count, revision);
    }
}
