package org.modeltree.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Ids that providers use, and the models of the starter catalog that they mean. A person judged each of them. {@code ids.tsv}
 * has the id, the model (with a question mark if it is only likely, a hyphen if there is none) and the rule.
 */
class KnownIdsTest {

    private static final Path IDS = Path.of("src/test/resources/identity/ids.tsv");
    private static final Path STARTER = Path.of("target/classes/catalog/starter.ndjson");

    private static final ModelIndex STARTER_MODELS = starter();

    private static ModelIndex starter() {
        ModelIndex index = new ModelIndex();
        ObjectMapper json = new ObjectMapper();
        try {
            for (String line : Files.readAllLines(STARTER)) {
                JsonNode node = json.readTree(line);
                if (node.get("type").asText().equals("model")) {
                    index.add((ObjectNode) node);
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return index;
    }

    private static List<Match> matches(List<String> ids) {
        return new OfferingMatcher(STARTER_MODELS)
                .match(ids.stream()
                        .map(id -> new OfferingDescriptor("", id, null, null, null))
                        .toList());
    }

    private static String shown(Match match) {
        if (match instanceof Match.Found found) {
            return found.modelId() + "\t" + found.rule().json();
        }
        return match instanceof Match.Likely likely
                ? "?" + likely.candidates().get(0) + "\t" + likely.rule().json()
                : "-\t-";
    }

    @Test
    void ids_of_providers_mean_the_models_that_a_person_found() throws IOException {
        List<String[]> rows = Files.readAllLines(IDS).stream()
                .map(line -> line.split("\t", 2))
                .toList();
        List<Match> matches = matches(rows.stream().map(row -> row[0]).toList());
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            expected.add(rows.get(i)[0] + "\t" + rows.get(i)[1]);
            actual.add(rows.get(i)[0] + "\t" + shown(matches.get(i)));
        }
        assertEquals(String.join("\n", expected), String.join("\n", actual));
        assertTrue(rows.size() > 200, () -> "only " + rows.size());
    }

    @Test
    void an_id_has_the_same_answer_alone_and_in_a_batch() throws IOException {
        List<String> ids = Files.readAllLines(IDS).stream()
                .map(line -> line.split("\t", 2)[0])
                .toList();
        List<Match> together = matches(ids);
        for (int i = 0; i < ids.size(); i += 7) {
            assertEquals(matches(List.of(ids.get(i))).get(0), together.get(i), ids.get(i));
        }
    }

    @Test
    void what_may_mean_another_model_later_is_not_fixed() {
        assertEquals(
                "claude-opus-4.8 false, deepseek-chat false, deepseek/deepseek-chat false,"
                        + " anthropic/claude-opus_4.8 true, gpt-5.4-2026-03-05 true,"
                        + " ~anthropic/claude-opus-latest false, azure/eu/openai/gpt-4o true",
                List.of(
                                "claude-opus-4.8",
                                "deepseek-chat",
                                "deepseek/deepseek-chat",
                                "anthropic/claude-opus_4.8",
                                "gpt-5.4-2026-03-05",
                                "~anthropic/claude-opus-latest",
                                "azure/eu/openai/gpt-4o")
                        .stream()
                        .map(id ->
                                id + " " + ((Match.Found) matches(List.of(id)).get(0)).fixed())
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void the_latest_model_is_the_newest_of_its_series() {
        ModelIndex index = new ModelIndex();
        add(index, "lumen/beam-3", "2030-01-01");
        add(index, "lumen/beam-4", "2031-01-01");
        add(index, "lumen/beam-4-20310301", "2031-03-01");
        add(index, "lumen/beam-4-mini", "2032-01-01");
        OfferingMatcher matcher = new OfferingMatcher(index);
        assertEquals("lumen/beam-4-20310301\tsnapshot", latest(matcher, "lumen/beam-4-latest"));
        assertEquals("lumen/beam-4-mini\tsnapshot", latest(matcher, "~lumen/beam-mini-latest"));
        // The series of all versions may be another model's own name.
        assertEquals("?lumen/beam-4-20310301\tsnapshot", latest(matcher, "lumen/beam-latest"));
        assertEquals("lumen/beam-4-20310301\tsnapshot", latest(matcher, "~lumen/beam-latest"));
        assertEquals("-\t-", latest(matcher, "lumen/ray-latest"));
        add(index, "lumen/beam-5-preview", "2033-01-01");
        assertEquals("lumen/beam-5-preview\tsnapshot", latest(matcher, "~lumen/beam-latest"));
    }

    private static void add(ModelIndex index, String id, String date) {
        ObjectNode model = new ObjectMapper()
                .createObjectNode()
                .put("type", "model")
                .put("id", id)
                .put("name", id)
                .put("releaseDate", date);
        index.add(model);
    }

    private static String latest(OfferingMatcher matcher, String id) {
        return shown(matcher.match(List.of(new OfferingDescriptor("", id, null, null, null)))
                .get(0));
    }

    @Test
    void a_slug_of_many_models_means_none_of_them_without_a_vendor() {
        ModelIndex index = new ModelIndex();
        for (int i = 0; i <= KnownModels.MAX_ALIKE; i++) {
            add(index, "host-" + i + "/copied-model-7b", "2030-01-01");
        }
        OfferingMatcher matcher = new OfferingMatcher(index);
        assertEquals("-\t-", latest(matcher, "copied-model-7b"));
        assertEquals("host-3/copied-model-7b\tcanonical", latest(matcher, "host-3/copied-model-7b"));
    }
}
