package org.modeltree.formats.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.Published;
import org.modeltree.formats.source.RecordedRows;

class EpochReaderTest {

    private static final CatalogReader FORMAT = new EpochReader();

    private final RecordedRows recorded = RecordedRows.ofFixture(FORMAT, "epoch.csv");

    private ObjectNode model(String id) {
        return recorded.the("model", "id", id);
    }

    private List<String> edges() {
        return recorded.ofType("edge").stream().map(EpochReaderTest::edge).toList();
    }

    private static String edge(JsonNode edge) {
        return edge.get("child").asText() + " < " + edge.get("parent").asText();
    }

    @Test
    void a_row_is_a_model_with_sources() throws IOException {
        assertEquals(new ObjectMapper().readTree("""
                        {"type": "model", "id": "acme-labs/small-words-7b", "name": "Small Words 7B",
                         "releaseDate": "2024-05-17", "parameters": 7000000000, "openWeights": true, "licence": "Apache-2.0",
                         "webLinks": [
                          {"type": "paper", "url": "https://arxiv.org/abs/2405.00001"},
                          {"type": "repository", "url": "https://github.com/acme/words"},
                          {"type": "weights", "url": "https://huggingface.co/acme/Small-Words-7B"},
                          {"type": "announcement", "url": "https://blog.acme.example/words"}],
                         "aliases": ["Small Words 7B"],
                         "sources": [{
                          "facts": ["name", "releaseDate", "parameters", "openWeights", "licence", "webLinks"],
                          "source": "https://epoch.ai/data/notable-ai-models"}]}"""), model("acme-labs/small-words-7b"));
    }

    @Test
    void dates_keep_their_precision() {
        assertEquals("2024-03", model("meta/big-words-2-70b").get("releaseDate").asText());
        assertEquals("2023", model("google/words-plus-eyes").get("releaseDate").asText());
        assertFalse(model("acme-labs/counts").has("releaseDate"));
        assertEquals(
                "1958-07-08",
                model("university-of-nowhere-un/after-all").get("releaseDate").asText());
    }

    @Test
    void parameters_are_whole_and_0_is_none() {
        assertEquals(
                175_000_000_000L,
                model("meta/big-words-2-70b").get("parameters").longValue());
        assertEquals(
                257_000_000L, model("google/words-plus-eyes").get("parameters").longValue());
        assertTrue(recorded.noted("line 6")
                .contains("the number of parameters is rounded to a whole number [256999999.99999997]"));
        assertFalse(model("google/sees-vit-l-14-336px").has("parameters"));
        assertTrue(recorded.noted("line 7").contains("0 parameters means unknown; left out [0]"));
        assertTrue(recorded.noted("line 7").contains("the link is not a URL, left out [no link]"));
    }

    @Test
    void accessibility_tells_weights_and_availability_and_seldom_a_licence() {
        assertTrue(model("meta/big-words-2-70b").get("openWeights").booleanValue());
        assertFalse(model("meta/big-words-2-70b").has("licence"));
        assertFalse(model("google/words-plus-eyes").get("openWeights").booleanValue());
        assertFalse(model("google/sees-vit-l-14-336px").get("openWeights").booleanValue());
        assertFalse(model("acme-labs/counts").has("openWeights"));
        assertFalse(model("nvidia/no-break-70b").has("openWeights"));
        assertTrue(recorded.noted("line 12").contains("unknown accessibility, left out [open somehow]"));
        assertEquals(
                "{\"api\":\"available\"}",
                recorded.the("card", "model", "google/words-plus-eyes")
                        .get("availability")
                        .toString());
        assertEquals(
                "{\"api\":\"not_available\",\"product\":\"available\"}",
                recorded.the("card", "model", "unknown/one-two-three")
                        .get("availability")
                        .toString());
        assertEquals(2, recorded.ofType("card").size());
    }

    @Test
    void a_kind_is_given_where_every_task_is_of_it() {
        assertEquals(
                "translation",
                model("u767eu5ea6u7814u7a76u9662/u6587u5fc3u8bcd-1.0")
                        .get("kind")
                        .asText());
        assertEquals(
                "image_generation",
                model("google/sees-vit-l-14-336px").get("kind").asText());
        assertEquals("code", model("nvidia/no-break-70b").get("kind").asText());
        assertFalse(model("acme-labs/small-words-7b").has("kind"));
        assertFalse(model("acme-labs/counts").has("kind"));
    }

    @Test
    void the_first_organization_is_the_vendor_under_its_id_here() {
        assertEquals(
                "Acme Labs",
                recorded.the("vendor", "id", "acme-labs").get("name").asText());
        assertEquals("Meta", recorded.the("vendor", "id", "meta").get("name").asText());
        assertEquals(
                "Google", recorded.the("vendor", "id", "google").get("name").asText());
        assertEquals(
                "Huawei", recorded.the("vendor", "id", "huawei").get("name").asText());
        assertEquals(
                List.of("no organization; the vendor is stored as unknown [One, two, three]"),
                recorded.noted("line 8"));
    }

    @Test
    void names_in_other_scripts_stay_apart() {
        assertEquals(
                "文心词 1.0",
                model("u767eu5ea6u7814u7a76u9662/u6587u5fc3u8bcd-1.0")
                        .get("name")
                        .asText());
        assertEquals(
                "文言词 1.0",
                model("u767eu5ea6u7814u7a76u9662/u6587u8a00u8bcd-1.0")
                        .get("name")
                        .asText());
        assertEquals("PanGu-Σ", model("huawei/pangu-sigma").get("name").asText());
        assertEquals("PanGu", model("huawei/pangu").get("name").asText());
        assertEquals("No break 70B", model("nvidia/no-break-70b").get("name").asText());
        assertEquals(
                "Ends with a line", model("nvidia/ends-with-a-line").get("name").asText());
    }

    @Test
    void base_models_are_found_wherever_they_stand() {
        assertEquals(
                List.of(
                        "acme-labs/small-words-7b < meta/big-words-2-70b",
                        "google/words-plus-eyes < meta/big-words-2-70b",
                        // One name with a comma in brackets.
                        "google/words-plus-eyes < google/sees-vit-l-14-336px",
                        // One with commas and no brackets, which only the file's own names tell.
                        "acme-labs/counts < unknown/one-two-three",
                        "acme-labs/counts < meta/big-words-2-70b",
                        "u767eu5ea6u7814u7a76u9662/u6587u8a00u8bcd-1.0 < u767eu5ea6u7814u7a76u9662/u6587u5fc3u8bcd-1.0",
                        // Blanks that do not break, and another case.
                        "nvidia/no-break-70b < meta/big-words-2-70b",
                        "nvidia/ends-with-a-line < meta/big-words-2-70b",
                        "acme-labs/loop-a < acme-labs/loop-b",
                        "acme-labs/loop-b < acme-labs/loop-c",
                        "acme-labs/loop-c < meta/big-words-2-70b"),
                edges());
        ObjectNode edge = recorded.ofType("edge").get(0);
        assertEquals("fine_tune", edge.get("relation").asText());
        assertEquals(
                "https://epoch.ai/data/notable-ai-models", edge.get("source").asText());
    }

    @Test
    void base_models_that_are_no_rows_are_noted_and_never_invented() {
        assertTrue(recorded.noted("line 9")
                .contains("the base model is not in the file; the edge is left out [Not In The File (7B, chat)]"));
        assertTrue(recorded.ofType("model").stream()
                .noneMatch(model -> model.get("id").asText().contains("not-in-the-file")));
        assertEquals(
                List.of("several rows have the base model's name; the edge is left out [Twice]"),
                recorded.noted("line 25"));
    }

    @Test
    void rows_of_one_id_are_told_apart_or_refused() {
        assertEquals(
                List.of("duplicates an earlier row, not stored again [acme-labs/twice]"), recorded.noted("line 22"));
        assertEquals(2000, model("acme-labs/twice-2021-06").get("parameters").intValue());
        assertFalse(model("acme-labs/twice-2021-06").has("aliases"));
        assertTrue(recorded.rejected().contains("line 24 Model: has the same id as line 21 [acme-labs/twice]"));
    }

    @Test
    void broken_rows_are_refused_one_by_one_with_the_column() {
        assertEquals(
                List.of(
                        "line 24 Model: has the same id as line 21 [acme-labs/twice]",
                        "line 27 Publication date: must be a date such as 2024-01-31, 2024-01 or 2024 [2023-02-30]",
                        "line 28 Parameters: must be a number [many]",
                        "line 29 Parameters: must be between 1 and 1e15 [-7]",
                        "line 30 Parameters: must be between 1 and 1e15 [1e-999999999]",
                        "line 31 Model: must have 1 to 200 characters, with a letter or a digit [***]",
                        "line 32 has 3 cells, but the header has 11 [Too]",
                        "line 19 Base model: descends from this model, so the edge would create a cycle [Loop A]",
                        "line 20 Base model: a model cannot be its own base model [Own parent]"),
                recorded.rejected());
        assertEquals(Set.of("Domain", "A new column"), recorded.ignored);
    }

    @Test
    void a_file_with_few_columns_is_read_too() {
        RecordedRows few = RecordedRows.of(FORMAT, "\ufeffOrganization,Model\r\nOpenAI,GPT-9\r\nOpenAI,GPT-9 mini");
        assertEquals(
                List.of("openai/gpt-9", "openai/gpt-9-mini"),
                few.ofType("model").stream()
                        .map(line -> line.get("id").asText())
                        .toList());
        assertEquals(List.of(), few.rejected());
    }

    @Test
    void a_file_of_another_kind_is_malformed_as_a_whole() {
        assertMalformed("", "The file is empty.");
        assertMalformed(
                "id,name\r\na/b,c\r\n",
                "The file is not a table of Epoch AI: its header (line 1) must have the columns Model and Organization.");
        assertMalformed("Model,Model,Organization\r\n", "The header (line 1) has the column Model twice.");
        assertMalformed(
                "Model,Organization,Link\r\na,b,c\r\nd,e",
                "The file ends inside the row at line 3. Send the complete file.");
        assertMalformed(
                "Model,Organization\r\na,b\r\n\"d,e\r\nf,g\r\n",
                "The file ends inside a quoted cell of the row at line 3. Close the quote.");
        assertMalformed(
                "Model,Organization\r\n\"a\"x,b\r\n",
                "The row at line 2 is not valid CSV: text follows a closing quote. Double the quotes inside a quoted cell.");
        byte[] latin = "Model,Organization\r\nNaïve,b\r\n".getBytes(StandardCharsets.ISO_8859_1);
        MalformedCatalog notUtf8 = assertThrows(
                MalformedCatalog.class, () -> FORMAT.read(new ByteArrayInputStream(latin), new RecordedRows()));
        assertTrue(notUtf8.getMessage().startsWith("The file is not valid UTF-8"), notUtf8::getMessage);
    }

    private static void assertMalformed(String text, String message) {
        assertEquals(
                message,
                assertThrows(MalformedCatalog.class, () -> RecordedRows.of(FORMAT, text))
                        .getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void a_published_file_says_what_another_parser_says(Published published) throws IOException {
        Path file = published.file("epoch-notable-ai-models.csv");
        RecordedRows all = RecordedRows.of(FORMAT, file);
        assertEquals(List.of(), all.rejected());
        List<List<String>> table = cells(Files.readString(file));
        List<String> header = table.get(0);
        List<List<String>> rows = table.subList(1, table.size());
        int name = header.indexOf("Model");
        int base = header.indexOf("Base model");
        int date = header.indexOf("Publication date");
        int size = header.indexOf("Parameters");
        List<ObjectNode> models = all.ofType("model");
        assertEquals(rows.size(), models.size());
        assertEquals(
                rows.size(),
                models.stream()
                        .map(model -> model.get("id").asText())
                        .distinct()
                        .count());
        Set<String> names = rows.stream().map(row -> plain(row.get(name))).collect(Collectors.toSet());
        List<String> parents = new ArrayList<>();
        long unmatched = 0;
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            ObjectNode model = models.get(i);
            assertEquals(plain(row.get(name)), plain(model.get("name").asText()));
            assertEquals(row.get(date), model.path("releaseDate").asText());
            assertEquals(
                    row.get(size).isEmpty() ? 0 : Math.round(Double.parseDouble(row.get(size))),
                    model.path("parameters").asLong(0),
                    row.get(name));
            // In this file no name of a base model has a comma.
            for (String parent : row.get(base).split(",", -1)) {
                if (names.contains(plain(parent))) {
                    parents.add(plain(row.get(name)) + " < " + plain(parent));
                } else if (!parent.isBlank()) {
                    unmatched++;
                }
            }
        }
        java.util.Map<String, String> namesById = models.stream()
                .collect(Collectors.toMap(
                        model -> model.get("id").asText(),
                        model -> plain(model.get("name").asText())));
        assertEquals(
                parents,
                all.ofType("edge").stream()
                        .map(edge -> namesById.get(edge.get("child").asText()) + " < "
                                + namesById.get(edge.get("parent").asText()))
                        .toList());
        assertTrue(parents.size() > (published == Published.FULL ? 60 : 10), () -> parents.size() + " edges");
        assertEquals(
                unmatched,
                all.notes.stream()
                        .filter(note -> note.reason().startsWith("the base model is not"))
                        .count());
        assertEquals(
                rows.stream()
                        .filter(row ->
                                row.get(header.indexOf("Model accessibility")).startsWith("Open"))
                        .count(),
                models.stream()
                        .filter(model -> model.path("openWeights").asBoolean())
                        .count());
        Set<String> ids = new TreeSet<>(namesById.keySet());
        assertTrue(ids.containsAll(List.of(
                "meta/llama-2-70b",
                "openai/gpt-4o",
                "google/palm-540b",
                "anthropic/claude-2.1",
                "mistral/mixtral-8x7b",
                "baidu/ernie-4.0-turbo",
                "tii/falcon-180b",
                "huawei/pangu-sigma")));
    }

    private static String plain(String name) {
        return name.replaceAll("[\\s\u00a0\u2009]+", " ").strip().toLowerCase(Locale.ROOT);
    }

    /** The cells of a table, character by character. */
    private static List<List<String>> cells(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        return rows;
    }
}
