package org.modeltree.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/**
 * On models of each kind in the starter catalog, the rule {@code availability_contradicted} and the card judge alike. The
 * kind is what both look at: the lifecycle, the dates, the weights, and what offerings there are.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class StarterAvailabilityTest {

    private static final Path STARTER = Path.of("target", "classes", "catalog", "starter.ndjson");
    private static final int OF_A_KIND = 4;

    private final List<String> models = new ArrayList<>();

    /** The vendors and providers, some models of each kind with their offerings, and a card of each. */
    private String catalog() throws IOException {
        List<String> records = new ArrayList<>();
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        Map<String, List<JsonNode>> offerings = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(STARTER)) {
            ObjectNode record = (ObjectNode) json.readTree(line);
            switch (record.get("type").asText()) {
                case "provider", "vendor" -> records.add(line);
                case "model" -> all.put(record.get("id").asText(), record);
                case "offering" ->
                    offerings
                            .computeIfAbsent(record.get("model").asText(), model -> new ArrayList<>())
                            .add(record);
                default -> {}
            }
        }
        Map<String, Integer> kinds = new HashMap<>();
        all.forEach((id, model) -> {
            List<JsonNode> offered = offerings.getOrDefault(id, List.of());
            int number = kinds.merge(kind(model, offered), 1, Integer::sum);
            if (number > OF_A_KIND) {
                return;
            }
            models.add(id);
            // The successor may be of a kind of which there are enough.
            records.add(model.without("successor").toString());
            offered.forEach(offering -> records.add(offering.toString()));
            // Every second card of a kind states the opposite, so that the facts contradict one of them.
            boolean stated = number % 2 == 0;
            records.add("{\"type\":\"card\",\"model\":\"%s\",\"availability\":{\"api\":\"%s\",\"openSource\":\"%s\"}}"
                    .formatted(id, stated ? "available" : "not_available", stated ? "released" : "not_released"));
        });
        return String.join("\n", records);
    }

    private static String kind(JsonNode model, List<JsonNode> offerings) {
        String vendor = model.get("id").asText().split("/", 2)[0];
        Set<String> offered = new TreeSet<>();
        for (JsonNode offering : offerings) {
            boolean ends = false;
            for (JsonNode price : offering.path("prices")) {
                ends |= price.has("to");
            }
            offered.add(offering.get("provider").asText().equals(vendor) + " " + offering.has("retiredDate") + " "
                    + offering.has("lastSeen") + " " + ends);
        }
        return String.join(
                " ",
                model.path("lifecycle").asText(),
                String.valueOf(model.path("retiredDate").asText().length()),
                model.path("openWeights").asText(),
                model.has("openWeights") ? "" : model.path("licence").asText(),
                offered.toString());
    }

    @Test
    void the_report_lists_what_the_cards_flag() throws IOException {
        Importing.empty();
        Importing.done("format=modeltree", catalog());

        Set<String> reported = new TreeSet<>();
        String next = "/quality?rule=availability_contradicted&limit=200";
        while (next != null) {
            JsonNode page = Importing.json(next);
            for (JsonNode finding : page.path("data")) {
                String part = finding.path("fact").asText().replace("card/availability/", "");
                reported.add(finding.path("model").asText() + " " + part + " " + fact(finding.path("values")));
            }
            JsonNode link = page.path("links").path("next");
            next = link.isNull() ? null : link.asText().replace("/api/v1", "");
        }
        Set<String> flagged = new TreeSet<>();
        for (String model : models) {
            JsonNode availability = Importing.json("/models/" + model + "/card").path("availability");
            for (String part : List.of("api", "openSource")) {
                JsonNode contradiction = availability.path(part).path("contradiction");
                if (contradiction.isObject()) {
                    flagged.add(model + " " + part + " " + fact(contradiction));
                }
            }
        }
        assertTrue(flagged.size() > models.size() / 4, () -> flagged.size() + " of " + models.size());
        assertEquals(String.join("\n", flagged), String.join("\n", reported));
    }

    private static String fact(JsonNode values) {
        return values.path("name").asText() + " " + values.path("source").asText();
    }
}
