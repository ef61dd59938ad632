package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.formats.litellm.LiteLlmWriter;
import org.modeltree.formats.modelsdev.ModelsDevApiWriter;
import org.modeltree.formats.modelsdev.ModelsDevWriter;
import org.modeltree.formats.openrouter.OpenRouterWriter;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.Published;
import org.modeltree.oracle.generated.PartialDates;

/** The whole starter catalog in foreign formats, checked with what their own readers require. */
class StarterExportsTest {

    private static final Path STARTER = Path.of("target", "classes", "catalog", "starter.ndjson");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<ObjectNode> records;

    /** Sorts the records as an export does: each model is followed by its own. */
    @BeforeAll
    static void read() throws IOException {
        Map<String, List<ObjectNode>> models = new LinkedHashMap<>();
        records = new ArrayList<>();
        List<ObjectNode> parts = new ArrayList<>();
        for (String line : Files.readAllLines(STARTER)) {
            ObjectNode record = (ObjectNode) JSON.readTree(line);
            switch (record.path("type").asText()) {
                case "model" -> models.put(record.get("id").asText(), new ArrayList<>(List.of(record)));
                case "measurement", "offering" -> parts.add(record);
                case "vendor", "provider", "benchmark", "capability" -> records.add(record);
                default -> {
                    // Cards and edges have no place in these formats.
                }
            }
        }
        parts.forEach(part -> models.get(part.get("model").asText()).add(part));
        models.values().forEach(records::addAll);
    }

    private static JsonNode written(CatalogWriter writer) throws IOException {
        return written(writer, records);
    }

    private static JsonNode written(CatalogWriter writer, List<ObjectNode> catalog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(catalog.iterator(), TODAY, out);
        return JSON.readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static void assertValid(String schema, JsonNode document) throws IOException {
        String text = Files.readString(Path.of("src", "test", "resources", "exports", schema));
        Set<ValidationMessage> faults = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(text)
                .validate(document);
        assertEquals(List.of(), faults.stream().limit(10).map(Object::toString).toList());
    }

    private static long count(String type) {
        return records.stream()
                .filter(record -> record.path("type").asText().equals(type))
                .count();
    }

    @Test
    void every_model_fits_the_schema_of_models_dev() throws IOException {
        JsonNode models = written(new ModelsDevWriter());
        assertEquals(count("model"), models.size());
        assertValid("models-dev-models.schema.json", models);
    }

    @Test
    void a_source_without_an_address_is_not_in_the_file_of_models_dev() throws IOException {
        List<ObjectNode> named = records.stream().map(ObjectNode::deepCopy).toList();
        named.stream()
                .filter(record -> record.path("type").asText().equals("measurement"))
                .forEach(record -> record.put("source", "Lab notebook 7"));
        JsonNode models = written(new ModelsDevWriter(), named);
        assertTrue(models.findValues("benchmarks").size() > 100);
        assertFalse(models.toString().contains("Lab notebook"));
    }

    @Test
    void every_provider_fits_the_schema_of_models_dev() throws IOException {
        JsonNode providers = written(new ModelsDevApiWriter());
        assertValid("models-dev-api.schema.json", providers);
        int offerings = 0;
        for (JsonNode provider : providers) {
            offerings += provider.get("models").size();
        }
        int all = offerings;
        assertTrue(providers.size() > 40, () -> providers.size() + " providers");
        assertTrue(all > count("offering") / 2, () -> all + " of " + count("offering") + " offerings");
        Set<String> reasoning = new HashSet<>();
        providers.at("/openai/models").forEach(model -> {
            if (model.get("reasoning").asBoolean()) {
                reasoning.add(model.get("id").asText());
            }
        });
        assertTrue(reasoning.contains("gpt-5"), reasoning::toString);
    }

    @Test
    void every_offering_is_in_the_file_of_litellm_with_a_provider_and_a_mode() throws IOException {
        JsonNode entries = written(new LiteLlmWriter());
        assertEquals(
                records.stream()
                        .filter(record -> record.path("type").asText().equals("offering")
                                && !record.has("lastSeen")
                                && !PartialDates.isOver(
                                        record.path("retiredDate").asText(null), TODAY))
                        .count(),
                entries.size());
        int priced = 0;
        for (JsonNode entry : entries) {
            assertTrue(
                    entry.path("litellm_provider").isTextual()
                            && entry.path("mode").isTextual(),
                    entry::toString);
            priced += entry.has("input_cost_per_token") ? 1 : 0;
        }
        int withPrice = priced;
        assertTrue(withPrice > entries.size() / 2, () -> withPrice + " of " + entries.size());
        assertEquals("openai", entries.at("/gpt-4o/litellm_provider").asText());
    }

    @Test
    void every_entry_has_the_types_of_openrouters_list() throws IOException {
        JsonNode list = written(new OpenRouterWriter());
        assertValid("openrouter-models.schema.json", list);
        assertEquals(list.get("data").size(), list.get("total_count").asInt());
        assertTrue(
                list.get("data").size() >= count("model"),
                () -> list.get("data").size() + " entries");
    }

    @Test
    void every_entry_has_the_types_of_litellms_map() throws IOException {
        assertValid("litellm.schema.json", written(new LiteLlmWriter()));
    }

    /** The schemas ask for nothing that the publishers' own files lack. */
    @ParameterizedTest
    @CsvSource({
        "models-dev-models.schema.json, src/test/resources/imports/sample/models.dev-models.json",
        "models-dev-api.schema.json, src/test/resources/exports/models.dev-api.excerpt.json",
        "litellm.schema.json, src/test/resources/imports/sample/litellm-model-prices.json"
    })
    void published_entries_fit_the_same_schemas(String schema, Path file) throws IOException {
        assertValid(schema, JSON.readTree(Files.readString(file)));
    }

    /** As above, with the whole files where they are. Samples leave out keys that no reader uses, which clients require. */
    @ParameterizedTest
    @CsvSource({
        "models-dev-models.schema.json, models.dev-models.json",
        "litellm.schema.json, litellm-model-prices.json",
        "openrouter-models.schema.json, openrouter-models.json"
    })
    void the_published_files_fit_the_same_schemas(String schema, String name) throws IOException {
        assertValid(schema, JSON.readTree(Files.readString(Published.FULL.file(name))));
    }
}
