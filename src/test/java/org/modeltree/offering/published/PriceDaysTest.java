package org.modeltree.offering.published;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.cache.CachingProfile;
import org.modeltree.http.cache.ShiftedClock;
import org.modeltree.imports.Importing;

/** Prices that were announced begin and end on their days, without a write by anybody. Tests begin yesterday. */
@QuarkusTest
@TestProfile(CachingProfile.class)
class PriceDaysTest {

    private static final String MODEL = "/api/v1/models/ebb/tide";
    private static final String OFFERING = MODEL + "/offerings/ebb/tide";
    private static final String SCORES = MODEL + "/scores";
    private static final String RANKS = "/api/v1/scores?capability=ebb-price";
    private static final String BAND = "/api/v1/bands/ebb-price";

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final LocalDate yesterday = today.minusDays(1);

    @Inject
    PriceDays days;

    @Inject
    ShiftedClock clock;

    @BeforeEach
    void yesterday() {
        Importing.empty();
        clock.set(Instant.now().minus(Duration.ofDays(1)));
        Importing.execute("update price_day set day = date '" + yesterday + "'");
        write("PUT", "/api/v1/benchmarks/input-price", "{\"label\":\"Input\",\"unit\":\"usd_per_1m_tokens\"}", 201);
        write(
                "PUT",
                "/api/v1/capabilities/ebb-price",
                "{\"label\":{\"en\":\"Price\"},\"description\":{\"en\":\"P.\"},\"benchmark\":\"input-price\","
                        + "\"scale\":{\"kind\":\"log\",\"floor\":64,\"ceiling\":1}}",
                201);
        write("PUT", "/api/v1/vendors/ebb", "{\"name\":\"Ebb\"}", 201);
        write("PUT", "/api/v1/providers/ebb", "{\"name\":\"Ebb\"}", 201);
        write("PUT", MODEL, "{\"name\":\"Tide\"}", 201);
    }

    @AfterEach
    void today() {
        clock.reset();
        Importing.empty();
        Importing.execute("update price_day set day = date '" + today + "'");
    }

    private static Response write(String method, String path, String body, int status) {
        return given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .header(status == 201 ? "If-None-Match" : "If-Match", "*")
                .contentType("application/json")
                .body(body)
                .request(method, path)
                .then()
                .statusCode(status)
                .extract()
                .response();
    }

    private static void offer(String... prices) {
        write(
                "PUT",
                OFFERING,
                "{\"source\":\"https://ebb.example\",\"prices\":[" + String.join(",", prices) + "]}",
                201);
    }

    private static String price(String usd, String dates) {
        return "{\"kind\":\"metered\",\"input\":\"" + usd + "\"" + dates + "}";
    }

    private static Response get(String path) {
        return given().get(path).then().statusCode(200).extract().response();
    }

    private static String raw() {
        return get(SCORES).jsonPath().getString("data.find { it.capability == 'ebb-price' }.raw");
    }

    private static long revision() {
        return Long.parseLong(get("/api/v1/vendors").header("Modeltree-Revision"));
    }

    private static List<String> changesAfter(long revision) {
        JsonPath log = given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .get("/api/v1/changes?since=" + revision)
                .jsonPath();
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < log.getInt("data.size()"); i++) {
            String at = "data[" + i + "].";
            changes.add(log.getString(at + "kind") + " " + log.getString(at + "type") + " " + log.getString(at + "id")
                    + " by " + log.getString(at + "actor"));
        }
        return changes;
    }

    @Test
    void an_announced_price_is_scored_from_its_first_day_on_with_all_that_is_kept() throws Exception {
        offer(price("4", ",\"to\":\"" + today + "\""), price("16", ",\"from\":\"" + today + "\""));
        assertEquals("4", raw());
        assertEquals("4", get(RANKS).jsonPath().getString("data[0].raw"));
        Response kept = get(SCORES);
        List<String> paths = List.of(
                SCORES,
                BAND,
                MODEL,
                MODEL + "/card",
                MODEL + "/measurements",
                "/api/v1/bands",
                RANKS,
                "/api/v1/models?include=scores",
                "/api/v1/changes",
                "/m/ebb/tide");
        for (String path : paths) {
            assertEquals(get(path).asString(), get(path).asString(), path);
        }
        long before = revision();
        assertEquals(yesterday, days.catchUp());
        assertEquals(before, revision());
        clock.reset();
        assertEquals("4", raw());
        assertEquals(today, days.catchUp());
        assertEquals(before + 1, revision());
        assertEquals("16", raw());
        assertEquals("16", get(RANKS).jsonPath().getString("data[0].raw"));
        assertNotEquals(kept.header("ETag"), get(SCORES).header("ETag"));
        assertEquals(Long.toString(before + 1), get(SCORES).header("Modeltree-Revision"));
        for (String path : paths) {
            assertEquals(
                    given().header("Cache-Control", "no-cache").get(path).asString(),
                    get(path).asString(),
                    path);
        }
        assertEquals(List.of("update measurement ebb/tide input-price.offering by modeltree"), changesAfter(before));
        JsonPath measurement = get(MODEL + "/measurements/input-price.offering").jsonPath();
        assertEquals(16, measurement.getFloat("raw"));
        assertEquals(today.toString(), measurement.getString("date"));
        assertEquals("https://ebb.example", measurement.getString("source"));
        // Nobody is told twice.
        assertEquals(today, days.catchUp());
        assertEquals(before + 1, revision());
    }

    @Test
    void what_the_day_makes_is_what_a_write_on_that_day_would_make() throws Exception {
        offer(price("4", ",\"to\":\"" + today + "\""), price("16", ",\"from\":\"" + today + "\""));
        clock.reset();
        days.catchUp();
        String made =
                Importing.ask("select string_agg((to_jsonb(w) - 'id')::text, ' ' order by slug) from measurement w");
        Importing.execute("delete from measurement");
        write(
                "PUT",
                OFFERING,
                "{\"source\":\"https://ebb.example\",\"contextWindow\":10,\"prices\":["
                        + price("4", ",\"to\":\"" + today + "\"") + "," + price("16", ",\"from\":\"" + today + "\"")
                        + "]}",
                200);
        assertEquals(
                made,
                Importing.ask("select string_agg((to_jsonb(w) - 'id')::text, ' ' order by slug) from measurement w"));
    }

    @Test
    void a_price_that_ends_is_scored_no_longer() throws Exception {
        offer(price("4", ",\"to\":\"" + today + "\""));
        assertEquals("4", raw());
        long before = revision();
        clock.reset();
        days.catchUp();
        assertNull(raw());
        assertEquals(List.of("delete measurement ebb/tide input-price.offering by modeltree"), changesAfter(before));
    }

    @Test
    void a_price_that_begins_where_there_was_none_is_scored_from_then_on() throws Exception {
        offer(price("4", ",\"from\":\"" + today + "\""));
        assertNull(raw());
        long before = revision();
        clock.reset();
        days.catchUp();
        assertEquals("4", raw());
        assertEquals(List.of("create measurement ebb/tide input-price.offering by modeltree"), changesAfter(before));
    }

    @Test
    void an_offering_that_retires_takes_its_price_along() throws Exception {
        write(
                "PUT",
                OFFERING,
                "{\"source\":\"https://ebb.example\",\"retiredDate\":\"" + today + "\",\"prices\":[" + price("4", "")
                        + "]}",
                201);
        assertEquals("4", raw());
        clock.reset();
        days.catchUp();
        assertNull(raw());
    }

    @Test
    void a_day_that_changes_no_scored_price_makes_no_revision() throws Exception {
        // A price in another mode, one that stays the same, and one that a curator has measured.
        offer(
                price("4", ",\"to\":\"" + today + "\""),
                price("4", ",\"from\":\"" + today + "\""),
                price("2", ",\"mode\":\"batch\",\"to\":\"" + today + "\""));
        long before = revision();
        clock.reset();
        assertEquals(today, days.catchUp());
        assertEquals(before, revision());
        assertEquals("4", raw());
    }

    @Test
    void what_a_curator_has_measured_stays() throws Exception {
        write(
                "PUT",
                MODEL + "/measurements/own",
                "{\"benchmark\":\"input-price\",\"raw\":8,\"source\":\"https://own.example\"}",
                201);
        // An offering of another origin, which a curator's measurement is trusted more than.
        Importing.execute(
                "insert into offering (provider_id, provider_model_id, provider_model_key, model_id, source, origin)"
                        + " values ('ebb', 'tide', 'tide', 'ebb/tide', 'https://ebb.example', 'litellm')");
        Importing.execute("insert into price (provider_id, provider_model_id, position, kind, mode, min_context_tokens,"
                + " valid_from, currency, input_usd) values ('ebb', 'tide', 1, 'metered', 'standard', 0, date '" + today
                + "', 'USD', 4)");
        long before = revision();
        clock.reset();
        days.catchUp();
        assertEquals("8", raw());
        assertEquals(before, revision());
    }

    @Test
    void days_that_nobody_was_there_for_are_done_at_once() throws Exception {
        offer(
                price("4", ",\"to\":\"" + yesterday.plusDays(1) + "\""),
                price("16", ",\"from\":\"" + today + "\",\"to\":\"" + today.plusDays(1) + "\""));
        Importing.execute("update price_day set day = date '" + yesterday.minusDays(400) + "'");
        clock.reset();
        long before = revision();
        assertEquals(today, days.catchUp());
        assertEquals("16", raw());
        assertEquals(before + 1, revision());
    }

    @Test
    void several_at_once_make_one_revision() {
        offer(price("4", ",\"to\":\"" + today + "\""), price("16", ",\"from\":\"" + today + "\""));
        long before = revision();
        clock.reset();
        List<CompletableFuture<LocalDate>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return days.catchUp();
                } catch (java.sql.SQLException fault) {
                    throw new IllegalStateException(fault);
                }
            }));
        }
        all.forEach(one -> assertEquals(today, one.join()));
        assertEquals(before + 1, revision());
        assertEquals("16", raw());
    }

    @Test
    void a_clock_that_is_ahead_begins_no_price_early() throws Exception {
        LocalDate tomorrow = today.plusDays(1);
        clock.reset();
        offer(price("4", ",\"to\":\"" + tomorrow + "\""), price("16", ",\"from\":\"" + tomorrow + "\""));
        clock.set(Instant.now().plus(Duration.ofDays(1)));
        assertEquals(today, days.catchUp());
        assertEquals("4", raw());
    }

    @Test
    void a_write_by_an_instance_whose_clock_is_behind_ends_no_price_that_has_begun() throws Exception {
        offer(price("4", ",\"to\":\"" + today + "\""), price("16", ",\"from\":\"" + today + "\""));
        clock.reset();
        days.catchUp();
        assertEquals("16", raw());
        clock.set(Instant.now().minus(Duration.ofDays(1)));
        write(
                "PUT",
                OFFERING,
                "{\"source\":\"https://ebb.example\",\"contextWindow\":10,\"prices\":["
                        + price("4", ",\"to\":\"" + today + "\"") + "," + price("16", ",\"from\":\"" + today + "\"")
                        + "]}",
                200);
        assertEquals("16", raw());
    }

    @Test
    void a_file_of_our_own_format_that_is_older_than_a_price_does_not_undo_it() {
        clock.reset();
        String file = """
                {"type":"vendor","id":"flood","name":"Flood"}
                {"type":"model","id":"flood/one","name":"One"}
                {"type":"provider","id":"flood","name":"Flood"}
                {"type":"offering","model":"flood/one","provider":"flood","id":"one","source":"https://f.example",\
                "date":"%1$s","prices":[{"kind":"metered","input":"4","to":"%2$s"},{"kind":"metered","input":"16","from":"%2$s"}]}
                {"type":"measurement","model":"flood/one","benchmark":"input-price","raw":4,"source":"https://f.example","date":"%1$s"}
                """.formatted(yesterday, today);
        given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
        assertEquals(
                "16",
                get("/api/v1/models/flood/one/scores")
                        .jsonPath()
                        .getString("data.find { it.capability == 'ebb-price' }.raw"));
    }
}
