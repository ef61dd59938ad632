package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the starter catalog promises to hold; that it loads is shown wherever the service starts with it. */
class StarterFileTest {

    /** Origins of a page that is no catalog; models.dev cites such pages for results of benchmarks. */
    private static final List<String> OTHERS = List.of("publisher", "models.dev", "web");

    private static final Map<String, List<JsonNode>> LINES = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(Path.of("target/classes/catalog/starter.ndjson"))) {
            JsonNode node = json.readTree(line);
            LINES.computeIfAbsent(node.get("type").asText(), type -> new ArrayList<>())
                    .add(node);
        }
    }

    @Test
    void there_are_models_edges_and_cards_enough() {
        assertTrue(LINES.get("model").size() >= 1_100);
        assertTrue(LINES.get("edge").size() >= 900);
        assertTrue(LINES.get("capability").size() >= 15);
        assertTrue(cardsIn("en") >= 120);
        assertTrue(cardsIn("zh") >= 60);
    }

    @Test
    void the_built_in_benchmarks_and_capabilities_are_those_of_the_starter_catalog() throws IOException {
        List<JsonNode> expected = new ArrayList<>(LINES.get("benchmark"));
        expected.addAll(LINES.get("capability"));
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> builtIn = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("target/classes/catalog/benchmarks.ndjson"))) {
            builtIn.add(json.readTree(line));
        }
        assertEquals("catalog", builtIn.remove(0).get("type").asText());
        assertEquals(expected, builtIn);
    }

    @Test
    void every_fact_has_a_source() {
        for (String type : List.of("edge", "measurement", "offering")) {
            LINES.get(type).forEach(line -> assertTrue(line.hasNonNull("source"), line::toString));
        }
        LINES.get("model").forEach(model -> {
            List<String> sourced = new ArrayList<>();
            model.get("sources").forEach(source -> source.get("facts").forEach(fact -> sourced.add(fact.asText())));
            for (String fact :
                    List.of("name", "releaseDate", "parameters", "openWeights", "licence", "knowledgeCutoff")) {
                assertTrue(!model.hasNonNull(fact) || sourced.contains(fact), () -> fact + " of " + model.get("id"));
            }
        });
    }

    @Test
    void every_fact_has_the_origin_of_its_source() {
        for (String type : List.of("edge", "measurement", "offering")) {
            LINES.get(type).forEach(StarterFileTest::assertOrigin);
        }
        LINES.get("model").forEach(model -> {
            List<String> stated = new ArrayList<>();
            model.get("sources").forEach(source -> {
                assertOrigin(source);
                source.get("facts").forEach(fact -> stated.add(fact.asText()));
            });
            assertTrue(!model.has("lifecycle") || stated.contains("lifecycle"), model::toString);
        });
    }

    private static void assertOrigin(JsonNode line) {
        String source = line.path("source").asText();
        String origin = line.path("origin").asText();
        String host = source.replaceAll("^https?://|(/.*)$", "");
        List<String> possible = switch (host) {
            case "models.dev" -> List.of("models.dev");
            case "openrouter.ai" -> List.of("openrouter");
            case "epoch.ai" -> List.of("epoch");
            case "github.com" -> source.contains("/BerriAI/litellm/") ? List.of("litellm") : OTHERS;
            default -> OTHERS;
        };
        assertTrue(source.isEmpty() || possible.contains(origin), line::toString);
        assertTrue(!origin.isEmpty() && !origin.equals("modeltree"), line::toString);
    }

    @Test
    void instructgpt_came_from_gpt_3_and_led_to_chatgpt() {
        assertEquals("fine_tune rlhf", edge("openai/instructgpt", "openai/gpt-3"));
        assertTrue(edge("openai/chatgpt", "openai/instructgpt").endsWith(" rlhf"));
    }

    @Test
    void nothing_is_counted_that_is_no_model() {
        for (JsonNode model : LINES.get("model")) {
            String id = model.get("id").asText();
            assertTrue(!id.contains(":") && !id.contains("~") && !id.matches(".*/(auto|router)([-.].*)?"), id);
        }
    }

    private static long cardsIn(String language) {
        return LINES.get("card").stream()
                .filter(card -> card.at("/texts/" + language + "/whyItMatters").isTextual())
                .count();
    }

    private static String edge(String child, String parent) {
        return LINES.get("edge").stream()
                .filter(edge -> edge.get("child").asText().equals(child)
                        && edge.get("parent").asText().equals(parent))
                .map(edge -> edge.get("relation").asText() + " "
                        + edge.path("method").asText())
                .findFirst()
                .orElse("none");
    }
}
