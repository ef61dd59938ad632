package org.modeltree.http.cache;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.EmptyCatalogProfile;

/** Cached answers equal those of the resource, and are never older than the last write here. */
@QuarkusTest
@TestProfile(CachingProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CachedAnswersTest {

    private static final String ADMIN = "Bearer " + EmptyCatalogProfile.ADMIN;
    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/merge-patch+json", ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));
    private static final String MODEL_TEMPLATE = "/api/v1/models/{vendor}/{slug}";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Inject
    MeterRegistry meters;

    @Inject
    DataSource dataSource;

    @Inject
    ShiftedClock clock;

    @TestHTTPResource
    URI base;

    private double count(String result) {
        return meters.get("modeltree.cache.requests")
                .tag("result", result)
                .counter()
                .count();
    }

    private long timed(String method, String uri, String status) {
        return meters
                .find("http.server.requests")
                .tags("method", method, "uri", uri, "status", status)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void answersFromMemoryAreTimedInTheSeriesOfAllOthers() {
        create("timed/answer");
        String path = "/api/v1/models/timed/answer/scores";
        String template = "/api/v1/models/{vendor}/{slug}/scores";
        long gotBefore = timed("GET", template, "200");
        long unchangedBefore = timed("GET", template, "304");
        long headsBefore = timed("HEAD", template, "200");
        Response first = given().get(path);
        first.then().statusCode(200);
        given().get(path).then().statusCode(200);
        given().header("If-None-Match", first.header("ETag")).get(path).then().statusCode(304);
        given().head(path).then().statusCode(200);
        assertTimes(2, "GET", template, "200", gotBefore);
        assertTimes(1, "GET", template, "304", unchangedBefore);
        assertTimes(1, "HEAD", template, "200", headsBefore);
    }

    @Test
    void whatNobodyKnowsIsOneSeriesAndNotOneEach() {
        long refusedBefore = timed("GET", MODEL_TEMPLATE, "404");
        long missingBefore = timed("GET", "NOT_FOUND", "404");
        long oddBefore = timed("UNKNOWN", "UNKNOWN", "405") + timed("UNKNOWN", "UNKNOWN", "401");
        given().get("/api/v1/models/timed/nothing").then().statusCode(404);
        given().get("/timed/nowhere").then().statusCode(404);
        given().get("/timed/nowhere-else").then().statusCode(404);
        given().request("BREW", "/api/v1/models").then().statusCode(greaterThanOrEqualTo(401));
        assertTimes(1, "GET", MODEL_TEMPLATE, "404", refusedBefore);
        assertTimes(2, "GET", "NOT_FOUND", "404", missingBefore);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertEquals(
                        1, timed("UNKNOWN", "UNKNOWN", "405") + timed("UNKNOWN", "UNKNOWN", "401") - oddBefore));
    }

    /** The resource records its time after the response has been sent, so this waits. */
    private void assertTimes(long times, String method, String uri, String status, long before) {
        await().atMost(LONGEST).untilAsserted(() -> assertEquals(times, timed(method, uri, status) - before));
    }

    /** All headers except those of the request alone. */
    private static Map<String, String> headers(Response response) {
        return response.headers().asList().stream()
                .filter(header -> !header.getName().matches("(?i)Date|X-Request-Id"))
                .collect(Collectors.toMap(header -> header.getName().toLowerCase(Locale.ROOT), Header::getValue));
    }

    private static void create(String id) {
        int status = given().header("Authorization", ADMIN)
                .header("If-None-Match", "*")
                .contentType("application/json")
                .body("{\"name\": \"" + id + "\"}")
                .put("/api/v1/models/" + id)
                .statusCode();
        assertTrue(List.of(201, 412).contains(status), () -> "status " + status);
    }

    private static void rename(String id, String name) {
        given().config(PLAIN)
                .header("Authorization", ADMIN)
                .header("If-Match", "*")
                .contentType("application/merge-patch+json")
                .body("{\"name\": \"" + name + "\"}")
                .patch("/api/v1/models/" + id)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/kiefer/same",
                "/models/kiefer/same/card",
                "/models?limit=1&sort=-name",
                "/bands",
                "/vendors",
                "/models/kiefer/same/lineage",
                "/compare?ids=kiefer/same,kiefer/other",
                "/tree",
                "/changes?limit=1"
            })
    void the_second_answer_equals_the_first(String path) {
        create("kiefer/same");
        create("kiefer/other");
        for (String encoding : List.of("identity", "gzip")) {
            for (String language : List.of("en", "zh-TW")) {
                RequestSpecification asked =
                        given().header("Accept-Encoding", encoding).header("Accept-Language", language);
                Response first = asked.get("/api/v1" + path);
                double before = count("hit");
                Response second = given().header("Accept-Encoding", encoding)
                        .header("Accept-Language", language)
                        .get("/api/v1" + path);
                assertEquals(200, first.statusCode(), path);
                assertEquals(before + 1, count("hit"), path);
                assertEquals(headers(first), headers(second));
                assertArrayEquals(first.asByteArray(), second.asByteArray());
                Response head = given().header("Accept-Encoding", encoding)
                        .header("Accept-Language", language)
                        .head("/api/v1" + path);
                assertEquals(headers(first), headers(head));
                Response unchanged = given().header("Accept-Encoding", encoding)
                        .header("Accept-Language", language)
                        .header("If-None-Match", first.header("ETag"))
                        .get("/api/v1" + path);
                assertEquals(304, unchanged.statusCode());
                assertEquals(first.header("ETag"), unchanged.header("ETag"));
                assertEquals(before + 3, count("hit"), path);
            }
        }
    }

    @Test
    void another_media_type_is_refused_although_the_answer_is_cached() {
        create("kiefer/typed");
        String path = "/api/v1/models/kiefer/typed";
        given().get(path).then().statusCode(200);
        for (String other : List.of("application/json-seq", "text/html", "application/json-patch+json, text/*")) {
            given().header("Accept", other).get(path).then().statusCode(406);
        }
        for (String json : List.of("text/html, application/json;q=0.9", "text/html,*/*;q=0.8")) {
            double before = count("hit");
            given().header("Accept", json).get(path).then().statusCode(200);
            assertEquals(before + 1, count("hit"), json);
        }
    }

    @Test
    void the_next_read_sees_what_was_written() {
        create("kiefer/written");
        String path = "/api/v1/models/kiefer/written";
        for (int i = 0; i < 50; i++) {
            given().get(path).then().statusCode(200);
            rename("kiefer/written", "Name " + i);
            assertEquals("Name " + i, name(given().get(path)));
        }
    }

    /** The window of 24 months moves at midnight: one model leaves the cohort, and six enter it. */
    @Test
    void after_midnight_no_answer_of_yesterday_is_served() {
        importDated();
        try {
            for (String path : List.of(
                    "/bands",
                    "/bands/dated",
                    "/bands/dated?cohort=current",
                    "/models/kiefer/dated-0/scores",
                    "/models/kiefer/dated-0/card")) {
                clock.set(Instant.parse("2026-06-30T23:59:00Z"));
                Response yesterday = given().get("/api/v1" + path);
                yesterday.then().statusCode(200);
                assertEquals(1, currentModels(yesterday), path);
                String etag = yesterday.header("ETag");
                double hits = count("hit");
                given().header("If-None-Match", etag)
                        .get("/api/v1" + path)
                        .then()
                        .statusCode(304);
                assertEquals(hits + 1, count("hit"), path);

                clock.set(Instant.parse("2026-07-01T00:00:00Z"));
                Response today = given().header("If-None-Match", etag).get("/api/v1" + path);
                assertEquals(200, today.statusCode(), path);
                assertEquals(6, currentModels(today), path);
                assertNotEquals(etag, today.header("ETag"), path);
                assertEquals(yesterday.header("Modeltree-Revision"), today.header("Modeltree-Revision"), path);
                assertEquals(hits + 1, count("hit"), path);
                assertArrayEquals(
                        today.asByteArray(), given().get("/api/v1" + path).asByteArray());
                assertEquals(hits + 2, count("hit"), path);
            }
        } finally {
            clock.reset();
        }
    }

    /** A price ends at midnight, and another one begins. */
    @Test
    void after_midnight_the_prices_of_the_day_are_served() {
        importPriced();
        try {
            for (String path : List.of(
                    "/api/v1/offerings?model=kiefer/priced",
                    "/api/v1/recommend?capability=priced",
                    "/api/v1/models?ids=kiefer/priced&inputPriceMax=5&include=offerings",
                    "/m/kiefer/priced",
                    "/offerings?models=kiefer/priced",
                    "/offerings.md?models=kiefer/priced")) {
                String accept = path.startsWith("/api") ? "application/json" : "text/html";
                clock.set(Instant.parse("2026-06-30T23:59:00Z"));
                String yesterday = kept(path, accept);
                clock.set(Instant.parse("2026-07-01T00:00:00Z"));
                double hits = count("hit");
                String today = answer(path, accept);
                assertEquals(hits, count("hit"), path);
                assertNotEquals(yesterday, today, path);
                assertEquals(today, kept(path, accept), path);
                assertTrue(today.contains("3.17"), path);
            }
        } finally {
            clock.reset();
        }
    }

    /** The answer once it comes from memory, which takes a moment after an import. */
    private String kept(String path, String accept) {
        AtomicReference<String> answer = new AtomicReference<>();
        await().atMost(LONGEST).until(() -> {
            double hits = count("hit");
            answer.set(answer(path, accept));
            return count("hit") == hits + 1;
        });
        return answer.get();
    }

    private static String answer(String path, String accept) {
        Response answer = given().accept(accept).urlEncodingEnabled(false).get(path);
        assertEquals(200, answer.statusCode(), path);
        return answer.asString();
    }

    private static void importPriced() {
        given().config(PLAIN)
                .header("Authorization", ADMIN)
                .contentType("application/x-ndjson")
                .body("""
                        {"type":"benchmark","id":"priced","label":"Priced","unit":"points"}
                        {"type":"capability","id":"priced","label":{"en":"Priced"},"description":{"en":"P"},"benchmark":"priced",\
                        "scale":{"kind":"linear","floor":0,"ceiling":10}}
                        {"type":"vendor","id":"kiefer","name":"Kiefer"}
                        {"type":"provider","id":"kiefer","name":"Kiefer"}
                        {"type":"model","id":"kiefer/priced","name":"Priced"}
                        {"type":"measurement","model":"kiefer/priced","benchmark":"priced","raw":5,"source":"https://dated.example"}
                        {"type":"offering","model":"kiefer/priced","provider":"kiefer","id":"priced","prices":[\
                        {"kind":"metered","input":"7.13","output":"14.26","to":"2026-07-01"},\
                        {"kind":"metered","input":"3.17","output":"9.51","from":"2026-07-01"}]}
                        """.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
    }

    private static String name(Response response) {
        return response.as(JsonNode.class).get("name").asText();
    }

    private static int currentModels(Response response) {
        JsonNode answer = response.as(JsonNode.class);
        JsonNode standing =
                answer.has("performance") ? answer.get("performance").get(0) : answer;
        for (JsonNode one : answer.path("data")) {
            if (one.get("capability").asText().equals("dated")) {
                standing = one;
            }
        }
        return standing.at("/standings/current/count").asInt(-1);
    }

    private static void importDated() {
        StringBuilder lines = new StringBuilder("""
                {"type":"benchmark","id":"dated","label":"Dated","unit":"points"}
                {"type":"capability","id":"dated","label":{"en":"Dated"},"description":{"en":"D"},"benchmark":"dated",\
                "scale":{"kind":"linear","floor":0,"ceiling":10}}
                """);
        for (int i = 0; i < 7; i++) {
            lines.append("""
                    {"type":"model","id":"kiefer/dated-%1$d","name":"Dated","releaseDate":"%2$s","modalities":{"output":["text"]}}
                    {"type":"measurement","model":"kiefer/dated-%1$d","benchmark":"dated","raw":%1$d,"source":"https://dated.example"}
                    """.formatted(i, i == 0 ? "2024-06-30" : "2026-07"));
        }
        given().config(PLAIN)
                .header("Authorization", ADMIN)
                .contentType("application/x-ndjson")
                .body(lines.toString().getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
    }

    @Test
    void every_answer_is_of_one_snapshot_while_others_write() throws Exception {
        create("kiefer/moving");
        String path = "/api/v1/models/kiefer/moving";
        long begin = Long.parseLong(given().get(path).header("Modeltree-Revision"));
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 60; i++) {
                rename("kiefer/moving", "at " + (begin + 1 + i));
            }
        });
        long last = begin;
        while (!writing.isDone()) {
            Response read = given().get(path);
            long revision = Long.parseLong(read.header("Modeltree-Revision"));
            assertTrue(revision >= last, "revisions go up");
            last = revision;
            if (revision > begin) {
                assertEquals("at " + revision, name(read));
            }
        }
        writing.get();
        assertEquals("at " + (begin + 60), given().get(path).path("name"));
    }

    @Test
    void a_commit_of_another_instance_is_seen_soon() throws SQLException {
        create("kiefer/elsewhere");
        String path = "/api/v1/models/kiefer/elsewhere";
        long before = Long.parseLong(given().get(path).header("Modeltree-Revision"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update model set name = 'From elsewhere' where id = 'kiefer/elsewhere'");
            statement.executeUpdate("update catalog_revision set revision = revision + 1");
        }
        Instant end = Instant.now().plus(LONGEST);
        Response read = given().get(path);
        while (Long.parseLong(read.header("Modeltree-Revision")) == before
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
            read = given().get(path);
        }
        assertEquals(Long.toString(before + 1), read.header("Modeltree-Revision"));
        assertEquals("From elsewhere", read.path("name"));
    }

    @Test
    void identical_concurrent_requests_are_computed_once() {
        create("kiefer/crowd");
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/models/kiefer/crowd/card?lang=zh"))
                .timeout(LONGEST)
                .build();
        double before = count("miss");
        double shared = count("shared") + count("hit");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        List<String> bodies =
                answers.stream().map(answer -> answer.join().body()).distinct().toList();
        assertEquals(1, bodies.size());
        assertTrue(bodies.get(0).contains("\"kiefer/crowd\""));
        assertEquals(before + 1, count("miss"));
        assertEquals(shared + 199, count("shared") + count("hit"));
    }

    @Test
    void if_the_first_client_disconnects_one_other_request_computes() throws Exception {
        create("kiefer/left");
        String path = "/api/v1/models/kiefer/left/card?lang=zh";
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(LONGEST).build();
        double before = count("miss");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // No model can be read until this is rolled back.
            statement.execute("lock table model in access exclusive mode");
            try (Socket first = new Socket(base.getHost(), base.getPort())) {
                first.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                while (count("miss") == before) {
                    Thread.sleep(10);
                }
                for (int i = 0; i < 50; i++) {
                    answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
                }
                Thread.sleep(500);
            }
            Thread.sleep(500);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertEquals(200, answer.join().statusCode());
        }
        assertEquals(before + 2, count("miss"));
    }

    @Test
    void authorized_and_invalid_requests_are_not_cached() {
        create("kiefer/private");
        String path = "/api/v1/models/kiefer/private/scores";
        double hits = count("hit");
        for (int i = 0; i < 2; i++) {
            Response mine = given().header("Authorization", ADMIN).get(path);
            assertTrue(mine.header("Cache-Control").startsWith("private"));
            given().get("/api/v1/models?limit=0").then().statusCode(400);
            given().header("Authorization", "Bearer mt_wrong").get(path).then().statusCode(401);
        }
        assertEquals(hits, count("hit"));
        given().get(path).then().statusCode(200);
        given().header("Authorization", "Bearer mt_wrong").get(path).then().statusCode(401);
        given().header("Accept", "text/html").get(path).then().statusCode(406);
    }

    @Test
    void a_client_that_has_seen_a_newer_revision_gets_no_older_cached_answer() {
        create("kiefer/ahead");
        String path = "/api/v1/models/kiefer/ahead";
        String revision = given().get(path).header("Modeltree-Revision");
        double hits = count("hit");
        double misses = count("miss");
        given().header("Modeltree-Revision", revision).get(path).then().statusCode(200);
        assertEquals(hits + 1, count("hit"));
        given().header("Modeltree-Revision", Long.parseLong(revision) + 1)
                .get(path)
                .then()
                .statusCode(200);
        assertEquals(hits + 1, count("hit"));
        assertEquals(misses + 1, count("miss"));
    }

    /** Runs last, because a full cache rarely admits new entries. */
    @Test
    @Order(Integer.MAX_VALUE)
    void memory_is_bounded_in_bytes() {
        for (int i = 0; i < 300; i++) {
            given().get("/api/v1/models?limit=200&sort=name&contextWindowMin=" + (i + 1))
                    .then()
                    .statusCode(200);
        }
        double bytes = meters.get("modeltree.cache.bytes").gauge().value();
        assertTrue(bytes <= CachingProfile.MAX_BYTES, () -> bytes + " bytes");
        assertNotEquals(0, meters.get("modeltree.cache.evictions").counter().count());
    }
}
