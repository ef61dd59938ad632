package org.modeltree.bands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** The built-in benchmarks and capabilities give an import scores and bands at once. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class BuiltInCapabilitiesTest {

    private static final Path FILE = Path.of("target/classes/catalog/benchmarks.ndjson");

    @BeforeEach
    void only_the_built_in_ones() {
        Importing.empty();
        Importing.done("format=modeltree", FILE);
    }

    private static JsonNode json(String path) {
        return Importing.get(path).is(200).json();
    }

    @Test
    void an_import_of_another_catalog_has_scores_and_bands_at_once() {
        Importing.done("format=models.dev", """
                {"acme/a": {"id": "acme/a", "name": "A", "limit": {"context": 2048, "output": 1024},
                            "benchmarks": [{"name": "GPQA Diamond", "score": 40, "metric": "percent", "source": "https://acme.example"}]},
                 "acme/b": {"id": "acme/b", "name": "B", "limit": {"context": 8192}},
                 "acme/c": {"id": "acme/c", "name": "C", "limit": {"context": 131072}},
                 "acme/d": {"id": "acme/d", "name": "D", "limit": {"context": 1048576}},
                 "acme/e": {"id": "acme/e", "name": "E", "limit": {"context": 0}},
                 "acme/f": {"id": "acme/f", "name": "F", "limit": {"context": 2097152}}}
                """);
        JsonNode band = json("/bands/context");
        assertEquals("ok", band.get("status").asText());
        assertEquals(5, band.get("count").asInt());
        assertEquals(1.6, band.at("/lower/exact").asDouble(), 1e-9);
        assertEquals(9.2, band.at("/upper/exact").asDouble(), 1e-9);
        Map<String, Double> scores = new TreeMap<>();
        json("/models/acme/a/scores").get("data").forEach(score -> {
            if (!score.get("exact").isNull()) {
                scores.put(score.get("capability").asText(), score.get("exact").asDouble());
            }
        });
        assertEquals(Map.of("context", 0.0, "output", 0.0, "knowledge", 2.0), scores);
        JsonNode benchmark = json("/benchmarks/context-window");
        assertEquals("Context window", benchmark.get("label").asText());
    }

    @Test
    void ticks_of_tokens_have_short_labels() {
        StringBuilder labels = new StringBuilder();
        json("/capabilities/output")
                .at("/gauge/ticks")
                .forEach(tick -> labels.append(tick.get("label").asText()).append(' '));
        assertEquals("1K 4K 16K 64K 256K 1M ", labels.toString());
    }

    @Test
    void every_capability_speaks_both_languages() {
        for (JsonNode capability : json("/capabilities?lang=zh").get("data")) {
            String id = capability.get("id").asText();
            JsonNode english = json("/capabilities/" + id);
            for (String text : new String[] {"label", "description", "basis"}) {
                assertFalse(english.get(text).equals(capability.get(text)), id + " " + text);
            }
        }
    }

    @Test
    void a_guess_among_four_scores_nothing_and_few_hallucinations_score_much() {
        assertEquals(
                0.0, json("/capabilities/general/score?raw=25").get("exact").asDouble());
        assertEquals(
                10.0, json("/capabilities/knowledge/score?raw=100").get("exact").asDouble());
        assertEquals(
                9.0,
                json("/capabilities/hallucination/score?raw=3").get("exact").asDouble(),
                1e-9);
    }
}
