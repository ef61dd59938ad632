package org.modeltree.quality;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Each rule finds the model that just breaks it, and not its sound twin. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class RulesTest {

    private static final String PATH = "/api/v1/quality";

    /** Expected finding of each rule: model, fact and detail. */
    private static final Map<String, String> FOUND = new TreeMap<>();

    static {
        found(
                "claim_contradicted",
                "broken",
                "card/coreCapabilities/1",
                "The card claims \"Can\", which requires context of at least 2,049 tokens, but the measured value is 2,048.");
        found(
                "availability_contradicted",
                "broken",
                "card/availability/api",
                "The card states available, but retiredDate is 2020-01.");
        found(
                "availability_unknown",
                "broken",
                "card/availability/product",
                "The card does not state the product availability.");
        found(
                "edge_source_without_lineage",
                "broken",
                "parents/edge-source-without-lineage/parent",
                "The edge to edge-source-without-lineage/parent cites https://www.Models.dev/x, which has no lineage.");
        found("lifecycle_without_source", "broken", "lifecycle", "The lifecycle released has no source.");
        found(
                "measured_after_retirement",
                "broken",
                "fix-rate",
                "The measurement is dated 2023-07, after the retirement date 2023-06.");
        found(
                "output_equals_context",
                "broken",
                "max-output",
                "The output limit and the context window are both 4,096 tokens.");
        found(
                "price_against_offering",
                "broken",
                "input-price",
                "The measured price is 2 USD per 1M tokens, but offerings/price-against-offering/price-against-offering/broken"
                        + " costs 3 USD.");
        found(
                "released_without_offering",
                "broken",
                "lifecycle",
                "The lifecycle is released, but no offering of the model is current.");
        found(
                "retired_but_offered_by_publisher",
                "broken",
                "offerings",
                "The model is retired, but 1 offering of its publisher has not ended, for example"
                        + " offerings/retired-but-offered-by-publisher/retired-but-offered-by-publisher/broken.");
        found(
                "context_outlier",
                "broken",
                "offerings/host/context-outlier/broken",
                "The offering's context window is 98 tokens; the median of 2 other offerings is 9,900.");
        found(
                "cutoff_after_release",
                "broken",
                "knowledgeCutoff",
                "The knowledge cut-off 2023-06 is after the release date 2023-05-31.");
        found(
                "ended_offering_priced",
                "broken",
                "offerings/host/ended-offering-priced/broken",
                "The offering's end date is 2021-01-01, but 1 price still applies.");
        found(
                "lifecycle_against_dates",
                "broken",
                "lifecycle",
                "The lifecycle is released, but the retirement date is 2020.");
        found(
                "lifecycle_out_of_order",
                "broken",
                "deprecatedDate",
                "deprecatedDate 2020-02 is before releaseDate 2020-03-01.");
        found(
                "measured_before_release",
                "broken",
                "fix-rate",
                "The measurement is dated 2022-05, more than a year before the release date 2023-06-01.");
        found(
                "measurements_disagree",
                "broken",
                "fix-rate",
                "Comparable self-reported sources report values from 20 to 21.01 percent.");
        found("no_context", "broken", "context-window", "The model's context window is unknown.");
        found(
                "no_lineage",
                "broken",
                "lineage",
                "The model has no parent or child, although its family clan has other models, such as no-lineage/sound.");
        found("no_source", "broken", "sources", "None of the model's own facts has a source.");
        found(
                "not_applicable_but_known",
                "broken",
                "parametersStatus",
                "parametersStatus is not_applicable, but parameters is 7.");
        found(
                "offering_context_above_model",
                "broken",
                "offerings/host/offering-context-above-model/broken",
                "The offering's context window is 1,050,001 tokens, but the model's is only 1,000,000.");
        found(
                "offering_output_above_context",
                "broken",
                "offerings/host/offering-output-above-context/broken",
                "The offering's output limit is 1,001 tokens, but its context window is only 1,000.");
        found(
                "output_above_context",
                "broken",
                "max-output",
                "The output limit is 4,097 tokens, but the context window is only 4,096.");
        found(
                "output_cheaper_than_input",
                "broken",
                "offerings/host/output-cheaper-than-input/broken/prices/0",
                "Output costs 0.05 USD per 1M tokens, but input costs 5 USD.");
        found(
                "parent_after_child",
                "broken",
                "parents/parent-after-child/parent",
                "The release date 2023-05 is before 2023-06-01, that of its parent parent-after-child/parent (fine_tune).");
        found(
                "price_outlier",
                "broken",
                "offerings/host/price-outlier/broken/prices/0/input",
                "The input price is 100 USD per 1M tokens; the median of 2 other offerings is 2 USD.");
        found(
                "released_in_future",
                "broken",
                "releaseDate",
                "The lifecycle is released, but the release date 2090 is in the future.");
        found(
                "retired_but_offered",
                "broken",
                "offerings",
                "The model is retired, but 1 offering of another provider has not ended, for example offerings/host/retired-but-offered/broken.");
        found("retired_without_date", "broken", "retiredDate", "The model is retired, but has no retirement date.");
        found(
                "stale_facts",
                "broken",
                "sources",
                "1 fact that can change was last read more than 3,000 days ago; the oldest is offerings/host/stale-facts/broken, dated 2010-05.");
        found("successor_retired", "broken", "successor", "The successor successor-retired/gone is retired.");
        found(
                "vendor_unnamed",
                "broken",
                "vendor.name",
                "The vendor of 1 model has no name, only the id vendor-unnamed.");
        FOUND.put(
                "duplicate_suspected",
                "duplicate-suspected/bro-ken_7.b | id | \"Broken\" may be the same model as duplicate-suspected/broken7b (\"Another\").\n"
                        + "duplicate-suspected/broken7b | id | \"Another\" may be the same model as duplicate-suspected/bro-ken_7.b (\"Broken\").");
    }

    @Inject
    DataSource database;

    @BeforeEach
    void broken_catalog() throws SQLException {
        Importing.empty();
        Importing.done("format=modeltree", BrokenCatalog.ndjson());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String dates : BrokenCatalog.DATES) {
                assertEquals(1, statement.executeUpdate(dates), dates);
            }
        }
    }

    private static void found(String rule, String slug, String fact, String detail) {
        FOUND.put(rule, rule.replace('_', '-') + "/" + slug + " | " + fact + " | " + detail);
    }

    @Test
    void each_rule_finds_the_broken_model_and_no_other() throws IOException {
        JsonNode report = get(PATH + "?limit=200");
        Map<String, String> found = new TreeMap<>();
        for (JsonNode finding : report.path("data")) {
            String text = finding.path("model").asText() + " | "
                    + finding.path("fact").asText() + " | "
                    + finding.path("detail").asText();
            found.merge(finding.path("rule").asText(), text, (one, more) -> one + "\n" + more);
        }
        assertEquals(lines(FOUND), lines(found));
        assertEquals(FOUND.size(), report.path("rules").size());
        for (JsonNode rule : report.path("rules")) {
            String name = rule.path("rule").asText();
            assertEquals(FOUND.get(name).lines().count(), rule.path("count").asLong(), name);
            assertEquals(true, rule.path("description").asText().matches("(?s)\\S.{20,300}\\."), name);
        }
        assertEquals(FOUND.size() + 1, report.at("/meta/total").asInt());
        assertEquals(5, report.size());
    }

    @Test
    void a_finding_lists_the_contradicting_values() throws IOException {
        JsonNode price = get(PATH + "?rule=price_outlier").at("/data/0");
        assertEquals(new ObjectMapper().readTree("""
                                {"rule": "price_outlier", "severity": "warning", "model": "price-outlier/broken",
                                 "fact": "offerings/host/price-outlier/broken/prices/0/input",
                                 "detail": "The input price is 100 USD per 1M tokens; the median of 2 other offerings is 2 USD.",
                                 "values": {"price": "input", "amount": "100", "median": "2", "others": 2,
                                            "unit": "usd_per_1m_tokens"}}
                                """), price);
        assertEquals(
                new ObjectMapper().readTree("""
                                {"unit": "percent", "verified": false, "harness": null, "settings": null, "least": 20, "greatest": 21.01,
                                 "measurements": [{"raw": 20, "source": "https://s.example", "date": null},
                                                  {"raw": 21.01, "source": "https://t.example", "date": null}]}
                                """),
                get(PATH + "?rule=measurements_disagree").at("/data/0/values"));
    }

    @Test
    void several_rules_and_models_can_be_requested() throws IOException {
        JsonNode report = get(PATH + "?rule=no_source,no_context&model=no-source/broken,no-source/sound");
        assertEquals(1, report.path("data").size());
        assertEquals("no_context", report.at("/rules/0/rule").asText());
        assertEquals(0, report.at("/rules/0/count").asInt());
        assertEquals("no_source", report.at("/rules/1/rule").asText());
        assertEquals(1, report.at("/rules/1/count").asInt());
    }

    @Test
    void the_guide_lists_every_rule_under_its_severity() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/docs/guide-curating.md"));
        for (JsonNode rule : get(PATH).path("rules")) {
            String severity = "| `" + rule.path("severity").asText() + "`";
            String name = "`" + rule.path("rule").asText() + "`";
            assertEquals(
                    1,
                    rows.stream()
                            .filter(row -> row.startsWith(severity) && row.contains(name))
                            .count(),
                    name);
        }
    }

    private static String lines(Map<String, String> findings) {
        return String.join("\n", findings.values());
    }

    private static JsonNode get(String path) throws IOException {
        return new ObjectMapper()
                .readTree(given().get(path).then().statusCode(200).extract().asByteArray());
    }
}
