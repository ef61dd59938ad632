package org.modeltree.catalog.measurement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.modeltree.http.value.Language;

/**
 * Labels of benchmarks in the reader's language. A catalog has them in English; those that are words, such as the context
 * window, are translated here, and proper names such as GPQA Diamond are the same in every language.
 */
public final class BenchmarkLabels {

    private static final String RESOURCE = "/words/benchmarks.zh.json";
    private static final Map<String, String> CHINESE = read();

    private BenchmarkLabels() {}

    /**
     * Label of a benchmark.
     *
     * @param label label in the catalog
     */
    public static String in(Language language, String id, String label) {
        return language.of(label, CHINESE.get(id));
    }

    private static Map<String, String> read() {
        try (InputStream file = BenchmarkLabels.class.getResourceAsStream(RESOURCE)) {
            return Map.copyOf(new ObjectMapper().readValue(file, new TypeReference<Map<String, String>>() {}));
        } catch (IOException broken) {
            throw new UncheckedIOException(RESOURCE + " is broken", broken);
        }
    }
}
