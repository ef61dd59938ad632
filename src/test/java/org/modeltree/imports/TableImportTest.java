package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Tables of people with spreadsheets: sources that are texts or missing, columns of benchmarks, and forms. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class TableImportTest {

    private static final String TABLE = """
            id,name,contextWindow,quiz,source
            acme/one,One,4096,61.5,
            acme/two,Two,,48,Lab notebook 7
            acme/three,Three,8192,,https://three.example
            """;

    @BeforeEach
    void one_benchmark() {
        Importing.empty();
        Importing.done(
                "format=modeltree", "{\"type\":\"benchmark\",\"id\":\"quiz\",\"label\":\"Quiz\",\"unit\":\"percent\"}");
    }

    @Test
    void a_table_without_sources_and_with_benchmarks_is_imported_whole() {
        JsonNode report = Importing.done("format=csv", TABLE);
        assertEquals(0, report.get("rejected").asInt(), report::toString);
        assertEquals(
                "has no source, so its values name the table as their source",
                report.at("/notes/0/reason").asText());
        assertEquals(Map.of("context-window", "4096 CSV table", "quiz", "61.5 CSV table"), measurements("acme/one"));
        assertEquals(Map.of("quiz", "48 Lab notebook 7"), measurements("acme/two"));
        assertEquals(Map.of("context-window", "8192 https://three.example"), measurements("acme/three"));
        assertEquals(
                List.of("Lab notebook 7"),
                Importing.json("/models/acme/two/document").get("sources").findValuesAsText("source"));
        Importing.assertAllUnchanged("format=csv", TABLE.getBytes(StandardCharsets.UTF_8), report);
    }

    @Test
    void a_text_as_source_survives_both_exports() {
        Importing.done("format=csv", TABLE);
        String exported = Importing.export();
        String table = Importing.get("/export?format=csv").is(200).text();
        Importing.empty();
        Importing.done("format=modeltree", exported);
        assertEquals(exported, Importing.export());
        JsonNode again = Importing.done("format=csv", table);
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);
    }

    @Test
    void a_source_that_looks_like_another_address_is_refused() {
        JsonNode report = Importing.post("format=csv", "id,name,source\nacme/one,One,javascript:alert(1)\n")
                .is(422)
                .json()
                .get("report");
        assertEquals(
                "source: must be a URL that begins with http:// or https://, or a name in which a space follows each colon",
                report.at("/rejections/0/reason").asText());
        JsonNode refused = Importing.post(
                        "format=modeltree",
                        "{\"type\":\"measurement\",\"model\":\"a/b\",\"benchmark\":\"quiz\",\"raw\":1,\"source\":\"data:x\"}")
                .is(422)
                .json()
                .get("report");
        assertEquals("/source", refused.at("/rejections/0/pointer").asText(), refused::toString);
    }

    @Test
    void a_row_of_a_new_model_needs_a_name() {
        Importing.done("format=csv", TABLE);
        for (String row : List.of("acme/four,,\n", "acme/four,4096,\n", "acme/four,,words\n")) {
            JsonNode problem = Importing.post("format=csv", "id,contextWindow,family\n" + row)
                    .is(422)
                    .json();
            assertEquals(1, problem.at("/report/rejected").asInt(), problem::toString);
            assertEquals(
                    "2 name: is required for a new model, and no model has the id acme/four",
                    problem.at("/report/rejections/0/line").asText() + " "
                            + problem.at("/report/rejections/0/reason").asText());
        }
        Importing.done("format=csv", "id,aliases\nacme/two,acme/zwei\n");
        Importing.done("format=csv", "id,contextWindow\nAcme/Zwei,2000\n");
        assertEquals(
                2000, Importing.json("/models/acme/two").get("contextWindow").asInt());
        Importing.done("format=csv", "id,name\nacme/rocket-2,Rocket\n");
        JsonNode spelled = Importing.post("format=csv", "id,contextWindow\nacme/rocket2,4096\n")
                .is(422)
                .json();
        assertEquals(
                "name: is required for a new model, and no model has the id acme/rocket2; did you mean acme/rocket-2?",
                spelled.at("/report/rejections/0/reason").asText());
        assertEquals(
                "[\"acme/rocket-2\"]",
                spelled.at("/report/rejections/0/suggestions").toString());
        assertEquals("[\"acme/rocket-2\"]", spelled.get("suggestions").toString());
        assertTrue(
                spelled.get("detail").asText().contains("did you mean acme/rocket-2? Correct the catalog"),
                spelled::toString);
        JsonNode skipped = Importing.done("format=csv&onError=skip", "id,contextWindow\nacme/four,1\nacme/two,2048\n");
        assertEquals("1", skipped.get("rejected").asText());
        assertEquals(
                2048, Importing.json("/models/acme/two").get("contextWindow").asInt());
    }

    @Test
    void a_row_of_a_deleted_model_names_its_successor() {
        Importing.done("format=csv", TABLE);
        Importing.curate("DELETE", "/models/acme/one?successor=acme/two", "").is(204);
        JsonNode problem = Importing.post("format=csv", "id,contextWindow\nacme/one,4096\n")
                .is(422)
                .json();
        assertEquals(
                "id: is that of a deleted model; use its successor acme/two",
                problem.at("/report/rejections/0/reason").asText());
    }

    @Test
    void an_alias_that_is_the_id_of_another_model_is_reported() {
        Importing.done("format=csv", TABLE);
        JsonNode report = Importing.done("format=csv", "id,aliases\nacme/one,acme/two;uno\n");
        assertEquals(
                "already belongs to another model, so it is not stored as an alias of this one line 2 acme/two",
                report.at("/notes/0/reason").asText() + " "
                        + report.at("/notes/0/pointer").asText() + " "
                        + report.at("/notes/0/value").asText());
        assertEquals(
                "[\"uno\"]", Importing.json("/models/acme/one").get("aliases").toString());
    }

    @Test
    void a_new_id_never_becomes_a_model_of_another_vendor_by_an_alias() {
        Importing.done("format=csv", TABLE);
        JsonNode problem = Importing.post("format=csv", "id,name,aliases,licence\nother/new,New,acme/one,MIT\n")
                .is(422)
                .json();
        assertEquals(
                "aliases: must not name the known model acme/one of another vendor; for facts about that model, write its"
                        + " id in the column id",
                problem.at("/report/rejections/0/reason").asText());
        JsonNode report = Importing.done("format=csv", "id,name,aliases,licence\nacme/uno,Uno,acme/one,MIT\n");
        assertEquals(
                "has the alias of a known model, so it is stored as that model acme/uno = acme/one",
                report.at("/notes/0/reason").asText() + " "
                        + report.at("/notes/0/value").asText());
        assertEquals("MIT", Importing.json("/models/acme/one").get("licence").asText());
    }

    @Test
    void a_parent_without_a_relation_is_stored_with_a_note() {
        Importing.done("format=csv", TABLE);
        JsonNode report =
                Importing.done("format=csv", "id,parents\nacme/two,acme/one\nacme/three,acme/one (distillation)\n");
        assertEquals(1, report.get("notes").size(), report::toString);
        assertEquals(
                "names parents without a relation, which are stored as fine_tune 1 acme/one",
                report.at("/notes/0/reason").asText() + " "
                        + report.at("/notes/0/count").asText() + " "
                        + report.at("/notes/0/value").asText());
    }

    @Test
    void ids_that_nothing_has_and_misspelt_words_are_suggested() {
        Importing.done("format=csv", TABLE);
        JsonNode problem = Importing.post("format=csv", "id,successor,parents\nacme/one,acme/tow,acme/thre (merge)\n")
                .is(422)
                .json();
        assertEquals(
                List.of(
                        "there is no model acme/tow; did you mean acme/two?",
                        "there is no model acme/thre; did you mean acme/three?"),
                problem.at("/report/rejections").findValuesAsText("reason"));
        assertEquals("[\"acme/two\",\"acme/three\"]", problem.get("suggestions").toString());
        JsonNode words = Importing.post(
                        "format=csv",
                        "id,parents,webLinks\nacme/one,acme/two (sucessor),\nacme/two,,papr https://a.example\n")
                .is(422)
                .json();
        assertEquals("[\"successor\",\"paper\"]", words.get("suggestions").toString());
        JsonNode own = Importing.post(
                        "format=modeltree",
                        "{\"type\":\"model\",\"id\":\"acme/nine\",\"name\":\"Nine\",\"kind\":\"instuct\"}")
                .is(422)
                .json();
        assertEquals("[\"instruct\"]", own.get("suggestions").toString());
    }

    @Test
    void a_dry_run_says_that_an_alias_comes_from_the_table() {
        Importing.done("format=csv", TABLE);
        JsonNode report = Importing.done("format=csv&dryRun=true", "id,aliases\nacme/one,uno\n");
        assertEquals(
                "aliases csv",
                report.at("/changes/0/fact").asText() + " "
                        + report.at("/changes/0/origin").asText());
    }

    @Test
    void a_row_of_a_known_model_needs_its_id_only() {
        Importing.done("format=csv", TABLE);
        JsonNode report = Importing.done("format=csv", "id,family,aliases\nacme/one,Words,Uno\nacme/two,,\n");
        assertEquals(0, report.get("rejected").asInt(), report::toString);
        JsonNode model = Importing.json("/models/acme/one");
        assertEquals("One", model.get("name").asText());
        assertEquals("words", model.get("family").asText());
        assertEquals("[\"Uno\"]", model.get("aliases").toString());
        Importing.done("format=csv", "id,contextWindow\nacme/two,512\n");
        assertEquals(
                512, Importing.json("/models/acme/two").get("contextWindow").asInt());
    }

    @Test
    void a_misspelt_word_in_a_cell_is_suggested() {
        JsonNode report = Importing.post(
                        "format=csv",
                        "id,name,kind,supports\nacme/a,A,instuct,\nacme/b,B,,function calling\nacme/c,C,,toolz\n")
                .is(422)
                .json()
                .get("report");
        String features = "supports: must be one of tools, structuredOutput, reasoning, attachments, temperature,"
                + " streaming; did you mean tools?";
        assertTrue(
                report.at("/rejections/0/reason").asText().endsWith(", other; did you mean instruct?"),
                report::toString);
        assertEquals(features, report.at("/rejections/1/reason").asText());
        assertEquals(features, report.at("/rejections/2/reason").asText());
    }

    @Test
    void a_benchmark_that_is_misspelt_is_named_and_suggested() {
        JsonNode report = Importing.done("format=csv", "id,name,quizz,colour\nacme/one,One,5,blue\n");
        assertEquals(List.of("colour", "quizz"), texts(report.get("ignoredKeys")));
        assertEquals(
                "is neither a column nor a benchmark, so the column is left out; did you mean quiz?",
                report.at("/notes/0/reason").asText());
        assertEquals("quizz", report.at("/notes/0/value").asText());
    }

    @Test
    void a_form_is_refused_with_what_to_send_instead() {
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + TABLE + "\r\n--x--\r\n";
        assertForm("multipart/form-data", "csv", "text/csv", "multipart/form-data; boundary=x", form);
        assertForm("multipart/form-data", "csv", "text/csv", "Multipart/Form-Data;boundary=\"x\"", form);
        // What curl -d @table.csv sends: a form without the line breaks of the file.
        String flattened = TABLE.replace("\n", "");
        String fields = "application/x-www-form-urlencoded";
        assertForm(fields, "csv", "text/csv", fields, flattened);
        assertForm(fields, "modeltree", "application/x-ndjson", fields + "; charset=UTF-8", "{}");
        assertForm(fields, "litellm", "application/json", fields.toUpperCase(Locale.ROOT), "{}");
        assertEquals(0, Importing.json("/models").at("/meta/total").asInt());
    }

    private static void assertForm(String named, String format, String type, String sent, String body) {
        Importing.Answer answer = Importing.post(
                        "format=" + format, body.getBytes(StandardCharsets.UTF_8), "Content-Type", sent)
                .is(415);
        assertEquals("unsupported_media_type", answer.json().get("code").asText());
        assertEquals(
                "This path takes a file as the whole body, not as a form (" + named + "). With curl, send --data-binary"
                        + " @file -H 'Content-Type: " + type + "' instead of -d or -F; in a web page, send the File"
                        + " itself as the body of fetch, without FormData.",
                answer.json().get("detail").asText());
        assertEquals("application/json, application/x-ndjson, text/csv", answer.header("Accept"));
        assertEquals(answer.header("Accept"), answer.header("Accept-Post"));
    }

    @Test
    void a_table_that_lost_its_line_breaks_says_so() {
        JsonNode report = Importing.done("format=csv", TABLE.replace("\n", ""));
        assertEquals(
                "the table has a heading and no rows; if it should have some, they lost their line breaks, as with"
                        + " curl -d: send it with --data-binary",
                report.at("/notes")
                        .get(report.at("/notes").size() - 1)
                        .get("reason")
                        .asText());
    }

    private static Map<String, String> measurements(String model) {
        Map<String, String> measurements = new TreeMap<>();
        Importing.json("/models/" + model + "/measurements")
                .get("data")
                .forEach(one -> measurements.put(
                        one.at("/benchmark/id").asText(one.get("benchmark").asText()),
                        one.get("raw").asText() + " " + one.get("source").asText()));
        return measurements;
    }

    private static List<String> texts(JsonNode array) {
        return Importing.JSON.convertValue(
                array, Importing.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
