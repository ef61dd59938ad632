package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeltree.EmptyCatalogProfile;

/** A source that corrects the value of a measurement replaces it, upwards and downwards. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class CorrectedMeasurementsTest {

    private static final String KNOWN = """
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"Questions."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
            {"type":"model","id":"heron/tide-1","name":"Tide 1"}
            """;

    private static final String MODEL = "/models/heron/tide-1";

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
    }

    private static String line(double raw, String more) {
        return """
                {"type":"measurement","model":"heron/tide-1","benchmark":"quiz","raw":%s,"source":"https://quiz.example","date":"2026-04-02"%s}
                """.formatted(raw, more);
    }

    private static String modelsDev(String scores) {
        return """
                {"heron/tide-1":{"id":"heron/tide-1","name":"Tide 1","benchmarks":[%s]}}
                """.formatted(scores);
    }

    private static String score(double score) {
        return """
                {"name":"Quiz","metric":"percent","score":%s,"source":"https://quiz.example","date":"2026-04-02","variant":"high"}
                """.formatted(score);
    }

    /** Each measurement: its raw value, with a star if it counts. */
    private static List<String> measured() {
        List<String> all = new ArrayList<>();
        Importing.json(MODEL + "/measurements")
                .get("data")
                .forEach(one ->
                        all.add(one.get("raw").asText() + (one.get("counting").asBoolean() ? "*" : "")));
        return all.stream().sorted().toList();
    }

    private static JsonNode imported(String format, double raw, String query) {
        boolean own = format.equals("modeltree");
        return Importing.done(
                "format=" + format + query,
                own ? line(raw, ",\"settings\":{\"reasoning_effort\":\"high\"}") : modelsDev(score(raw)));
    }

    @ParameterizedTest
    @CsvSource({"modeltree,61,48", "modeltree,48,61", "models.dev,61,48", "models.dev,48,61"})
    void the_value_of_the_later_import_counts_in_either_order(String format, double first, double second) {
        imported(format, first, "");
        String id = Importing.json(MODEL + "/measurements").at("/data/0/id").asText();
        JsonNode report = imported(format, second, "");
        assertEquals("0 1", report.get("created") + " " + report.get("updated"), report::toString);
        assertEquals(List.of((int) second + "*"), measured());
        assertEquals(
                id, Importing.json(MODEL + "/measurements").at("/data/0/id").asText());
        assertEquals(
                second,
                Importing.json("/scores?capability=quiz").at("/data/0/raw").asDouble());
        JsonNode again = imported(format, second, "");
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);
    }

    @ParameterizedTest
    @CsvSource({"modeltree,61,48", "modeltree,48,61", "models.dev,61,48", "models.dev,48,61"})
    void a_dry_run_shows_both_values_and_an_undo_brings_the_former_back(String format, double first, double second) {
        imported(format, first, "");
        String before = Importing.export();
        JsonNode dry = imported(format, second, "&dryRun=true");
        List<String> changes = new ArrayList<>();
        dry.get("changes").forEach(one -> {
            if (one.get("type").asText().equals("measurement")) {
                changes.add(one.get("fact").asText() + " " + one.get("before").asInt() + " "
                        + one.get("after").asInt());
            }
        });
        assertEquals(List.of("raw " + (int) first + " " + (int) second), changes, dry::toString);
        assertEquals(before, Importing.export());

        String id = imported(format, second, "").get("id").asText();
        assertEquals(List.of((int) second + "*"), measured());
        JsonNode undone = Importing.write("POST", "/imports/" + id + "/undo", null)
                .is(200)
                .json();
        assertEquals("0 1 0", undone.get("removed") + " " + undone.get("restored") + " " + undone.get("stayedTotal"));
        assertEquals(before, Importing.export());
    }

    @Test
    void a_statement_that_is_stored_under_another_id_is_corrected_there() {
        Importing.done("format=modeltree", line(61, ",\"id\":\"former\""));
        Importing.done("format=modeltree", line(48, ""));
        assertEquals(List.of("48*"), measured());
        assertEquals(
                "former",
                Importing.json(MODEL + "/measurements").at("/data/0/id").asText());
    }

    @Test
    void of_several_stored_values_of_one_statement_the_counting_one_is_corrected() {
        Importing.done("format=modeltree", line(61, ",\"id\":\"one\"") + line(48, ",\"id\":\"other\""));
        assertEquals(List.of("48", "61*"), measured());
        JsonNode report = Importing.done("format=modeltree", line(48, ""));
        assertEquals("0 1", report.get("created") + " " + report.get("updated"), report::toString);
        assertEquals(List.of("48", "48*"), measured());
        assertEquals(
                "0 0 1", Importing.counts(Importing.done("format=modeltree", line(48, ""))), "nothing changes again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date|\"2026-04-03\"",
                "source|\"https://other.example\"",
                "harness|\"another\"",
                "settings|{\"tools\":\"none\"}"
            })
    void another_day_source_harness_or_setting_is_another_statement(String key, String value) {
        Importing.done("format=modeltree", line(61, ""));
        String other = line(48, "").replaceFirst("\"" + key + "\":\"[^\"]*\"", "\"" + key + "\":" + value);
        String stated = other.contains(value) ? other : line(48, ",\"" + key + "\":" + value);
        JsonNode report = Importing.done("format=modeltree", stated);
        assertEquals("1 0", report.get("created") + " " + report.get("updated"), report::toString);
        assertEquals(2, measured().size());
    }

    @Test
    void what_a_curator_corrected_stays() {
        imported("models.dev", 61, "");
        String id = Importing.json(MODEL + "/measurements").at("/data/0/id").asText();
        Importing.curate("PATCH", MODEL + "/measurements/" + id, "{\"raw\": 55}")
                .is(200);
        JsonNode report = imported("models.dev", 48, "");
        assertEquals(List.of("55*"), measured());
        assertTrue(report.get("keptTotal").asInt() > 0, report::toString);
    }

    @Test
    void two_values_of_one_statement_in_one_file_are_reported() {
        JsonNode refused = Importing.post("format=modeltree", line(61, "") + line(48, ""))
                .is(422)
                .json();
        assertTrue(refused.toString().contains("duplicates line 1"), refused::toString);
        JsonNode report = Importing.done("format=models.dev", modelsDev(score(48) + "," + score(61)));
        assertEquals(
                "differs from another measurement of the model only by its score; the first one counts",
                report.at("/notes/0/reason").asText(),
                report::toString);
        assertEquals(List.of("48*"), measured());
    }
}
