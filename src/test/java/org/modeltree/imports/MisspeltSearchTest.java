package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches for words that are nowhere, but like others. */
@QuarkusTest
@TestProfile(ImportsProfile.class)
class MisspeltSearchTest {

    @BeforeEach
    void fill() {
        Importing.empty();
        Importing.post("format=modeltree", """
                {"type":"model","id":"birch/one","name":"Claude Perplexity"}
                {"type":"model","id":"birch/two","name":"Claude"}
                """.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_a_word_was_meant_for_does_not_depend_on_the_words_before_it() {
        // Each has two letters wrong, and the long one is looked for among those that have more in common with it.
        assertEquals(List.of("birch/one"), found("perplaxitty"));
        assertEquals(List.of("birch/two", "birch/one"), found("clawdo"));
        assertEquals(List.of("birch/one"), found("clawdo+perplaxitty"));
        assertEquals(List.of("birch/one"), found("perplaxitty+clawdo"));
    }

    private static List<String> found(String q) {
        JsonNode page = Importing.get("/models?fields=id&q=" + q).is(200).json();
        List<String> ids = new ArrayList<>();
        page.get("data").forEach(model -> ids.add(model.get("id").asText()));
        return ids;
    }
}
