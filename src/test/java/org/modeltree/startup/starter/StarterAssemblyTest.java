package org.modeltree.startup.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog that the build makes of a curator's files, and what it says of faults in them. */
class StarterAssemblyTest {

    private static final String MODEL = """
            vendor: {name: Acme}
            models:
              oak-1:
                name: Oak 1
                releaseDate: 2024-05
                openWeights: true
                contextWindow: 8192
                aliases: [oak]
                sources:
                  - {source: 'https://acme.example/oak'}
                  - {source: catalog, facts: [contextWindow]}
              oak-2:
                name: Oak 2
                sources:
                  - {source: 'https://acme.example/oak-2', date: 2025-01}
                parents:
                  - {model: acme/oak-1, relation: successor, source: catalog}
                measurements:
                  - {benchmark: mmlu, raw: 61.5, source: 'https://epoch.ai/runs', verified: true}
                offerings:
                  - {provider: acme-cloud, id: oak-2, source: catalog, prices: [{kind: metered, input: '1'}]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void a_valid_catalog() throws IOException {
        write("catalog.yaml", "version: 1\nasOf: 2026-07-31\n");
        write("hosts.yaml", "models.dev: models.dev\nepoch.ai: epoch\nacme.example/wiki: web\n");
        write("sources.yaml", "catalog: {url: 'https://models.dev', date: 2026-07}\n");
        write(
                "benchmarks.yaml",
                "context-window: {label: Context, unit: tokens}\nmmlu: {label: MMLU, unit: percent}\n");
        write(
                "capabilities.yaml",
                "context: {label: {en: Context}, description: {en: Tokens.}, benchmark: context-window,"
                        + " scale: {kind: log, floor: 2048, ceiling: 2097152}}\n");
        write("providers.yaml", "acme-cloud: {name: Acme Cloud}\n");
        write("vendors/acme.yaml", MODEL);
        write("cards/acme/oak-2.yaml", "pricingKind: metered\n");
    }

    @Test
    void a_model_becomes_records_that_name_the_source_of_each_fact() throws IOException {
        assertEquals(
                List.of("""
                        {"type":"model","id":"acme/oak-1","name":"Oak 1","releaseDate":"2024-05","openWeights":true,\
                        "aliases":["oak"],"sources":[{"facts":["name","releaseDate","openWeights"],\
                        "source":"https://acme.example/oak","origin":"publisher"}]}""", """
                        {"type":"measurement","model":"acme/oak-1","benchmark":"context-window","raw":8192,\
                        "source":"https://models.dev","date":"2026-07","origin":"models.dev"}""", """
                        {"type":"model","id":"acme/oak-2","name":"Oak 2","sources":[{"facts":["name"],\
                        "source":"https://acme.example/oak-2","date":"2025-01","origin":"publisher"}]}""", """
                        {"type":"edge","child":"acme/oak-2","parent":"acme/oak-1","relation":"successor",\
                        "source":"https://models.dev","date":"2026-07","origin":"models.dev"}""", """
                        {"type":"measurement","model":"acme/oak-2","benchmark":"mmlu","raw":61.5,\
                        "source":"https://epoch.ai/runs","verified":true,"origin":"epoch"}""", """
                        {"type":"offering","model":"acme/oak-2","provider":"acme-cloud","id":"oak-2",\
                        "source":"https://models.dev","prices":[{"kind":"metered","input":"1"}],"date":"2026-07",\
                        "origin":"models.dev"}"""),
                assembled().stream().skip(6).limit(6).toList());
    }

    @Test
    void results_of_one_source_share_what_stands_above_them() throws IOException {
        write("measurements/runs.yaml", """
                benchmark: mmlu
                source: https://epoch.ai/runs
                verified: true
                values:
                  - {model: acme/oak-1, raw: 40}
                  - {model: acme/oak-1, raw: 41, verified: false}
                """);

        assertEquals(List.of("""
                        {"type":"measurement","benchmark":"mmlu","source":"https://epoch.ai/runs","verified":true,\
                        "model":"acme/oak-1","raw":40,"origin":"epoch"}""", """
                        {"type":"measurement","benchmark":"mmlu","source":"https://epoch.ai/runs","verified":false,\
                        "model":"acme/oak-1","raw":41,"origin":"epoch"}"""), assembled().stream().skip(12).limit(2).toList());
    }

    @Test
    void one_vendor_may_have_several_files() throws IOException {
        write("vendors/elm/2023.yaml", "vendor: {name: Elm}\nmodels: {}\n");
        write("vendors/elm/2024.yaml", """
                models:
                  elm-1:
                    name: Elm 1
                    sources: [{source: catalog}]
                """);

        assertTrue(assembled().stream().anyMatch(line -> line.contains("\"elm/elm-1\"")));
    }

    @Test
    void both_catalogs_are_written_one_record_a_line(@TempDir Path target) throws IOException {
        StarterAssembly.main(new String[] {folder.toString(), target.toString()});

        assertEquals(
                List.of("catalog", "benchmark", "benchmark", "capability"), types(target.resolve("benchmarks.ndjson")));
        assertEquals(13, types(target.resolve("starter.ndjson")).size());
    }

    @Test
    void a_fact_needs_a_source() throws IOException {
        replace("      - {source: 'https://acme.example/oak'}\n", "");

        assertFaults(
                "vendors/acme.yaml, oak-1: `name` has no source; name it under `sources`",
                "vendors/acme.yaml, oak-1: `releaseDate` has no source; name it under `sources`",
                "vendors/acme.yaml, oak-1: `openWeights` has no source; name it under `sources`");
    }

    @Test
    void a_source_is_an_address_or_has_a_name() throws IOException {
        replace("source: catalog, facts", "source: catalogue, facts");

        assertFaults("vendors/acme.yaml, oak-1, sources[1]: unknown source `catalogue`; add it to sources.yaml or give"
                + " its address");
    }

    @Test
    void a_fact_has_one_source_and_a_source_only_facts_of_the_model() throws IOException {
        replace("facts: [contextWindow]", "facts: [contextWindow, contextWindow, licence]");

        assertFaults(
                "vendors/acme.yaml, oak-1, sources[1]: `contextWindow` has a source already, or needs none; remove it"
                        + " here",
                "vendors/acme.yaml, oak-1, sources[1]: names the fact `licence`, which the model does not have");
    }

    @Test
    void what_a_record_names_must_exist() throws IOException {
        replace("model: acme/oak-1", "model: acme/oak-0");
        replace("benchmark: mmlu", "benchmark: mmlu-2");
        replace("provider: acme-cloud", "provider: cloud");
        write("cards/acme/oak-3.yaml", "pricingKind: metered\n");

        assertFaults(
                "vendors/acme.yaml, oak-2, parents[0]: unknown model `acme/oak-0`",
                "vendors/acme.yaml, oak-2, measurements[0]: unknown benchmark `mmlu-2`",
                "vendors/acme.yaml, oak-2, offerings[0]: unknown provider `cloud`",
                "cards/acme/oak-3.yaml: unknown model `acme/oak-3`");
    }

    @Test
    void nothing_may_stand_twice() throws IOException {
        write(
                "vendors/acme/more.yaml",
                MODEL.replace("vendor: {name: Acme}\n", "").replace("[oak]", "[Acme/Oak-2]"));

        List<String> faults = faults();
        assertTrue(
                faults.contains(
                        "vendors/acme/more.yaml, oak-1: duplicates vendors/acme.yaml, oak-1; remove one of" + " them"),
                faults::toString);
        assertTrue(
                faults.contains("vendors/acme/more.yaml, oak-1: the alias `Acme/Oak-2` belongs to acme/oak-2 already"),
                faults::toString);
    }

    @Test
    void a_model_is_never_its_own_ancestor() throws IOException {
        replace("aliases: [oak]", "parents: [{model: acme/oak-2, relation: variant, source: catalog}]");

        assertFaults("vendors: `parents` form a cycle among [acme/oak-1, acme/oak-2]");
    }

    @Test
    void the_schema_holds_for_each_record() throws IOException {
        replace("releaseDate: 2024-05", "releaseDate: May 2024");
        replace("openWeights: true", "openWeight: true");

        assertFaults(
                "vendors/acme.yaml, oak-1: `releaseDate` must be a date such as '2026', 2026-03 or 2026-03-01, not May"
                        + " 2024",
                "vendors/acme.yaml, oak-1: unknown key `openWeight`; write `openWeights`");
    }

    @Test
    void odd_shapes_are_refused_by_name() throws IOException {
        write("vendors/elm.yaml", "models:\n  elm-1: tall\nbirds: 3\n");
        write("measurements/runs.yaml", "values: 3\n");
        write("cards/oak.yaml", "pricingKind: metered\n");
        write("vendors/fir.yaml", "");

        List<String> faults = faults();
        assertEquals(
                List.of(
                        "vendors/elm.yaml, elm-1: must have keys and values",
                        "vendors/elm.yaml: unknown key `birds`; use `vendor` and `models`",
                        "vendors/fir.yaml: must have keys and values",
                        "measurements/runs.yaml: `values` must be a list of measurements",
                        "cards/oak.yaml: move it to cards/{vendor}/{slug}.yaml"),
                faults);
    }

    @Test
    void the_publishers_own_price_is_scored() throws IOException {
        write("providers.yaml", "acme: {name: Acme}\nacme-cloud: {name: Acme Cloud}\n");
        write("benchmarks.yaml", """
                context-window: {label: Context, unit: tokens}
                mmlu: {label: MMLU, unit: percent}
                input-price: {label: Input, unit: usd_per_1m_tokens}
                output-price: {label: Output, unit: usd_per_1m_tokens}
                """);
        replace("    offerings:\n", """
                    offerings:
                      - {provider: acme, id: eu.oak-2, source: catalog, prices: [{kind: metered, input: '9'}]}
                      - provider: acme
                        id: oak-2
                        source: catalog
                        prices:
                          - {kind: metered, to: 2026-07-01, input: '8', output: '8'}
                          - {kind: metered, from: 2026-07-01, to: 2026-08-01, input: '2.5', output: '10'}
                          - {kind: metered, from: 2026-08-01, input: '3', output: '3'}
                          - {kind: metered, mode: batch, input: '1', output: '1'}
                """);

        List<String> prices = assembled().stream()
                .filter(line -> line.contains("-price\",\"raw"))
                .toList();
        assertEquals(List.of("""
                        {"type":"measurement","model":"acme/oak-2","benchmark":"input-price","raw":2.5,\
                        "source":"https://models.dev","date":"2026-07","origin":"models.dev"}""", """
                        {"type":"measurement","model":"acme/oak-2","benchmark":"output-price","raw":10,\
                        "source":"https://models.dev","date":"2026-07","origin":"models.dev"}"""), prices);
    }

    @Test
    void a_retired_model_has_no_scored_price() throws IOException {
        write("providers.yaml", "acme: {name: Acme}\n");
        replace("name: Oak 2", "name: Oak 2\n    lifecycle: retired");
        replace("provider: acme-cloud", "provider: acme");

        assertTrue(assembled().stream().noneMatch(line -> line.contains("-price")));
    }

    @Test
    void the_page_of_somebody_else_has_the_origin_web() throws IOException {
        replace("https://acme.example/oak-2", "https://acme.example/wiki/oak-2");

        assertTrue(assembled().stream()
                .anyMatch(line -> line.contains(
                        "\"https://acme.example/wiki/oak-2\",\"date\":\"2025-01\",\"origin\":" + "\"web\"")));
    }

    @Test
    void a_percentage_is_at_most_100() throws IOException {
        replace("raw: 61.5", "raw: 615");

        assertFaults("vendors/acme.yaml, oak-2, measurements[0]: `raw` is a percentage, so it must not be above 100");
    }

    @Test
    void a_file_that_is_not_read_is_named() throws IOException {
        write("vendors/elm.yml", "models: {}\n");

        assertFaults("vendors/elm.yml: is not read; give it the extension .yaml or remove it");
    }

    @Test
    void a_vendor_needs_a_name() throws IOException {
        replace("vendor: {name: Acme}\n", "");

        assertFalse(faults().isEmpty());
        assertTrue(
                faults().contains("vendors/acme.yaml, oak-1: the vendor is not described; add `vendor` with a name to"
                        + " one of its files"),
                () -> faults().toString());
    }

    private List<String> assembled() throws IOException {
        List<String> lines = new ArrayList<>();
        for (StarterRecord record : StarterAssembly.assemble(folder)) {
            lines.add(record.json().toString());
        }
        return lines;
    }

    private void assertFaults(String... expected) {
        assertEquals(List.of(expected), faults());
    }

    private List<String> faults() {
        return assertThrows(IllegalStateException.class, () -> StarterAssembly.assemble(folder))
                .getMessage()
                .lines()
                .skip(1)
                .toList();
    }

    private static List<String> types(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> types = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode record = json.readTree(line);
            types.add(record.get("type").asText());
        }
        return types;
    }

    private void replace(String old, String replacement) throws IOException {
        String text = Files.readString(folder.resolve("vendors/acme.yaml"));
        assertTrue(text.contains(old), old);
        write("vendors/acme.yaml", text.replace(old, replacement));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
