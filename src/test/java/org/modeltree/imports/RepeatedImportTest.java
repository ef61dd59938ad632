package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class RepeatedImportTest {

    /** Hosts come before the publisher, and each offering before the one that tells its model. */
    private static final String FILE = """
            {
              "openrouter": {"id": "openrouter", "name": "OpenRouter", "models": {
                "amazon/nova-9-lite": {"id": "amazon/nova-9-lite", "name": "Nova 9 Lite"},
                "acme/rocket-9-x": {"id": "acme/rocket-9-x", "name": "Rocket 9 X"}}},
              "harbor": {"id": "harbor", "name": "Harbor", "models": {
                "eu/rocket-x": {"id": "eu/rocket-x"},
                "rocket-x": {"id": "rocket-x", "name": "Rocket 9 X", "limit": {"context": 8192}}}},
              "google-vertex": {"id": "google-vertex", "name": "Vertex", "models": {
                "riddle@default": {"id": "riddle@default", "name": "Riddle"},
                "mystery@default": {"id": "mystery@default", "name": "Mystery", "limit": {"context": 4096}}}},
              "google-vertex-anthropic": {"id": "google-vertex-anthropic", "name": "Vertex (Anthropic)", "models": {
                "mystery@default": {"id": "mystery@default", "name": "Mystery", "limit": {"context": 4096}}}},
              "amazon-nova": {"id": "amazon-nova", "name": "Nova", "models": {
                "amazon/nova-9-lite": {"id": "amazon/nova-9-lite", "name": "Nova 9 Lite", "tool_call": true,
                                       "attachment": false, "last_updated": "2026-01-01"}}},
              "amazon": {"id": "amazon", "name": "Amazon", "models": {
                "amazon/nova-9-lite": {"id": "amazon/nova-9-lite", "name": "Nova 9 Lite", "reasoning": true,
                                       "attachment": true, "last_updated": "2026-02-01"}}}
            }
            """;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @Test
    void a_file_that_is_imported_again_changes_nothing() {
        JsonNode first = Importing.done("format=models.dev", FILE);
        assertEquals(2, first.get("unmatchedTotal").asInt(), first::toString);
        Importing.assertAllUnchanged("format=models.dev", FILE.getBytes(StandardCharsets.UTF_8), first);
    }

    @Test
    void a_file_changes_nothing_in_any_order_of_its_providers() throws Exception {
        JsonNode first = Importing.done("format=models.dev", FILE);
        ObjectNode providers = (ObjectNode) Importing.JSON.readTree(FILE);
        List<String> names = new ArrayList<>();
        providers.fieldNames().forEachRemaining(names::add);
        Collections.reverse(names);
        ObjectNode reversed = Importing.JSON.createObjectNode();
        names.forEach(name -> reversed.set(name, providers.get(name)));
        Importing.assertAllUnchanged("format=models.dev", Importing.JSON.writeValueAsBytes(reversed), first);
    }

    @Test
    void what_a_file_says_about_a_model_in_several_places_is_combined() {
        Importing.done("format=models.dev", FILE);
        JsonNode model = Importing.json("/models/amazon/nova-9-lite");
        assertEquals("Nova 9 Lite", model.get("name").asText());
        for (String feature : List.of("tools", "reasoning", "attachments")) {
            assertTrue(model.at("/supports/" + feature).asBoolean(false), model::toString);
        }
    }

    @Test
    void an_offering_finds_the_model_of_its_twin_in_another_region_wherever_that_is_in_the_file() {
        Importing.done("format=models.dev", FILE);
        JsonNode offerings = Importing.json("/models/acme/rocket-9-x/offerings").get("data");
        List<String> ids = new ArrayList<>();
        offerings.forEach(one -> ids.add(one.get("id").asText()));
        assertEquals(List.of("eu/rocket-x", "rocket-x", "acme/rocket-9-x"), ids);
    }
}
