package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.formats.modelsdev.ModelsDevReader;
import org.modeltree.formats.openrouter.OpenRouterReader;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.Published;
import org.modeltree.formats.source.RecordedCatalog;
import org.modeltree.identity.Match;
import org.modeltree.identity.ModelIndex;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.OfferingMatcher;

/** Share of the offerings in published files that find their model, and that none finds another one than people did. */
class MatchedShareTest {

    private static final Path STARTER = Path.of("target/classes/catalog/starter.ndjson");

    /** The provider's own name for whatever is the latest, which is a model's id as well. */
    private static final Set<String> MOVING = Set.of("302ai deepseek-chat");

    private static final int SAMPLE = 100;
    private static final long SEED = 20_261_122;
    private static final int LEAST = 80;

    private final List<OfferingDescriptor> hints = new ArrayList<>();

    private static ModelIndex models(Published published, boolean starter) throws IOException {
        ModelIndex index = new ModelIndex();
        if (starter) {
            for (String line : Files.readAllLines(STARTER)) {
                JsonNode node = RecordedCatalog.JSON.readTree(line);
                if (node.get("type").asText().equals("model")) {
                    index.add((ObjectNode) node);
                }
            }
        }
        RecordedCatalog.of(new ModelsDevReader(), published.file("models.dev-models.json")).ofType("model").stream()
                // An id that is an alias of the starter catalog is no model beside it.
                .filter(line -> index.byKey(List.of(line.get("id").asText().toLowerCase(Locale.ROOT)))
                        .isEmpty())
                .forEach(index::add);
        return index;
    }

    private Map<String, Match> matches(Published published, CatalogReader reader, String file, boolean starter)
            throws IOException {
        RecordedCatalog.of(reader, published.file(file))
                .offerings
                .values()
                .forEach(offered -> hints.add(offered.hints()));
        List<Match> matches = new OfferingMatcher(models(published, starter)).match(hints);
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
            JsonNode node = RecordedCatalog.JSON.readTree(line);
            if (node.get("type").asText().equals("offering")) {
                judged.put(
                        node.get("provider").asText() + " " + node.get("id").asText(),
                        node.get("model").asText());
            }
        }
        return judged;
    }

    /** Share found; fails where a person found another model, and prints a sample for people to look at. */
    private int percent(Published published, CatalogReader reader, String file, boolean starter) throws IOException {
        Map<String, Match> matches = matches(published, reader, file, starter);
        Map<String, String> judged = judged();
        ModelIndex starterModels = models(published, true);
        List<String> wrong = new ArrayList<>();
        List<String> found = new ArrayList<>();
        int open = 0;
        for (OfferingDescriptor hint : hints) {
            String key = hint.provider() + " " + hint.offering();
            String right = judged.get(key);
            if (matches.get(key) instanceof Match.Found one) {
                found.add(key + " (" + hint.name() + ") -> " + one.modelId());
                // Without the starter catalog, models.dev has two models where the starter has one with an alias.
                if (right != null
                        && !starterModels
                                .byKey(List.of(one.modelId().toLowerCase(Locale.ROOT)))
                                .containsValue(right)
                        && !right.equals(one.modelId())
                        && !MOVING.contains(key)) {
                    wrong.add(key + ": " + one.modelId() + " instead of " + right + " because it " + one.why());
                }
            } else if (matches.get(key) instanceof Match.Unmatched none
                    && !none.candidates().isEmpty()) {
                open++;
            }
        }
        assertEquals(List.of(), wrong);
        System.out.printf(
                "%s of %s %s the starter catalog: %d of %d offerings found, %d open with candidates, %d like no model there is%n",
                published,
                file,
                starter ? "with" : "without",
                found.size(),
                hints.size(),
                open,
                hints.size() - found.size() - open);
        Collections.shuffle(found, new Random(SEED));
        System.out.println("Of these, by seed " + SEED + ":");
        found.stream().limit(SAMPLE).sorted().forEach(System.out::println);
        return 100 * found.size() / (found.size() + open);
    }

    @ParameterizedTest
    @EnumSource
    void nine_of_ten_offerings_that_are_like_a_model_of_the_catalog_find_it(Published published) throws IOException {
        int percent = percent(published, new ModelsDevReader(), "models.dev-api.json", true);
        assertTrue(percent >= LEAST, () -> percent + " percent");
    }

    @ParameterizedTest
    @EnumSource
    void without_the_starters_aliases_none_is_wrong_either(Published published) throws IOException {
        assertTrue(percent(published, new ModelsDevReader(), "models.dev-api.json", false) > 60);
    }

    @ParameterizedTest
    @EnumSource
    void openrouters_offerings_find_theirs(Published published) throws IOException {
        assertTrue(percent(published, new OpenRouterReader(), "openrouter-models.json", true) > 75);
    }
}
