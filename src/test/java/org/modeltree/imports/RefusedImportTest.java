package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Invalid entries are refused with place and reason, and nothing is stored unless the client wants the valid ones. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class RefusedImportTest {

    private static final String WRONG = """
            {"type":"catalog","version":1}
            {"type":"model","id":"orbit/good","name":"Good","aliases":["good"]}
            {"type":"model","id":"orbit/bad","name":"Bad","parameters":-7}
            {"type":"model","id":"orbit/other","name":"Other","aliases":["good"]}
            not json
            {"type":"edge","child":"orbit/good","parent":"orbit/nobody","relation":"variant"}
            {"type":"model","id":"orbit/a","name":"A"}
            {"type":"model","id":"orbit/b","name":"B"}
            {"type":"edge","child":"orbit/a","parent":"orbit/b","relation":"variant"}
            {"type":"edge","child":"orbit/b","parent":"orbit/a","relation":"variant"}
            {"type":"offering","provider":"harbor","id":"x","model":"orbit/nobody"}
            {"type":"model","id":"orbit/good","name":"Good again"}
            {"type":"model","id":"orbit/bad-date","name":"Bad date","releaseDate":"2023-02-30"}
            """;

    private String before;
    private long revision;

    @BeforeEach
    void some_catalog() {
        Importing.empty();
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"orbit/known\",\"name\":\"Known\"}");
        before = Importing.export();
        revision = Importing.revision();
    }

    private void assertNothingChanged() {
        assertEquals(before, Importing.export());
        assertEquals(revision, Importing.revision());
    }

    private static List<String> rejections(JsonNode report) {
        List<String> rejections = new ArrayList<>();
        report.get("rejections")
                .forEach(one -> rejections.add(
                        (one.get("line").asText() + " " + one.get("pointer").asText("-") + " "
                                + one.get("value").asText("-"))));
        return rejections.stream().sorted().toList();
    }

    @Test
    void a_file_with_nul_characters_has_a_report_that_is_stored() {
        String nul = "{\"type\":\"model\",\"id\":\"orbit/nul\",\"name\":\"x\\u0000y\\\\u0000\",\"\\u0000\":1}";
        JsonNode report = Importing.post("format=modeltree", nul).is(422).json().get("report");
        JsonNode stored = Importing.get(
                        "/imports/" + report.get("id").asText(), "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .json();
        assertEquals("rejected", stored.get("status").asText());
        assertTrue(stored.toString().contains("\ufffd"), stored::toString);
        assertNothingChanged();
    }

    @Test
    void nothing_is_stored_if_anything_is_wrong_by_itself() {
        JsonNode problem = Importing.post("format=modeltree", WRONG).is(422).json();
        assertEquals("import_rejected", problem.get("code").asText());
        assertEquals("rejected", problem.at("/report/status").asText());
        assertEquals(
                List.of("12 /id orbit/good", "13 /releaseDate 2023-02-30", "3 /parameters -7", "5 - -"),
                rejections(problem.get("report")),
                problem::toString);
        assertEquals(4, problem.at("/report/rejected").asInt());
        assertTrue(problem.at("/report/revision").isNull());
        assertNothingChanged();
        String id = problem.at("/report/id").asText();
        assertEquals(problem.get("report"), Importing.report(id));
    }

    @Test
    void a_number_with_a_huge_exponent_is_told_with_its_place() {
        JsonNode own = Importing.post(
                        "format=modeltree",
                        "{\"type\":\"model\",\"id\":\"orbit/huge\",\"name\":\"H\",\"parameters\":1e2147483648}\n")
                .is(422)
                .json();
        assertEquals("/0/parameters", own.at("/errors/0/pointer").asText(), own::toString);
        for (String huge : List.of("1e2147483648", "1e-2147483649", "1e-2147483647", "1E+99999999999")) {
            JsonNode modelsDev = Importing.post("format=models.dev", """
                    {"orbit": {"id": "orbit", "name": "Orbit", "models": {"h": {"id": "h", "name": "H", "limit": {"context": %s}}}}}
                    """.formatted(huge))
                    .is(422)
                    .json();
            assertEquals(
                    "/orbit/models/h/limit/context",
                    modelsDev.at("/errors/0/pointer").asText(),
                    modelsDev::toString);
            JsonNode openRouter = Importing.post("format=openrouter", """
                    {"data": [{"id": "orbit/h", "name": "Orbit: H", "context_length": %s}]}
                    """.formatted(huge))
                    .is(422)
                    .json();
            assertEquals(
                    "/data/0/context_length", openRouter.at("/errors/0/pointer").asText(), openRouter::toString);
            JsonNode csv = Importing.post("format=csv", "id,name,contextWindow\norbit/h,H," + huge + "\n")
                    .is(422)
                    .json();
            assertTrue(csv.get("detail").asText().contains("contextWindow"), csv::toString);
        }
        Importing.post("format=csv", "id,name,contextWindow\norbit/h,H," + "9".repeat(1_000_000) + "\n")
                .is(422);
        assertNothingChanged();
    }

    @Test
    void names_that_hide_what_they_say_are_told_with_their_place() {
        JsonNode own = Importing.post(
                        "format=modeltree",
                        "{\"type\":\"model\",\"id\":\"orbit/hidden\",\"name\":\"H\\u202ex\",\"aliases\":[\"a\",\"\\u200b\"]}\n")
                .is(422)
                .json();
        assertEquals(List.of("1 /aliases/1 \u200b", "1 /name H\u202ex"), rejections(own.get("report")), own::toString);
        JsonNode openRouter = Importing.post(
                        "format=openrouter", "{\"data\": [{\"id\": \"orbit/h\", \"name\": \"H\\u0001\"}]}")
                .is(422)
                .json();
        assertTrue(openRouter.at("/errors/0/detail").asText().contains("(/name)"), openRouter::toString);
        JsonNode csv = Importing.post("format=csv", "id,name\norbit/h,\"H\u2066x\"\n")
                .is(422)
                .json();
        assertEquals("/1/name", csv.at("/errors/0/pointer").asText(), csv::toString);
        assertNothingChanged();
    }

    @Test
    void nothing_is_stored_if_lines_do_not_fit_together() {
        String fitting = String.join(
                "\n",
                Arrays.stream(WRONG.split("\n"))
                        .filter(line -> !line.contains("-7") && !line.contains("not json"))
                        .filter(line -> !line.contains("again") && !line.contains("Bad date"))
                        .toList());
        JsonNode problem = Importing.post("format=modeltree", fitting).is(422).json();
        assertEquals(
                List.of(
                        "3 /aliases [\"good\"]",
                        "4 /parent orbit/nobody",
                        "7 /parent orbit/b",
                        "8 /parent orbit/a",
                        "9 /model orbit/nobody"),
                rejections(problem.get("report")),
                problem::toString);
        assertNothingChanged();
    }

    @Test
    void the_good_ones_are_stored_if_only_they_are_wanted() {
        JsonNode report = Importing.done("format=modeltree&onError=skip", WRONG);
        assertEquals(9, report.get("rejected").asInt(), report::toString);
        assertEquals("3 0 0", Importing.counts(report), report::toString);
        assertEquals(
                "[orbit/a, orbit/b, orbit/good, orbit/known]",
                Importing.models().keySet().toString());
        assertEquals(revision + 1, report.get("revision").asLong());
    }

    @Test
    void a_dry_run_says_what_would_be_done_and_does_nothing() {
        JsonNode dry = Importing.done("format=modeltree&onError=skip&dryRun=true", WRONG);
        assertNothingChanged();
        assertTrue(dry.get("revision").isNull());
        assertTrue(dry.get("dryRun").asBoolean());
        JsonNode real = Importing.done("format=modeltree&onError=skip", WRONG);
        assertEquals(Importing.shortly(real), Importing.shortly(dry));
        Importing.post("format=modeltree&dryRun=true", WRONG).is(422);
    }

    @Test
    void a_foreign_entry_that_is_wrong_is_named_by_its_pointer() {
        String file = """
                {"orbit/good": {"id": "orbit/good", "name": "Good"}, "orbit/bad": {"id": "orbit/bad", "name": "Bad", "release_date": "2023-02-30"}}
                """;
        JsonNode problem = Importing.post("format=models.dev", file).is(422).json();
        assertTrue(problem.at("/report/rejections/0/pointer").asText().startsWith("/orbit~1bad"), problem::toString);
        assertTrue(problem.at("/report/rejections/0/line").isNull());
        assertEquals("2023-02-30", problem.at("/report/rejections/0/value").asText());
        assertNothingChanged();
        JsonNode table = Importing.post("format=csv", "id,name,parameters\norbit/good,Good,7\norbit/bad,Bad,many\n")
                .is(422)
                .json();
        assertEquals(3, table.at("/report/rejections/0/line").asInt(), table::toString);
        assertEquals("many", table.at("/report/rejections/0/value").asText());
        assertNothingChanged();
    }

    @Test
    void what_is_no_catalog_is_refused_as_a_whole() {
        assertProblem(400, "invalid_parameter", Importing.post("", "x"));
        assertProblem(400, "invalid_parameter", Importing.post("format=xml", "x"));
        assertProblem(400, "invalid_parameter", Importing.post("format=csv&dryRun=perhaps", "x"));
        assertProblem(400, "invalid_parameter", Importing.post("format=csv&onError=stop", "x"));
        for (String format :
                List.of("modeltree", "csv", "models.dev", "openrouter", "litellm", "epoch", "huggingface")) {
            assertProblem(400, "invalid_body", Importing.post("format=" + format, ""));
            byte[] packed = Importing.packed("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
            assertProblem(
                    400, "invalid_body", Importing.post("format=" + format, Arrays.copyOf(packed, packed.length - 9)));
            assertProblem(
                    400, "invalid_body", Importing.post("format=" + format, new byte[] {0x1f, (byte) 0x8b, 8, 0}));
        }
        for (String cut :
                List.of("{\"a/b\": {\"id\": \"a/b\"", "[", "{\"data\": [{\"id\": \"a/b\"}", "", "\"x\"", "{} {}")) {
            for (String format : List.of("models.dev", "openrouter", "litellm", "huggingface")) {
                Importing.Answer answer = Importing.post("format=" + format, cut);
                assertProblem(400, "invalid_body", answer);
                assertFalse(answer.json().get("detail").asText().startsWith("The body The"), answer::text);
            }
        }
        assertProblem(400, "invalid_body", Importing.post("format=epoch", "a,b\n1,2\n"));
        assertProblem(400, "invalid_body", Importing.post("format=csv", "a,b\n1,2\n"));
        assertProblem(422, "import_rejected", Importing.post("format=modeltree", "{\"type\":\"model\",\"id\""));
        assertProblem(
                415,
                "unsupported_media_type",
                Importing.post(
                        "format=csv", "id,name\nq/r,x\n".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "br"));
        assertNothingChanged();
    }

    @Test
    void measurements_of_the_future_and_percentages_above_a_hundred_are_invalid_entries() {
        String benchmark = "{\"type\":\"benchmark\",\"id\":\"quota\",\"label\":\"Quota\",\"unit\":\"percent\"}\n";
        String model = "{\"type\":\"model\",\"id\":\"q/quota\",\"name\":\"Q\"}\n";
        String measurement = "{\"type\":\"measurement\",\"model\":\"q/quota\",\"benchmark\":\"quota\",\"raw\":%s,"
                + "\"source\":\"https://q.example\",\"date\":\"%s\"}\n";
        String future = benchmark + model + String.format(measurement, "50", "2999-01-01");
        JsonNode early = Importing.post("format=modeltree", future).is(422).json();
        assertEquals("/date", early.at("/report/rejections/0/pointer").asText());
        assertEquals(
                "must not be in the future, was 2999-01-01",
                early.at("/report/rejections/0/reason").asText());
        String many = benchmark + model + String.format(measurement, "101", "2025-01-01");
        JsonNode high = Importing.post("format=modeltree", many).is(422).json();
        assertEquals("/raw", high.at("/report/rejections/0/pointer").asText());
        assertEquals(3, high.at("/report/rejections/0/line").asInt());
        assertEquals(
                "must be at most 100, because quota is in percent",
                high.at("/report/rejections/0/reason").asText());
        assertNothingChanged();
    }

    @Test
    void a_bomb_is_not_unpacked_further_than_a_catalog_may_be_large() {
        byte[] bomb = Importing.packed(new byte[60 << 20]);
        assertTrue(bomb.length < 100_000);
        assertProblem(413, "too_large", Importing.post("format=modeltree", bomb));
        assertProblem(413, "too_large", Importing.post("format=csv", new byte[(16 << 20) + 1]));
        assertNothingChanged();
    }

    @Test
    void readers_import_nothing() {
        String token = Importing.write(
                        "POST", "/tokens", "{\"name\": \"r%d\", \"role\": \"reader\"}".formatted(System.nanoTime()))
                .is(201)
                .json()
                .get("secret")
                .asText();
        Importing.Answer refused = Importing.send(
                "POST",
                "/imports?format=csv",
                "id,name\nq/r,x\n".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                "Bearer " + token);
        assertProblem(403, "forbidden", refused);
        assertTrue(refused.json().get("detail").asText().contains("curator"), refused::text);
        assertProblem(401, "unauthorized", Importing.send("POST", "/imports?format=csv", new byte[] {1}));
        assertProblem(
                404,
                "not_found",
                Importing.get("/imports/none", "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN));
        assertProblem(401, "unauthorized", Importing.get("/imports/none"));
        assertNothingChanged();
    }

    private static void assertProblem(int status, String code, Importing.Answer answer) {
        answer.is(status);
        assertEquals(code, answer.json().get("code").asText(), answer::text);
        assertFalse(answer.text().contains("Exception"), answer::text);
    }

    @Test
    void an_offering_with_a_nul_character_is_rejected_alone() {
        for (String[] file : List.of(
                new String[] {"openrouter", "{\"data\":[{\"id\":\"x/y\",\"name\":\"\\u0000\"}]}"},
                new String[] {"openrouter", "{\"data\":[{\"id\":\"x/y\\u0000\",\"name\":\"a\"}]}"},
                new String[] {
                    "models.dev",
                    "{\"quay\":{\"id\":\"quay\",\"name\":\"Quay\",\"models\":{\"a\":{\"id\":\"a\",\"name\":\"GPT\\u0000-5\"}}}}"
                },
                new String[] {
                    "litellm",
                    "{\"p/m\\u0000\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":1e-6}}"
                })) {
            JsonNode report = Importing.done("format=" + file[0] + "&onError=skip", file[1]);
            assertEquals(1, report.get("rejected").asInt(), report::toString);
            assertTrue(report.get("rejections").toString().contains("NUL"), report::toString);
        }
    }
}
