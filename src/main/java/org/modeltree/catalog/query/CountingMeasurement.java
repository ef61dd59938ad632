package org.modeltree.catalog.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The measurement of a model that counts on a benchmark.
 *
 * @param raw raw value, in the benchmark's unit
 * @param settings settings with which it was measured, by name; null if its source states none
 */
public record CountingMeasurement(double raw, Map<String, String> settings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Settings from the JSON object in the database, sorted by name; null for null. */
    public static Map<String, String> settings(String json) {
        if (json == null) {
            return null;
        }
        try {
            return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
