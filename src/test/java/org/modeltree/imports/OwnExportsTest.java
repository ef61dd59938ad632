package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.EmptyCatalogProfile;

/** Exports in the formats of other catalogs, and their import: only what was edited in the file is new. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class OwnExportsTest {

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"max-output","label":"Maximum output","unit":"tokens"}
            {"type":"provider","id":"openrouter","name":"OpenRouter"}
            {"type":"provider","id":"openai","name":"OpenAI"}
            {"type":"model","id":"openai/comet","name":"Comet","kind":"reasoning","releaseDate":"2024-05-01","modalities":{"input":["text","image"],"output":["text"]},"sources":[{"facts":["name","kind","releaseDate","modalities"],"source":"https://openai.example/comet","origin":"publisher"}]}
            {"type":"model","id":"openai/quiet","name":"Quiet","releaseDate":"2023-05-01","modalities":{"input":["text"],"output":["text"]}}
            {"type":"measurement","model":"openai/comet","benchmark":"context-window","raw":128000,"source":"https://openai.example/comet","origin":"publisher"}
            {"type":"measurement","model":"openai/comet","benchmark":"max-output","raw":16000,"source":"https://openai.example/comet","origin":"publisher"}
            {"type":"offering","provider":"openai","id":"comet","model":"openai/comet","contextWindow":128000,"maxOutput":16000,"origin":"publisher","source":"https://openai.example/prices","date":"2026-01-02","prices":[{"kind":"metered","input":"5","output":"9","from":"2025-01-01"},{"kind":"metered","mode":"scale","input":"4","output":"12"}]}
            {"type":"offering","provider":"openrouter","id":"openai/comet","model":"openai/comet","contextWindow":128000,"maxOutput":16000,"origin":"openrouter","source":"https://openrouter.ai/openai/comet","prices":[{"kind":"metered","input":"3","output":"9"}]}
            {"type":"offering","provider":"openrouter","id":"openai/comet:free","model":"openai/comet","contextWindow":64000,"origin":"openrouter","source":"https://openrouter.ai/openai/comet:free","prices":[{"kind":"free"}]}
            """;

    @BeforeEach
    void load() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    private static String exported(String format) {
        return Importing.get("/export?format=" + format).is(200).text();
    }

    @ParameterizedTest
    @CsvSource({
        "models.dev-api, models.dev, '\"input\":5,', '\"input\":4,', openai comet",
        "openrouter, openrouter, '\"prompt\":\"0.000003\"', '\"prompt\":\"0.000002\"', openrouter openai/comet",
        "litellm, litellm, '\"input_cost_per_token\":0.000003', '\"input_cost_per_token\":0.000002', openrouter openai/comet"
    })
    void of_an_edited_export_only_the_edited_offerings_are_stated_anew(
            String format, String importFormat, String before, String after, String edited) {
        String file = exported(format);
        assertTrue(file.contains(before), file);
        JsonNode report = Importing.done("format=" + importFormat + "&dryRun=true", file.replace(before, after));
        Set<String> changed = new TreeSet<>();
        report.get("changes").forEach(change -> {
            if (change.get("type").asText().equals("offering")) {
                changed.add(change.get("id").asText());
            }
        });
        assertEquals(Set.of(edited), changed, report::toString);
        assertEquals(0, report.get("created").asInt(), report::toString);
        JsonNode same = Importing.done("format=" + importFormat, file);
        assertEquals("0 0", same.get("created") + " " + same.get("updated"), same::toString);
    }

    @ParameterizedTest
    @CsvSource({"models.dev-api, models.dev", "openrouter, openrouter", "litellm, litellm"})
    void a_complete_export_leaves_every_offering_current(String format, String importFormat) {
        String before = Importing.export();
        JsonNode report = Importing.done("format=" + importFormat + "&complete=true", exported(format));
        assertEquals("0 0", report.get("created") + " " + report.get("updated"), report::toString);
        assertEquals(before, Importing.export());
    }

    @Test
    void a_model_that_openrouter_does_not_serve_gets_no_offering_there() {
        String file = exported("openrouter");
        Importing.empty();
        Importing.done("format=openrouter", file);
        assertEquals("Quiet", Importing.json("/models/openai/quiet").get("name").asText());
        assertEquals(
                Set.of("openrouter openai/comet", "openrouter openai/comet:free"),
                Importing.offerings().keySet());
    }

    @Test
    void prices_without_amounts_come_back_from_litellms_format_into_an_empty_service() {
        Importing.done("format=modeltree", """
                {"type":"provider","id":"harbor","name":"Harbor"}
                {"type":"offering","provider":"harbor","id":"flat","model":"openai/quiet","prices":[{"kind":"subscription"}]}
                {"type":"offering","provider":"harbor","id":"moving","model":"openai/quiet","prices":[{"kind":"dynamic"}]}
                {"type":"offering","provider":"harbor","id":"gift","model":"openai/quiet","prices":[{"kind":"free"}]}
                """);
        String file = exported("litellm");
        Importing.empty();
        Importing.done(
                "format=modeltree",
                "{\"type\":\"model\",\"id\":\"openai/quiet\",\"name\":\"Quiet\"}\n"
                        + "{\"type\":\"model\",\"id\":\"openai/comet\",\"name\":\"Comet\"}");
        Importing.done("format=litellm", file);
        assertEquals("subscription", kind("harbor flat"));
        assertEquals("dynamic", kind("harbor moving"));
        assertEquals("free", kind("harbor gift"));
        assertEquals("free", kind("openrouter openai/comet:free"));
        assertEquals("metered", kind("openai comet"));
    }

    private static String kind(String offering) {
        JsonNode prices = Importing.offerings().get(offering).get("prices");
        assertEquals(1, prices.size(), prices::toString);
        return prices.at("/0/kind").asText();
    }

    @Test
    void offerings_of_others_are_free_if_their_id_says_so_and_otherwise_0_means_unknown() {
        Importing.done("format=litellm", """
                {"openrouter/openai/comet:free": {"litellm_provider": "openrouter", "mode": "chat",
                   "input_cost_per_token": 0, "output_cost_per_token": 0},
                 "ollama/comet": {"litellm_provider": "ollama", "mode": "chat",
                   "input_cost_per_token": 0, "output_cost_per_token": 0}}
                """);
        assertEquals("free", kind("openrouter openai/comet:free"));
        JsonNode waiting = Importing.get("/imports/unmatched", "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .json();
        JsonNode own = Importing.offerings().get("ollama comet");
        JsonNode prices = own == null ? waiting.at("/data/0/facts/prices") : own.get("prices");
        assertEquals("unknown", prices.at("/0/kind").asText(), prices::toString);
    }

    @Test
    void an_offering_ends_with_the_last_day_of_its_year_or_month_in_every_format() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        StringBuilder offerings = new StringBuilder();
        String[] ends = {
            Integer.toString(today.getYear()),
            Integer.toString(today.getYear() - 1),
            today.toString().substring(0, 7),
            today.minusMonths(1).toString().substring(0, 7),
            today.toString(),
            today.plusDays(1).toString()
        };
        for (int i = 0; i < ends.length; i++) {
            for (String provider : new String[] {"openai", "openrouter"}) {
                offerings.append("""
                        {"type":"offering","provider":"%s","id":"ends-%d","model":"openai/comet","retiredDate":"%s","prices":[{"kind":"metered","input":"1","output":"2"}]}
                        """.formatted(provider, i, ends[i]));
            }
        }
        Importing.done("format=modeltree", offerings.toString());
        for (String format : new String[] {"models.dev-api", "litellm", "openrouter"}) {
            String file = exported(format);
            for (int i = 0; i < ends.length; i++) {
                boolean isLastDay = !today.plusDays(1).toString().startsWith(ends[i]);
                boolean isOver = i == 1 || i == 3 || i == 4 || ((i == 0 || i == 2) && isLastDay);
                assertEquals(!isOver, file.contains("ends-" + i + "\""), format + " " + ends[i]);
            }
        }
    }

    @Test
    void only_a_tier_from_200000_tokens_has_the_older_key_as_well() {
        String tiers = "";
        for (int tokens : new int[] {200_000, 500_000}) {
            tiers += """
                    {"type":"offering","provider":"openai","id":"from-%1$d","model":"openai/comet","prices":[{"kind":"metered","input":"1","output":"2"},{"kind":"metered","minContextTokens":%1$d,"input":"2","output":"4"}]}
                    """.formatted(tokens);
        }
        Importing.done("format=modeltree", tiers);
        JsonNode models = Importing.json("/export?format=models.dev-api").at("/openai/models");
        assertEquals(2, models.at("/from-200000/cost/context_over_200k/input").asInt(), models::toString);
        assertEquals(500_000, models.at("/from-500000/cost/tiers/0/tier/size").asInt());
        assertFalse(models.at("/from-500000/cost").has("context_over_200k"), models::toString);
    }
}
