package org.modeltree.offering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.http.value.PartialDate;

/**
 * JSON view of a catalog that lists an offering beside the one whose facts are stored.
 *
 * @param origin name of the catalog
 * @param source URL of the source; null if unknown
 * @param date date of the source; null if unknown
 * @param facts keys of the offering whose values come from this catalog
 */
record OtherSource(String origin, String source, PartialDate date, List<String> facts) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The sources of a stored JSON array, in its order; none if the array is null. */
    static List<OtherSource> listOf(String array) {
        List<OtherSource> sources = new ArrayList<>();
        if (array != null) {
            json(array)
                    .forEach(one -> sources.add(new OtherSource(
                            one.get("origin").asText(),
                            one.path("source").textValue(),
                            PartialDate.of(one.path("date").textValue()),
                            texts(one.path("facts")))));
        }
        return sources;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            // The database returns valid JSON only.
            throw new UncheckedIOException(impossible);
        }
    }
}
