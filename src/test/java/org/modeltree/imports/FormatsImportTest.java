package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeltree.EmptyCatalogProfile;

/** A catalog of each format: its facts are stored with source and date, and the report says so. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class FormatsImportTest {

    private static final String KNOWN = """
            {"type":"model","id":"orbit/one","name":"One"}
            """;

    /** A small catalog of each format, and the facts of the model orbit/one after its import. */
    enum Small {
        MODELTREE("modeltree", "", """
                {"type":"model","id":"orbit/one","name":"One","parameters":7000000000,"releaseDate":"2024-05","sources":[{"facts":["name","parameters"],"source":"https://orbit.example/paper","date":"2024-06-01"}]}
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"measurement","model":"orbit/one","benchmark":"context-window","raw":4096,"source":"https://orbit.example/docs","date":"2024-07"}
                {"type":"offering","provider":"harbor","id":"one","model":"orbit/one","contextWindow":2048,"source":"https://harbor.example","date":"2024-08-01","prices":[{"kind":"metered","input":"0.5"}]}
                """, "", "", "4 0", """
                name One https://orbit.example/paper 2024-06-01
                parameters 7000000000 https://orbit.example/paper 2024-06-01
                context-window 4096 https://orbit.example/docs 2024-07
                harbor one 2048 "0.5" null https://harbor.example modeltree 2024-08-01
                """),
        CSV("csv", "", """
                id,name,parameters,releaseDate,contextWindow,source,date,colour
                orbit/one,One,7e9,2024-05,4096,https://orbit.example/facts,2024-06-01,blue
                """, "colour", "", "3 0", """
                name One https://orbit.example/facts 2024-06-01
                releaseDate {"value":"2024-05","precision":"month"} https://orbit.example/facts 2024-06-01
                parameters 7000000000 https://orbit.example/facts 2024-06-01
                context-window 4096 https://orbit.example/facts 2024-06-01
                """),
        MODELS("models.dev", "", """
                {"orbit/one": {"id": "orbit/one", "name": "One", "release_date": "2024-05", "last_updated": "2024-06-01", "limit": {"context": 4096}, "colour": "blue",
                  "benchmarks": [{"name": "SWE-Bench Pro", "score": 41.5, "metric": "resolve rate", "source": "https://labs.example/x", "date": "2024-07"}]}}
                """, "*.colour", "", "5 0", """
                name One https://models.dev 2024-06-01
                releaseDate {"value":"2024-05","precision":"month"} https://models.dev 2024-06-01
                context-window 4096 https://models.dev 2024-06-01
                swe-bench-pro 41.5 https://labs.example/x 2024-07
                """),
        API("models.dev", KNOWN, """
                {"harbor": {"id": "harbor", "name": "Harbor", "models": {
                  "orbit/one": {"id": "orbit/one", "name": "One", "last_updated": "2024-06-01", "colour": "blue", "limit": {"context": 2048}, "cost": {"input": 0.5, "output": 2}},
                  "comet": {"id": "comet", "name": "Comet", "cost": {"input": 1}}}}}
                """, "*.models.*.colour", "harbor comet", "2 0", """
                harbor orbit/one 2048 "0.5" "2" https://models.dev/api.json models.dev 2024-06-01
                """),
        OPENROUTER("openrouter", KNOWN, """
                {"data": [{"id": "orbit/one", "name": "Orbit: One", "context_length": 4096, "knowledge_cutoff": "2023-12-31", "colour": "blue",
                  "pricing": {"prompt": "0.0000005", "completion": "0.000002"}, "top_provider": {"context_length": 2048}}]}
                """, "data.*.colour", "", "4 1", """
                knowledgeCutoff {"value":"2023-12-31","precision":"day"} https://openrouter.ai/orbit/one null
                context-window 4096 https://openrouter.ai/orbit/one null
                openrouter orbit/one 2048 "0.5" "2" https://openrouter.ai/orbit/one openrouter null
                """),
        LITELLM("litellm", KNOWN, """
                {"openrouter/orbit/one": {"litellm_provider": "openrouter", "mode": "chat", "max_input_tokens": 2048, "input_cost_per_token": 5e-07, "output_cost_per_token": 2e-06, "colour": "blue", "source": "https://orbit.example/prices"},
                 "comet": {"litellm_provider": "nobody", "mode": "chat"}}
                """, "*.colour", "nobody comet", "3 0", """
                    openrouter orbit/one 2048 "0.5" "2" https://orbit.example/prices litellm null
                    """),
        EPOCH("epoch", "", """
                Model,Organization,Publication date,Parameters,Base model,Link,Colour
                One,Orbit,2024-05-01,7e9,Zero,https://orbit.example/paper,blue
                Zero,Orbit,2023,,,,
                """, "Colour", "", "4 0", """
                name One https://epoch.ai/data/notable-ai-models null
                releaseDate {"value":"2024-05-01","precision":"day"} https://epoch.ai/data/notable-ai-models null
                parameters 7000000000 https://epoch.ai/data/notable-ai-models null
                {"child":"orbit/one","parent":"orbit/zero","relation":"fine_tune","method":null}
                """),
        HUGGINGFACE("huggingface", "", """
                [{"id": "orbit/One", "createdAt": "2024-05-01T10:00:00.000Z", "lastModified": "2024-06-01T10:00:00.000Z", "colour": "blue",
                  "cardData": {"base_model": "orbit/Zero"}, "config": {"max_position_embeddings": 4096}, "safetensors": {"total": 7000000000}},
                 {"id": "orbit/Zero"}]
                """, "*.colour", "", "5 0", """
                releaseDate {"value":"2024-05-01","precision":"day"} https://huggingface.co/orbit/One 2024-06-01
                parameters 7000000000 https://huggingface.co/orbit/One 2024-06-01
                openWeights true https://huggingface.co/orbit/One 2024-06-01
                context-window 4096 https://huggingface.co/orbit/One 2024-06-01
                {"child":"orbit/one","parent":"orbit/zero","relation":"fine_tune","method":null}
                """);

        private final String format;
        private final String before;
        private final String text;
        private final String ignored;
        private final String unmatched;
        private final String counts;
        private final String facts;

        Small(
                String format,
                String before,
                String text,
                String ignored,
                String unmatched,
                String counts,
                String facts) {
            this.format = format;
            this.before = before;
            this.text = text;
            this.ignored = ignored;
            this.unmatched = unmatched;
            this.counts = counts;
            this.facts = facts;
        }

        private byte[] file() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** Each fact with its source and date. */
        private List<String> facts() {
            return facts.lines().toList();
        }
    }

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static List<String> facts() {
        List<String> facts = new ArrayList<>();
        Importing.json("/models/orbit/one/card")
                .get("facts")
                .forEach(fact -> facts.add(fact.get("name").asText() + " "
                        + value(fact.at("/value/" + fact.at("/value/type").asText())) + " "
                        + fact.get("source").asText() + " "
                        + fact.at("/date/value").asText(fact.get("date").asText())));
        Importing.json("/models/orbit/one/lineage").get("edges").forEach(edge -> facts.add(edge.toString()));
        Importing.offerings().forEach((key, offering) -> {
            JsonNode price = offering.at("/prices/0");
            facts.add(key + " " + offering.get("contextWindow") + " " + price.get("input") + " " + price.get("output")
                    + " " + offering.get("source").asText() + " "
                    + offering.get("origin").asText() + " "
                    + offering.at("/date/value").asText("null"));
        });
        return facts;
    }

    private static String value(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    @ParameterizedTest
    @EnumSource
    void every_fact_has_its_source_and_date_and_the_report_says_what_came(Small small) {
        if (!small.before.isEmpty()) {
            Importing.done("format=modeltree", small.before);
        }
        String query = "format=" + small.format;
        long before = Importing.revision();
        String exported = Importing.export();
        JsonNode dry = Importing.done(query + "&dryRun=true", small.file());
        assertTrue(dry.get("dryRun").asBoolean() && dry.get("revision").isNull(), dry::toString);
        assertEquals(exported, Importing.export());
        assertEquals(before, Importing.revision());
        assertEquals(0, Importing.log(before).size());

        JsonNode report = Importing.done(query, Importing.packed(small.file()));
        assertEquals(Importing.shortly(dry), Importing.shortly(report));
        assertEquals(small.facts(), facts());
        assertEquals(
                small.counts + " 0 0 0",
                report.get("created") + " " + report.get("updated") + " " + report.get("unchanged") + " "
                        + report.get("rejected") + " " + report.get("keptTotal"));
        assertEquals(
                small.ignored.isEmpty() ? "[]" : "[\"" + small.ignored + "\"]",
                report.get("ignoredKeys").toString());
        List<String> unmatched = new ArrayList<>();
        report.get("unmatched")
                .forEach(one -> unmatched.add(
                        one.get("provider").asText() + " " + one.get("id").asText()));
        assertEquals(small.unmatched.isEmpty() ? List.of() : List.of(small.unmatched), unmatched);
        assertEquals(unmatched.size(), report.get("unmatchedTotal").asInt());
        assertEquals(before + 1, report.get("revision").asLong());
        assertEquals(
                Importing.packed(small.file()).length,
                report.at("/progress/bytes").asInt());
        assertEquals(report, Importing.report(report.get("id").asText()));

        JsonNode log = Importing.log(before);
        assertEquals(1, log.size(), log::toString);
        assertEquals("import", log.at("/0/kind").asText());
        assertEquals(report.get("id"), log.at("/0/import"));
        assertTrue(log.at("/0/patch").isNull(), log::toString);
        Importing.assertAllUnchanged(query, small.file(), report);
        assertEquals(1, Importing.log(before).size());
    }

    @ParameterizedTest
    @CsvSource({
        "models.dev, models-dev-models.json",
        "models.dev, models-dev-api.json",
        "openrouter, openrouter.json",
        "litellm, litellm.json",
        "epoch, epoch.csv",
        "huggingface, huggingface.json"
    })
    void all_or_nothing_unless_only_the_good_ones_are_wanted(String format, String fixture) {
        byte[] file = Importing.read(Importing.fixture(fixture));
        String nothing = Importing.export();
        JsonNode refused = Importing.post("format=" + format, file).is(422).json();
        assertEquals("import_rejected", refused.get("code").asText());
        assertEquals("rejected", refused.at("/report/status").asText());
        assertTrue(refused.at("/report/revision").isNull());
        assertEquals(nothing, Importing.export());

        String query = "format=" + format + "&onError=skip";
        JsonNode dry = Importing.done(query + "&dryRun=true", file);
        assertEquals(nothing, Importing.export());
        JsonNode first = Importing.done(query, file);
        assertEquals(Importing.shortly(dry), Importing.shortly(first));
        assertTrue(first.get("created").asInt() > 0);
        for (JsonNode rejection : first.get("rejections")) {
            assertTrue(rejection.hasNonNull("line") || rejection.hasNonNull("pointer"), rejection::toString);
            assertTrue(rejection.hasNonNull("reason"), rejection::toString);
        }
        Importing.assertAllUnchanged(query, file, first);
        // What came in is a catalog like any other.
        String exported = Importing.export();
        Importing.empty();
        Importing.done("format=modeltree", exported);
        assertEquals(exported, Importing.export());
    }

    @Test
    void gzip_may_be_said_or_seen() {
        byte[] packed = Importing.packed(Small.CSV.file());
        Importing.Answer said =
                Importing.post("format=csv", packed, "Content-Encoding", "gzip").is(200);
        assertEquals(3, said.json().get("created").asInt());
        JsonNode seen = Importing.done("format=csv", packed);
        // Without the vendor: the model, which repeats what is stored, does not bring it along again.
        assertEquals(2, seen.get("unchanged").asInt());
        assertEquals(0, seen.get("created").asInt() + seen.get("updated").asInt());
        assertEquals(packed.length, seen.at("/progress/of").asInt());
    }
}
