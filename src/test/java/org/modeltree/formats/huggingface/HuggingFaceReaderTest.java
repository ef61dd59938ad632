package org.modeltree.formats.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.RecordedCatalog;

/** Each trap of the Hub's model objects, with made-up repositories. */
class HuggingFaceReaderTest {

    private final CatalogReader reader = new HuggingFaceReader();
    private final RecordedCatalog recorded = RecordedCatalog.of(reader, "huggingface.json");

    @Test
    void every_record_is_one_of_ours() {
        recorded.isValid();
    }

    @Test
    void a_repository_becomes_a_model_with_the_facts_that_it_states() {
        assertEquals(
                "{\"type\":\"model\",\"name\":\"Lumen-9-8B\",\"modalities\":{\"input\":[\"text\"],\"output\":[\"text\"]},"
                        + "\"releaseDate\":\"2031-03-04\",\"parameters\":8030261248,\"openWeights\":true,"
                        + "\"licence\":\"Apache-2.0\",\"webLinks\":[{\"type\":\"weights\","
                        + "\"url\":\"https://huggingface.co/Lumen-AI/Lumen-9-8B\"}],\"aliases\":[\"Lumen-AI/Lumen-9-8B\"],"
                        + "\"sources\":[{\"facts\":[\"modalities\",\"releaseDate\",\"parameters\",\"openWeights\",\"licence\","
                        + "\"webLinks\"],\"source\":\"https://huggingface.co/Lumen-AI/Lumen-9-8B\",\"date\":\"2031-05-06\"}],"
                        + "\"id\":\"lumen-ai/lumen-9-8b\"}",
                recorded.model("lumen-ai/lumen-9-8b").toString());
        JsonNode window =
                recorded.measurements("lumen-ai/lumen-9-8b", "context-window").get(0);
        assertEquals(131072, window.get("raw").asInt());
        assertEquals("context-window.huggingface", window.get("id").asText());
        assertEquals("2031-05-06", window.get("date").asText());
    }

    @Test
    void the_vendor_has_our_name_and_the_id_of_the_hub_is_an_alias() {
        JsonNode model = recorded.model("meta/llama-9-8b");
        assertEquals("Llama-9-8B", model.get("name").asText());
        assertEquals("[\"meta-llama/Llama-9-8B\"]", model.get("aliases").toString());
        assertEquals("llama-9-community", model.get("licence").asText());
        assertTrue(model.get("openWeights").asBoolean());
    }

    @Test
    void edges_have_the_relation_of_the_card_the_tag_or_the_files() {
        Map<String, String> edges = new TreeMap<>();
        recorded.ofType("edge")
                .forEach(edge -> edges.put(
                        edge.get("child").asText() + " " + edge.get("parent").asText(),
                        edge.get("relation").asText()));
        assertEquals(
                Map.of(
                        "lumen-ai/lumen-9-8b-instruct lumen-ai/lumen-9-8b", "fine_tune",
                        "packer/lumen-9-8b-instruct-gguf lumen-ai/lumen-9-8b-instruct", "quantization",
                        "packer/lumen-9-8b-instruct-awq lumen-ai/lumen-9-8b-instruct", "quantization",
                        "poet/rhymes-lora lumen-ai/lumen-9-8b-instruct", "adapter",
                        "mixer/lumenmix-16b lumen-ai/lumen-9-8b-instruct", "merge",
                        "mixer/lumenmix-16b meta/llama-9-8b", "merge",
                        "ring/a ring/b", "fine_tune",
                        "ring/b ring/c", "fine_tune"),
                edges);
        JsonNode edge = recorded.ofType("edge").get(0);
        assertEquals(
                "https://huggingface.co/Lumen-AI/Lumen-9-8B-Instruct",
                edge.get("source").asText());
        assertEquals("2031-05-06", edge.get("date").asText());
    }

    @Test
    void conversions_and_adapters_state_no_window_so_that_they_stay_out_of_cohorts() {
        for (String id :
                List.of("packer/lumen-9-8b-instruct-gguf", "packer/lumen-9-8b-instruct-awq", "poet/rhymes-lora")) {
            assertEquals(List.of(), recorded.measurements(id, "context-window"), id);
        }
        assertEquals(
                8030261312L,
                recorded.model("packer/lumen-9-8b-instruct-gguf")
                        .get("parameters")
                        .asLong());
        // Four bits each, eight in one element.
        assertFalse(recorded.model("packer/lumen-9-8b-instruct-awq").has("parameters"));
        assertFalse(recorded.model("poet/rhymes-lora").has("parameters"));
        assertEquals(
                "counts the parameters of an adapter, not of a model; left out", recorded.notes.get("/4/safetensors"));
    }

    @Test
    void the_window_follows_the_configuration() {
        assertEquals(8192, window("mixer/lumenmix-16b"));
        assertEquals(131072, window("sight/see-me-30b"));
        // RoBERTa counts two positions before the first token.
        assertEquals(512, window("meta/llama-9-8b"));
    }

    private int window(String model) {
        return recorded.measurements(model, "context-window").get(0).get("raw").asInt();
    }

    @Test
    void the_first_time_of_the_hub_is_no_release_date() {
        assertFalse(recorded.model("meta/llama-9-8b").has("releaseDate"));
        assertEquals("is the time of all repositories that are older; left out", recorded.notes.get("/6/createdAt"));
        assertEquals(
                "2031-06-01",
                recorded.model("mixer/lumenmix-16b").get("releaseDate").asText());
    }

    @Test
    void what_is_left_out_is_noted() {
        assertEquals("is a private repository, left out", recorded.notes.get("/8/private"));
        assertEquals("is a disabled repository, left out", recorded.notes.get("/9/disabled"));
        assertTrue(recorded.notes.get("/10/id").startsWith("has no organization"), recorded.notes::toString);
        assertEquals(
                "the base model is neither in the file nor in the catalog; the edge is left out",
                recorded.notes.get("/5/cardData/base_model"));
        assertEquals(
                "the base model is the model itself; the edge is left out",
                recorded.notes.get("/11/cardData/base_model"));
        assertFalse(recorded.model("night/owl-1b").has("licence"));
        assertFalse(recorded.model("night/owl-1b").has("openWeights"));
        assertTrue(recorded.ignored.containsAll(
                Set.of("*.sha", "*.downloads", "*.cardData.datasets", "*.gguf.context_length")));
    }

    @Test
    void what_cannot_be_understood_is_refused() {
        assertEquals(
                Map.of(
                        "/13/cardData/base_model", "must be a string or a list of strings",
                        "/14/config/max_position_embeddings",
                                "must be a whole number of tokens between 1 and 1000000000000",
                        "/15/createdAt", "must be a time such as 2024-01-31T12:00:00.000Z",
                        "/16/id", "must be an id such as organization/model",
                        "/17/id", "is required",
                        "/18", "must be an object",
                        "/21/cardData/base_model", "descends from this model, so the edge would create a cycle"),
                recorded.rejected);
    }

    @Test
    void a_model_of_the_catalog_is_found_and_keeps_its_name() {
        RecordedCatalog known = new RecordedCatalog();
        known.existing.put("Lumen-AI/Lumen-9-8B-hf", "lumen/nine-8b");
        known.existing.put("old-base", "lumen/zero");
        known.read(reader, """
                [{"id": "Lumen-AI/Lumen-9-8B-hf", "cardData": {"base_model": "old-base"}},
                 {"id": "poet/Verse-8B", "cardData": {"base_model": "lumen-ai/lumen-9-8B-HF"}}]
                """);
        assertEquals(
                List.of("lumen/nine-8b"),
                known.about.stream().map(model -> model.get("id").asText()).toList());
        assertEquals(
                List.of("lumen/nine-8b lumen/zero", "poet/verse-8b lumen/nine-8b"),
                known.ofType("edge").stream()
                        .map(edge -> edge.get("child").asText() + " "
                                + edge.get("parent").asText())
                        .toList());
    }

    @Test
    void two_repositories_of_one_model_are_one_model() {
        RecordedCatalog two = RecordedCatalog.ofText(reader, """
                {"id": "facebook/Llama-9-1B", "safetensors": {"total": 1000}}
                {"id": "meta-llama/Llama-9-1B", "safetensors": {"total": 2000}}
                """);
        assertEquals(1, two.ofType("model").size());
        assertEquals(1000, two.model("meta/llama-9-1b").get("parameters").asInt());
        assertTrue(two.notes.get("line 2 /id").startsWith("is another repository"), two.notes::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\": \"a/x\"}, {\"id\": \"a/y\", \"cardData\": {\"base_model\": \"a/x\"}}]",
                "{\"id\": \"a/x\"}\n{\"id\": \"a/y\", \"cardData\": {\"base_model\": \"a/x\"}}\n",
                "[{\"id\": \"a/y\", \"cardData\": {\"base_model\": \"a/x\"}}]\n[{\"id\": \"a/x\"}]"
            })
    void lists_lines_and_pages_are_read_alike(String file) {
        RecordedCatalog read = RecordedCatalog.ofText(reader, file);
        assertEquals(Map.of(), read.rejected);
        assertEquals(
                Set.of("a/x", "a/y"),
                read.ofType("model").stream()
                        .map(model -> model.get("id").asText())
                        .collect(Collectors.toSet()));
        assertEquals("a/x", read.ofType("edge").get(0).get("parent").asText());
    }

    @Test
    void a_single_object_is_read() {
        RecordedCatalog one =
                RecordedCatalog.ofText(reader, "{\n  \"id\": \"a/x\",\n  \"pipeline_tag\": \"text-ranking\"\n}\n");
        assertEquals("reranking", one.model("a/x").get("kind").asText());
        RecordedCatalog invalid = RecordedCatalog.ofText(reader, "{\"id\": \"a/x\"}\n\n{\"id\": \"a/y\", \"tags\": 3}");
        assertEquals(Map.of("line 3 /tags", "must be a list"), invalid.rejected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[{\"id\": \"a/x\"}",
                "{\"id\": \"a/x\"} {\"id\"",
                "\"x\"",
                "{\"error\": \"Repository not found\"}",
                "{\"a/x\": {\"id\": \"a/x\"}}",
                "{\"data\": [{\"id\": \"a/x\"}]}"
            })
    void another_file_is_refused_as_a_whole(String file) {
        assertThrows(MalformedCatalog.class, () -> RecordedCatalog.ofText(reader, file));
    }

    @Test
    void an_empty_list_states_nothing() {
        assertEquals(List.of(), RecordedCatalog.ofText(reader, "[]").lines);
    }

    @ParameterizedTest
    @CsvSource({
        "adapter, adapter",
        "merge, merge",
        "quantized, quantization",
        "finetune, fine_tune",
        "invented, fine_tune",
    })
    void a_stated_relation_wins_over_what_tags_and_files_look_like(String stated, String relation) {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "a/x"},
                 {"id": "a/y", "tags": ["base_model:finetune:a/x"], "cardData": {"base_model": ["a/x"], "base_model_relation": "%s"}}]
                """.formatted(stated));
        assertEquals(relation, read.ofType("edge").get(0).get("relation").asText());
        assertEquals(stated.equals("invented"), read.notes.containsKey("/1/cardData/base_model_relation"));
    }

    @Test
    void a_renamed_base_model_is_found_by_the_name_in_the_tags() {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "lumen-ai/tiny"},
                 {"id": "a/y", "tags": ["base_model:lumen-ai/tiny", "base_model:adapter:lumen-ai/tiny"], "cardData": {"base_model": "tiny"}}]
                """);
        assertEquals(
                "lumen-ai/tiny adapter",
                read.ofType("edge").get(0).get("parent").asText() + " "
                        + read.ofType("edge").get(0).get("relation").asText());
        assertEquals(Map.of(), read.notes);
    }

    @Test
    void the_base_models_that_the_hub_resolved_are_read() {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "lumen-ai/tiny"},
                 {"id": "a/y", "baseModels": {"relation": "quantized", "models": [{"_id": "1", "id": "lumen-ai/tiny"}]}, "safetensors": {}},
                 {"id": "a/z", "tags": ["base_model:some-new-word:lumen-ai/tiny"]}]
                """);
        assertEquals(
                List.of("a/y quantization", "a/z fine_tune"),
                read.ofType("edge").stream()
                        .map(edge -> edge.get("child").asText() + " "
                                + edge.get("relation").asText())
                        .toList());
        assertFalse(read.model("a/y").has("openWeights"));
    }

    @Test
    void short_lists_have_only_tags() {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "a/full", "tags": ["safetensors", "gguf", "license:mit"], "config": {"n_ctx": 1024}},
                 {"id": "a/packed", "tags": ["gguf"], "config": {"n_ctx": 1024}},
                 {"id": "a/empty", "tags": ["en"], "siblings": [{"rfilename": "README.md"}]}]
                """);
        assertTrue(read.model("a/full").get("openWeights").asBoolean());
        assertEquals("MIT", read.model("a/full").get("licence").asText());
        assertEquals(1, read.measurements("a/full", "context-window").size());
        assertEquals(0, read.measurements("a/packed", "context-window").size());
        assertFalse(read.model("a/empty").has("openWeights"));
        assertEquals("model_card", read.model("a/empty").at("/webLinks/0/type").asText());
    }

    @Test
    void any_number_of_tags_is_read() {
        String tags = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"base_model:merge:a/x" + i % 5_000 + "\"")
                .collect(Collectors.joining(","));
        RecordedCatalog read =
                RecordedCatalog.ofText(reader, "[{\"id\": \"a/x4999\"}, {\"id\": \"a/y\", \"tags\": [" + tags + "]}]");
        assertEquals(1, read.ofType("edge").size());
        assertEquals("merge", read.ofType("edge").get(0).get("relation").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "text-to-image, image_generation, '{\"input\":[\"text\"],\"output\":[\"image\"]}'",
        "automatic-speech-recognition, speech, '{\"input\":[\"audio\"],\"output\":[\"text\"]}'",
        "sentence-similarity, embedding, '{\"input\":[\"text\"],\"output\":[\"embedding\"]}'",
        "image-text-to-text, , '{\"input\":[\"text\",\"image\"],\"output\":[\"text\"]}'",
        "any-to-any, , ",
        "robotics, , ",
    })
    void a_task_states_what_is_certain(String task, String kind, String modalities) {
        JsonNode model = RecordedCatalog.ofText(reader, "{\"id\": \"a/x\", \"pipeline_tag\": \"%s\"}".formatted(task))
                .model("a/x");
        assertEquals(kind == null ? "" : kind, model.path("kind").asText());
        assertEquals(
                modalities == null ? "" : modalities, model.path("modalities").toString());
    }

    @Test
    void weights_that_are_packed_or_of_pictures_say_nothing_about_size_and_window() {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "a/native", "safetensors": {"parameters": {"U8": 500, "BF16": 500}, "total": 1000}},
                 {"id": "a/plain", "safetensors": {"parameters": {"I64": 5, "BF16": 995}, "total": 1000}},
                 {"id": "a/picture", "pipeline_tag": "image-classification", "config": {"max_position_embeddings": 77}}]
                """);
        assertFalse(read.model("a/native").has("parameters"));
        assertEquals(1000, read.model("a/plain").get("parameters").asInt());
        assertEquals(List.of(), read.measurements("a/picture", "context-window"));
        assertEquals("a model with this task has no context window; left out", read.notes.get("/2/config"));
    }

    @Test
    void windows_are_scaled_as_the_library_scales_them() {
        RecordedCatalog read = RecordedCatalog.ofText(reader, """
                [{"id": "a/linear", "config": {"max_position_embeddings": 4096,
                    "rope_scaling": {"rope_type": "linear", "factor": 8.0}}},
                 {"id": "a/newer", "config": {"max_position_embeddings": 4096,
                    "rope_parameters": {"rope_type": "linear", "factor": 8.0, "rope_theta": 10000}}},
                 {"id": "a/layers", "config": {"max_position_embeddings": 4096, "rope_parameters": {
                    "sliding_attention": {"rope_type": "default"},
                    "full_attention": {"rope_type": "yarn", "factor": 32.0, "original_max_position_embeddings": 4096}}}},
                 {"id": "a/scaled", "config": {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text",
                    "max_position_embeddings": 131072, "rope_scaling": {"rope_type": "linear", "factor": 8.0}}}}]
                """);
        assertEquals(
                List.of("a/linear 32768", "a/newer 32768", "a/layers 131072", "a/scaled 131072"),
                read.ofType("measurement").stream()
                        .map(record -> record.get("model").asText() + " " + record.get("raw"))
                        .toList());
    }
}
