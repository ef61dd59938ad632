package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many offerings of the public files find their model, and that none finds another than people found for it. */
class MatchedShareTest {

    private static final Path STARTER = Path.of("src/main/resources/catalog/starter.ndjson");

    private final List<Hints> hints = new ArrayList<>();

    private static ModelIndex models(boolean starter) throws IOException {
        ModelIndex index = new ModelIndex();
        if (starter) {
            for (String line : Files.readAllLines(STARTER)) {
                JsonNode node = Heard.JSON.readTree(line);
                if (node.get("type").asText().equals("model")) {
                    index.add((ObjectNode) node);
                }
            }
        }
        Heard.ofPublic(new ModelsDevCatalog(), "models.dev-models.json").ofType("model").stream()
                // An id that is an alias of the starter catalog is no model beside it.
                .filter(line -> index.byKey(List.of(line.get("id").asText().toLowerCase(java.util.Locale.ROOT)))
                        .isEmpty())
                .forEach(index::add);
        return index;
    }

    private Map<String, Match> matches(ForeignCatalog reader, String file, boolean starter) throws IOException {
        Heard.ofPublic(reader, file).offerings.values().forEach(offered -> hints.add(offered.hints()));
        List<Match> matches = new OfferingMatcher(models(starter)).match(hints);
        Map<String, Match> byOffering = new HashMap<>();
        for (int i = 0; i < hints.size(); i++) {
            byOffering.put(hints.get(i).provider() + " " + hints.get(i).offering(), matches.get(i));
        }
        return byOffering;
    }

    /** What the makers of the starter catalog, who looked at each, took the offerings for. */
    private static Map<String, String> judged() throws IOException {
        Map<String, String> judged = new HashMap<>();
        for (String line : Files.readAllLines(STARTER)) {
            JsonNode node = Heard.JSON.readTree(line);
            if (node.get("type").asText().equals("offering")) {
                judged.put(
                        node.get("provider").asText() + " " + node.get("id").asText(),
                        node.get("model").asText());
            }
        }
        return judged;
    }

    private void report(ForeignCatalog reader, String file, boolean starter) throws IOException {
        Map<String, Match> matches = matches(reader, file, starter);
        Map<String, String> judged = judged();
        List<String> wrong = new ArrayList<>();
        int found = 0;
        for (Hints hint : hints) {
            String key = hint.provider() + " " + hint.offering();
            String right = judged.get(key);
            if (matches.get(key) instanceof Match.Found one) {
                found++;
                System.out.println(
                        "FOUND\t" + key + "\t" + hint.name() + "\t" + one.modelId() + "\t" + one.why() + "\t" + right);
                if (right != null && !right.equals(one.modelId())) {
                    wrong.add(key + ": " + one.modelId() + " instead of " + right + " because it " + one.why());
                }
            } else if (matches.get(key) instanceof Match.Unmatched none) {
                System.out.println("OPEN\t" + key + "\t" + hint.name() + "\t" + none.candidates() + "\t" + right);
            }
        }
        System.out.println("SHARE " + file + " starter=" + starter + " " + found + " of " + hints.size());
        wrong.forEach(one -> System.out.println("WRONG " + one));
        assertTrue(found > 0);
        assertEquals(List.of(), wrong);
    }

    @Test
    void models_dev_with_starter() throws IOException {
        report(new ModelsDevCatalog(), "models.dev-api.json", true);
    }

    @Test
    void models_dev_alone() throws IOException {
        report(new ModelsDevCatalog(), "models.dev-api.json", false);
    }

    @Test
    void openrouter_with_starter() throws IOException {
        report(new OpenRouterCatalog(), "openrouter-models.json", true);
    }
}
