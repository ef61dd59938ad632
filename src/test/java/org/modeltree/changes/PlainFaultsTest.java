package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Refusals of writes say in plain words what to send, and suggest what the client may have meant. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PlainFaultsTest {

    private static final String MODEL = "/api/v1/models/klar/text-9";
    private static final Client ADMIN = Client.admin();

    /** What only readers of JSON Schema or Java understand. */
    private static final Pattern RAW =
            Pattern.compile("regex|enumeration|schema|\\d[Ee]\\+|\\\\S|\\^\\[|expected|\\$|null\\]|violat");

    @BeforeEach
    void one_model() {
        if (Client.anybody().get(MODEL).status() == 404) {
            ADMIN.create(MODEL, json("{name: 'Text 9'}"));
            ADMIN.create("/api/v1/benchmarks/klar-quiz", json("{label: 'Quiz', unit: 'points'}"));
        }
    }

    private static Reply patch(String path, String body) {
        return ADMIN.patch(path, json(body), "If-Match", "*");
    }

    private static void says(String expected, String path, String body) {
        Reply reply = patch(path, body).is(400);
        JsonNode error = reply.body().at("/errors/0");
        assertEquals(1, reply.body().get("errors").size(), reply::said);
        assertEquals(
                expected,
                error.get("pointer").asText() + " " + error.get("detail").asText());
        assertFalse(RAW.matcher(error.get("detail").asText()).find(), reply::said);
    }

    private static List<String> suggestions(Reply reply) {
        List<String> values = new ArrayList<>();
        reply.body().get("suggestions").forEach(value -> values.add(value.asText()));
        return values;
    }

    @Test
    void faults_are_in_plain_words() {
        says("/name must not be empty", MODEL, "{name: ''}");
        says("/name must not be blank, was '  '", MODEL, "{name: '  '}");
        says("/name must be a text, was 7", MODEL, "{name: 7}");
        says("/name must be 1 to 200 characters long, was 201", MODEL, "{name: '" + "x".repeat(201) + "'}");
        says("/parameters must be between 1 and 1000000000000000, was 0", MODEL, "{parameters: 0}");
        says("/parameters must be a whole number or null, was the text '7B'", MODEL, "{parameters: '7B'}");
        says("/openWeights must be true or false or null, was the text 'yes'", MODEL, "{openWeights: 'yes'}");
        says("/aliases must be a list or null, was an object", MODEL, "{aliases: {}}");
        says(
                "/releaseDate must be a date such as 2024, 2024-01 or 2024-01-31, was 'May'",
                MODEL,
                "{releaseDate: 'May'}");
        says(
                "/successor must be the id of a model, such as openai/gpt-4: vendor and name with a slash between, each of 1"
                        + " to 100 letters, digits, points, hyphens and underscores, was 'gpt-4'",
                MODEL,
                "{successor: 'gpt-4'}");
        says("/successor must be a text, was 4", MODEL, "{successor: 4}");
        says(
                "/webLinks/0/url must be an address that begins with https:// or http://, was 'a.example'",
                MODEL,
                "{webLinks: [{type: 'paper', url: 'a.example'}]}");
        says("/modalities/input must not name an item twice", MODEL, "{modalities: {input: ['text', 'text']}}");
        says("/sources/0/facts must have at least one item", MODEL, "{sources: [{facts: [], source: 'a'}]}");
        says(
                "/unit must be 1 to 40 lower-case letters, digits and underscores, such as usd_per_1m_tokens, was 'US dollars'",
                "/api/v1/benchmarks/klar-quiz",
                "{unit: 'US dollars'}");
    }

    @Test
    void faults_of_offerings_and_measurements_are_in_plain_words() {
        String offering = MODEL + "/offerings/klar-cloud/text-9";
        for (String[] fault : new String[][] {
            {
                "/prices/0/input must be an amount as a decimal number in quotes, such as \"0.15\", was '1,5'",
                "{prices: [{kind: 'metered', input: '1,5'}]}"
            },
            {"/prices/0/input must be a text or null, was 1.5", "{prices: [{kind: 'metered', input: 1.5}]}"},
            {
                "/prices/0/currency must be an ISO 4217 code such as USD or EUR, was 'usd'",
                "{prices: [{kind: 'metered', currency: 'usd'}]}"
            },
            {
                "/contextWindow must be between 1 and 1000000000000, was 1000000000000000000",
                "{contextWindow: 1000000000000000000}"
            }
        }) {
            JsonNode error = ADMIN.put(offering, json(fault[1]), "If-None-Match", "*")
                    .is(400)
                    .body()
                    .at("/errors/0");
            assertEquals(
                    fault[0],
                    error.get("pointer").asText() + " " + error.get("detail").asText());
        }
        Reply settings = ADMIN.put(
                        MODEL + "/measurements/m",
                        json(
                                "{benchmark: 'klar-quiz', raw: 1, source: 'https://k.example', settings: {'Re Ef': 'high'}}"),
                        "If-None-Match",
                        "*")
                .is(400);
        assertEquals(
                "has a key that must be 1 to 40 lower-case letters, digits, points, hyphens and underscores, such as"
                        + " reasoning_effort",
                settings.body().at("/errors/0/detail").asText());
    }

    @Test
    void a_write_on_a_full_disk_is_refused_with_the_reason() {
        Importing.execute("""
                create function full_disk() returns trigger language plpgsql as $$
                begin raise exception 'could not extend file' using errcode = '53100'; end $$;
                create trigger full_disk before insert on change for each row execute function full_disk()
                """);
        try {
            Reply refused = patch(MODEL, "{name: 'Full'}").is(503);
            assertTrue(refused.said().contains("The disk of the database is full; nothing was stored."), refused::said);
        } finally {
            Importing.execute("drop trigger full_disk on change; drop function full_disk()");
        }
        patch(MODEL, "{name: 'Text 9'}").is(200);
    }

    @Test
    void enum_values_and_keys_are_suggested() {
        Reply kind = patch(MODEL, "{kind: 'instuct'}").is(400);
        assertEquals(List.of("instruct"), suggestions(kind));
        assertTrue(
                kind.body().at("/errors/0/detail").asText().endsWith(", was 'instuct'; did you mean instruct?"),
                kind::said);
        assertEquals(
                List.of("licence"), suggestions(patch(MODEL, "{licens: 'MIT'}").is(400)));
        assertEquals(
                List.of("releaseDate"),
                suggestions(patch(MODEL, "{release_date: '2024'}").is(400)));
        assertEquals(
                List.of("paper"),
                suggestions(patch(MODEL, "{webLinks: [{type: 'papr', url: 'https://a.example'}]}")
                        .is(400)));
        assertEquals(
                List.of("licence", "instruct"),
                suggestions(patch(MODEL, "{licens: 'MIT', kind: 'instuct'}").is(400)).stream()
                        .sorted((one, other) -> other.compareTo(one))
                        .toList());
        assertEquals(
                List.of("curator"),
                suggestions(ADMIN.send("POST", "/api/v1/tokens", Client.JSON, "{\"name\":\"T\",\"role\":\"Curater\"}")
                        .is(400)));
        assertEquals(
                List.of("cacheRead"),
                suggestions(ADMIN.send(
                                "POST",
                                "/api/v1/cost",
                                Client.JSON,
                                "{\"model\":\"klar/text-9\",\"usage\":{\"cache_read\":1}}")
                        .is(400)));
        assertEquals(List.of(), suggestions(patch(MODEL, "{name: ''}").is(400)));
    }

    @Test
    void ids_that_nothing_has_are_suggested() {
        Reply benchmark = ADMIN.put(
                        MODEL + "/measurements/m",
                        json("{benchmark: 'klar-quizz', raw: 1, source: 'https://k.example'}"),
                        "If-None-Match",
                        "*")
                .refuses(409, "conflict", "/benchmark");
        assertEquals(List.of("klar-quiz"), suggestions(benchmark));
        Reply parent = ADMIN.put(MODEL + "/parents/klar/txt-9", json("{relation: 'fine_tune'}"), "If-None-Match", "*");
        assertEquals(List.of("klar/text-9"), suggestions(parent), parent::said);
        assertEquals(
                List.of("klar/text-9"),
                suggestions(patch(MODEL, "{successor: 'klar/tekst-9'}").refuses(409, "conflict", "/successor")));
        ADMIN.put(
                "/api/v1/capabilities/klar-skill",
                json("{label: {en: 'Skill'}, description: {en: 'Skill.'}, benchmark: 'klar-quiz',"
                        + " scale: {kind: 'linear', floor: 0, ceiling: 10}}"),
                "If-None-Match",
                "*");
        Reply claim = ADMIN.put(
                MODEL + "/card",
                json("{coreCapabilities: [{id: 'a', label: {en: 'A'}, description: {en: 'A.'},"
                        + " requires: {capability: 'klar-skil', raw: 1}}]}"),
                "If-None-Match",
                "*");
        claim.refuses(409, "conflict", "/coreCapabilities/0/requires/capability");
        assertEquals(List.of("klar-skill"), suggestions(claim), claim::said);
        assertEquals(
                "there is no capability klar-skil",
                claim.body().at("/errors/0/detail").asText());
    }

    @Test
    void a_key_in_snake_case_says_where_its_value_is_written() {
        Reply window = patch(MODEL, "{context_window: 4096}").is(400);
        assertEquals(
                "means contextWindow, which is a measurement: write it with PUT /api/v1/models/klar/text-9/measurements/{id}"
                        + " and {\"benchmark\": \"context-window\", \"raw\": …, \"source\": …}, or in a file as a record of"
                        + " type measurement",
                window.body().at("/errors/0/detail").asText());
        Reply cache = ADMIN.put(MODEL + "/offerings/klar-cloud/text-9", json("{cache_read: '1'}"), "If-None-Match", "*")
                .is(400);
        assertEquals(
                "must be further inside, such as /prices/0/cacheRead",
                cache.body().at("/errors/0/detail").asText());
    }

    @Test
    void the_etag_of_an_answer_that_cannot_be_changed_says_what_to_read_instead() {
        String scores = Client.anybody().get(MODEL + "/scores").header("ETag");
        Reply refused =
                ADMIN.patch(MODEL, json("{name: 'Other'}"), "If-Match", scores).is(412);
        assertEquals(
                "No ETag in If-Match can match: a weak one (W/) never does, and those of lists, scores and answers that are"
                        + " computed from several models name no revision. Read what you want to change itself, and send"
                        + " its ETag as it is, without W/.",
                refused.body().get("detail").asText());
        Reply outdated = ADMIN.patch(MODEL, json("{name: 'Other'}"), "If-Match", "\"0.x\"")
                .is(412);
        assertTrue(
                outdated.body().get("detail").asText().startsWith("It has changed since you read it"), outdated::said);
    }

    @Test
    void a_vendor_without_a_slug_leads_to_its_models() {
        Reply vendor = Client.anybody().get("/api/v1/models/klar").is(404);
        assertEquals(
                List.of("/api/v1/models?vendor=klar", "/api/v1/vendors/klar"),
                suggestions(vendor).subList(0, 2));
        assertEquals(
                List.of("/api/v1/models?vendor=klar"),
                suggestions(Client.anybody().get("/models/klar").is(404)));
        assertEquals(
                List.of("/api/v1"), suggestions(Client.anybody().get("/api").is(404)));
    }

    private static ObjectNode measurement(String benchmark, String raw, String more) {
        return json("{benchmark: '%s', raw: %s, source: 'https://e.example'%s}".formatted(benchmark, raw, more));
    }

    @Test
    void a_measurement_is_of_a_day_that_has_come() {
        ADMIN.create("/api/v1/benchmarks/eiche-day", json("{label: 'B', unit: 'points'}"));
        ADMIN.create("/api/v1/models/eiche/day", json("{name: 'Day'}"));
        String path = "/api/v1/models/eiche/day/measurements/m";
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (String future : List.of(
                today.plusDays(2).toString(),
                YearMonth.from(today).plusMonths(2).toString(),
                "2999")) {
            Reply refused = ADMIN.put(
                            path, measurement("eiche-day", "1", ", date: '" + future + "'"), "If-None-Match", "*")
                    .refuses(400, "invalid_body", "/date");
            assertEquals(
                    "must not be in the future, was " + future,
                    refused.body().at("/errors/0/detail").asText());
        }
        // Somewhere it is tomorrow already.
        ADMIN.create(path, measurement("eiche-day", "1", ", date: '" + today.plusDays(1) + "'"));
        ADMIN.patch("/api/v1/models/eiche/day", json("{retiredDate: '2999-01-01'}"), "If-Match", "*")
                .is(200);
    }

    @Test
    void a_percentage_is_at_most_a_hundred() {
        ADMIN.create("/api/v1/benchmarks/eiche-percent", json("{label: 'B', unit: 'percent'}"));
        ADMIN.create("/api/v1/benchmarks/eiche-index", json("{label: 'B', unit: 'index'}"));
        ADMIN.create("/api/v1/models/eiche/percent", json("{name: 'Percent'}"));
        String path = "/api/v1/models/eiche/percent/measurements/";
        Reply refused = ADMIN.put(path + "p", measurement("eiche-percent", "100.5", ""), "If-None-Match", "*")
                .refuses(409, "conflict", "/raw");
        assertEquals(
                "must be at most 100, because eiche-percent is in percent",
                refused.body().at("/errors/0/detail").asText());
        ADMIN.create(path + "p", measurement("eiche-percent", "100", ""));
        ADMIN.patch(path + "p", json("{raw: 101}"), "If-Match", "*").refuses(409, "conflict", "/raw");
        ADMIN.create(path + "i", measurement("eiche-index", "250", ""));
        ADMIN.patch(path + "i", json("{benchmark: 'eiche-percent'}"), "If-Match", "*")
                .refuses(409, "conflict", "/raw");
        Reply unit = ADMIN.patch("/api/v1/benchmarks/eiche-index", json("{unit: 'percent'}"), "If-Match", "*")
                .refuses(409, "conflict", "/unit");
        assertEquals(
                "must not be percent while a measurement is above 100, for example that of eiche/percent",
                unit.body().at("/errors/0/detail").asText());
    }
}
