package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Models of the Hugging Face Hub, next to those of more trusted catalogs. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class HuggingFaceImportTest {

    private static final String QUERY = "format=huggingface";

    private static final String HUB = """
            [{"id": "meta-llama/Orb-7B-hf", "createdAt": "2031-02-01T00:00:00.000Z", "lastModified": "2031-03-01T00:00:00.000Z",
              "pipeline_tag": "text-generation", "cardData": {"license": "mit"}, "config": {"max_position_embeddings": 8192},
              "safetensors": {"total": 6738415616}},
             {"id": "meta-llama/Orb-7B-Chat", "cardData": {"base_model": "meta-llama/Orb-7B-hf"}, "config": {"max_position_embeddings": 8192}},
             {"id": "packer/Orb-7B-Chat-GGUF", "cardData": {"base_model": "meta-llama/Orb-7B-Chat", "base_model_relation": "quantized"},
              "config": {"max_position_embeddings": 8192}, "gguf": {"total": 6738415616, "context_length": 8192}},
             {"id": "mixer/OrbMix", "cardData": {"base_model": ["meta-llama/Orb-7B-Chat", "harbor/Beacon-7B"], "base_model_relation": "merge"}},
             {"id": "poet/verse", "library_name": "peft", "cardData": {"base_model": "nobody/Nothing"}}]
            """;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static JsonNode imported() {
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"Tokens."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
                {"type":"model","id":"harbor/beacon","name":"Beacon","aliases":["harbor/Beacon-7B"]}
                """);
        Importing.done("format=models.dev", """
                {"meta/orb-7b": {"id": "meta/orb-7b", "name": "Orb 7B", "release_date": "2031-01-15", "license": "Orb License", "limit": {"context": 4096}}}
                """);
        return Importing.done(QUERY, HUB);
    }

    @Test
    void a_known_model_keeps_what_more_trusted_catalogs_state_and_gets_the_rest() {
        JsonNode report = imported();
        JsonNode model = Importing.json("/models/meta/orb-7b");
        assertEquals("Orb 7B", model.get("name").asText());
        assertEquals("2031-01-15", model.at("/releaseDate/value").asText());
        assertEquals("Orb License", model.get("licence").asText());
        assertEquals(4096, model.get("contextWindow").asInt());
        assertEquals(6738415616L, model.get("parameters").asLong());
        assertTrue(model.get("openWeights").asBoolean());
        TreeSet<String> kept = new TreeSet<>();
        report.get("kept")
                .forEach(one -> kept.add(one.get("model").asText() + " "
                        + one.get("fact").asText() + " " + one.get("origin").asText() + " "
                        + one.at("/refused/value").asText(one.get("refused").asText())));
        assertEquals(
                "[meta/orb-7b context-window models.dev 8192, meta/orb-7b licence models.dev MIT,"
                        + " meta/orb-7b releaseDate models.dev 2031-02-01]",
                kept.toString());
        List<String> facts = new ArrayList<>();
        Importing.json("/models/meta/orb-7b/card")
                .get("facts")
                .forEach(fact -> facts.add(
                        fact.get("name").asText() + " " + fact.get("source").asText()));
        assertTrue(facts.contains("parameters https://huggingface.co/meta-llama/Orb-7B-hf"), facts::toString);
        assertTrue(facts.contains("licence https://models.dev"), facts::toString);
    }

    @Test
    void the_hubs_ids_lead_to_the_models() {
        imported();
        for (String id : List.of("meta-llama%2FOrb-7B-hf", "meta-llama/Orb-7B-hf")) {
            assertEquals(
                    "/api/v1/models/meta/orb-7b",
                    Importing.get("/models/" + id).is(308).header("Location").replaceFirst("^https?://[^/]+", ""));
        }
        assertEquals(
                "meta/orb-7b-chat",
                Importing.json("/resolve?id=meta-llama/Orb-7B-Chat").get("id").asText());
    }

    @Test
    void base_models_are_the_lineage() {
        JsonNode report = imported();
        assertEquals(
                List.of(
                        "harbor/beacon merge mixer/orbmix",
                        "meta/orb-7b fine_tune meta/orb-7b-chat",
                        "meta/orb-7b-chat merge mixer/orbmix"),
                edges("/models/mixer/orbmix/lineage?direction=ancestors"));
        assertEquals(
                List.of(
                        "meta/orb-7b fine_tune meta/orb-7b-chat",
                        "meta/orb-7b-chat merge mixer/orbmix",
                        "meta/orb-7b-chat quantization packer/orb-7b-chat-gguf"),
                edges("/models/meta/orb-7b/lineage?direction=descendants"));
        assertEquals(List.of(), edges("/models/poet/verse/lineage"));
        JsonNode note = report.get("notes").findParents("reason").stream()
                .filter(one -> one.get("reason").asText().startsWith("the base model is neither"))
                .findFirst()
                .orElseThrow();
        assertEquals("nobody/Nothing", note.get("value").asText());
        assertEquals("/4/cardData/base_model", note.get("pointer").asText());
    }

    private static List<String> edges(String path) {
        List<String> edges = new ArrayList<>();
        Importing.json(path)
                .get("edges")
                .forEach(edge -> edges.add(edge.get("parent").asText() + " "
                        + edge.get("relation").asText() + " "
                        + edge.get("child").asText()));
        return edges.stream().sorted().toList();
    }

    @Test
    void conversions_of_others_are_in_no_cohort() {
        imported();
        assertTrue(Importing.json("/models/packer/orb-7b-chat-gguf")
                .get("contextWindow")
                .isNull());
        // meta/orb-7b and meta/orb-7b-chat.
        assertEquals(2, Importing.json("/bands/context").get("count").asInt());
    }

    @Test
    void the_same_file_again_changes_nothing() {
        JsonNode first = imported();
        JsonNode again = Importing.done(QUERY, HUB);
        assertTrue(again.get("revision").isNull(), () -> Importing.shortly(again));
        assertEquals("0 0", again.get("created") + " " + again.get("updated"));
        assertEquals(first.get("keptTotal"), again.get("keptTotal"));
        assertEquals(first.get("notes"), again.get("notes"));
    }

    @Test
    void an_invalid_entry_is_named_by_line_and_key_and_nothing_is_stored() {
        long before = Importing.revision();
        JsonNode refused = Importing.post(QUERY, """
                        {"id": "orbit/one"}
                        {"id": "orbit/two", "cardData": {"license": {"name": "mit"}}}
                        """).is(422).json();
        JsonNode rejection = refused.at("/report/rejections/0");
        assertEquals(2, rejection.get("line").asInt(), refused::toString);
        assertEquals("/cardData/license", rejection.get("pointer").asText());
        assertEquals(
                "must be a string or a list of strings", rejection.get("reason").asText());
        assertEquals(before, Importing.revision());
    }

    @Test
    void an_edge_against_the_catalogs_lineage_is_rejected_alone() {
        Importing.done("format=modeltree", """
                {"type":"model","id":"orbit/one","name":"One"}
                {"type":"model","id":"orbit/two","name":"Two"}
                {"type":"edge","child":"orbit/two","parent":"orbit/one","relation":"fine_tune"}
                """);
        String file = """
                [{"id": "orbit/one", "cardData": {"base_model": "orbit/two"}},
                 {"id": "orbit/three", "cardData": {"base_model": "orbit/two"}}]
                """;
        JsonNode refused = Importing.post(QUERY, file).is(422).json();
        assertEquals(
                "/0/cardData/base_model",
                refused.at("/report/rejections/0/pointer").asText(),
                refused::toString);
        JsonNode skipped = Importing.done(QUERY + "&onError=skip", file);
        assertEquals(1, skipped.get("rejected").asInt(), skipped::toString);
        assertEquals(
                List.of("orbit/one fine_tune orbit/two", "orbit/two fine_tune orbit/three"),
                edges("/models/orbit/three/lineage?direction=ancestors"));
    }

    @Test
    void hostile_entries_are_refused_and_lose_nothing() {
        String tags = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"base_model:adapter:orbit/one\", \"t" + i + "\"")
                .collect(Collectors.joining(","));
        JsonNode report = Importing.done(QUERY + "&onError=skip", """
                [{"id": "orbit/one", "cardData": {"license": "other", "license_name": "my\\u0000licence"}},
                 {"id": "orbit/t\\u0000wo"},
                 {"id": "orbit/three", "tags": [%s]},
                 {"id": "orbit/four", "cardData": []},
                 {"id": "orbit/five", "config": {"text_config": {"max_position_embeddings": "many"}}},
                 {"id": "orbit/six", "safetensors": {"total": 1e400}},
                 {"id": {"a": 1}},
                 {"id": "orbit/seven", "cardData": {"base_model": "orbit/eight"}},
                 {"id": "orbit/eight", "cardData": {"base_model": ["orbit/seven", "../../etc/passwd"]}}]
                """.formatted(tags));
        TreeSet<String> pointers = new TreeSet<>();
        report.get("rejections").forEach(one -> pointers.add(one.get("pointer").asText()));
        assertEquals(
                "[/0, /1/id, /2/tags, /3/cardData, /4/config/text_config/max_position_embeddings, /5/safetensors/total, /6/id,"
                        + " /8/cardData/base_model]",
                pointers.toString(),
                report::toString);
        assertEquals(
                "[orbit/eight, orbit/seven, orbit/three]",
                Importing.models().keySet().toString());
    }
}
