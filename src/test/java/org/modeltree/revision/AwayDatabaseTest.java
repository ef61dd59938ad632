package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.http.RawConnection;

/** Responses while the database is down, silent, or does not confirm commits. */
@QuarkusTest
@TestProfile(ProxiedProfile.class)
class AwayDatabaseTest {

    private static final String MODEL = "/api/v1/models/linde/a";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** A request takes at most a second longer than the statement timeout; the rest is for a busy machine. */
    private static final long MAX_MILLIS = ProxiedProfile.STATEMENT_MILLIS + 4_000L;

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private static final int CHILDREN = 120;
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    Reader reader;

    @Inject
    DataSource database;

    /** A read that bypasses the queue, which lets none pass once the database is known to be away. */
    @ApplicationScoped
    static class Reader {

        @Inject
        EntityManager entities;

        @InSnapshot
        Object read() {
            return entities.createNativeQuery("select 1").getSingleResult();
        }
    }

    @BeforeEach
    void there_is_a_model() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        write("A", "If-None-Match");
        await().atMost(SOON).until(() -> write("A").statusCode() == 200);
    }

    @AfterEach
    void the_database_is_back() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> unseen().statusCode() == 200 && ready() == 200);
    }

    @Test
    void refused_connections_fail_fast_and_cached_responses_are_served_with_their_age() {
        assertEquals(200, given().get(MODEL).statusCode());
        DatabaseProxy.set(DatabaseProxy.Mode.REFUSING);
        await().atMost(SOON).until(() -> ready() == 503);
        for (int i = 0; i < 20; i++) {
            unseen().then().statusCode(503).header("Retry-After", Integer::parseInt, greaterThanOrEqualTo(1));
            write("Never").then().statusCode(503).header("Retry-After", Integer::parseInt, greaterThanOrEqualTo(1));
        }
        given().get("/q/health/live").then().statusCode(200);
        given().get(MODEL)
                .then()
                .statusCode(200)
                .header("Cache-Status", matchesPattern("modeltree; hit; ttl=-[0-9]+"))
                .header("Age", matchesPattern("[0-9]+"))
                .body("name", equalTo("A"));
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> unseen().statusCode() == 200);
        // The pool's dead connections are not used any more.
        for (int i = 0; i < 20; i++) {
            unseen().then().statusCode(200);
        }
        given().get(MODEL)
                .then()
                .statusCode(200)
                .header("Cache-Status", equalTo(null))
                .header("Age", equalTo(null));
    }

    @Test
    void sitemaps_do_not_wait_for_a_database_that_is_away() {
        assertThat(
                given().get("/robots.txt").asString(), containsString("Sitemap: https://models.example/sitemap.xml"));
        given().get("/sitemap.xml").then().statusCode(200);
        // A newer revision, for which the files have to be read anew.
        write("Newer");
        DatabaseProxy.set(DatabaseProxy.Mode.SILENT);
        long began = System.nanoTime();
        given().get("/sitemap.xml").then().statusCode(503);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), lessThan(MAX_MILLIS));
        DatabaseProxy.set(DatabaseProxy.Mode.REFUSING);
        await().atMost(SOON).until(() -> ready() == 503);
        given().get("/sitemap.xml").then().statusCode(503);
    }

    @Test
    void a_recommendation_that_takes_too_long_says_what_to_narrow() throws SQLException {
        imported("""
                        {"type":"benchmark","id":"quiz","label":"Quiz","unit":"points"}
                        {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"Q."},"benchmark":"quiz",\
                        "scale":{"kind":"linear","floor":0,"ceiling":10}}
                        """);
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            try (Statement lock = other.createStatement()) {
                lock.execute("lock table price in access exclusive mode");
                given().get("/api/v1/recommend?capability=quiz")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", equalTo("5"))
                        .body(
                                "detail",
                                equalTo("The query took too long and was cancelled. Narrow the models, such as with"
                                        + " cohort=current, vendor, contextWindowMin or releasedFrom, or name fewer"
                                        + " capabilities."));
            } finally {
                other.rollback();
            }
        }
        given().get("/api/v1/recommend?capability=quiz").then().statusCode(200);
    }

    /** Each round trip takes so long that all of them together take longer than any other request may. */
    @Test
    void a_deletion_with_parts_has_more_time_once_it_holds_the_lock() {
        StringBuilder family = new StringBuilder("""
                {"type":"model","id":"linde/parent","name":"Parent"}
                {"type":"model","id":"linde/heir","name":"Heir"}
                """);
        for (int i = 0; i < CHILDREN; i++) {
            family.append("{\"type\":\"model\",\"id\":\"linde/c%1$d\",\"name\":\"C\"}\n".formatted(i));
            family.append(
                    "{\"type\":\"edge\",\"child\":\"linde/c%1$d\",\"parent\":\"linde/parent\",\"relation\":\"merge\"}\n"
                            .formatted(i));
        }
        imported(family.toString());
        DatabaseProxy.set(DatabaseProxy.Mode.SLOW);
        long began = System.nanoTime();
        Response deleted = given().header("Authorization", "Bearer " + ProxiedProfile.ADMIN)
                .header("If-Match", "*")
                .delete("/api/v1/models/linde/parent?reparentTo=linde/heir");
        assertEquals(204, deleted.statusCode(), deleted::asString);
        assertThat(
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                greaterThan(ProxiedProfile.STATEMENT_MILLIS + 1_000L));
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        given().get("/api/v1/models/linde/heir/lineage").then().statusCode(200).body(containsString("linde/c7"));
    }

    private static void imported(String lines) {
        given().config(PLAIN)
                .header("Authorization", "Bearer " + ProxiedProfile.ADMIN)
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
    }

    @Test
    void the_index_does_not_wait_for_a_silent_database_and_leads_to_the_last_card_that_it_knows() {
        String before = given().accept("application/json").get("/").asString();
        assertThat(before, containsString("/api/v1/models/linde/a/card"));
        // A newer revision, at which the card has to be asked for anew.
        write("Newer");
        DatabaseProxy.set(DatabaseProxy.Mode.SILENT);
        long began = System.nanoTime();
        given().accept("application/json").get("/").then().statusCode(200).body(equalTo(before));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), lessThan(MAX_MILLIS));
    }

    @Test
    @ActivateRequestContext
    void a_read_without_a_connection_asks_for_one_only_once() {
        assertEquals(1, reader.read());
        DatabaseProxy.set(DatabaseProxy.Mode.REFUSING);
        await().atMost(SOON).until(() -> ready() == 503);
        RuntimeException fault = assertThrows(RuntimeException.class, reader::read);
        // What a second attempt fails with is added to the first fault.
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            assertEquals(List.of(), List.of(cause.getSuppressed()), cause::toString);
        }
    }

    @Test
    void an_import_is_refused_before_its_body_is_sent() throws IOException {
        DatabaseProxy.set(DatabaseProxy.Mode.REFUSING);
        await().atMost(SOON).until(() -> ready() == 503);
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            connection.send(
                    "POST /api/v1/imports?format=modeltree HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + ProxiedProfile.ADMIN + "\r\nContent-Length: 1000000\r\n\r\n");
            RawConnection.Answer answer = connection.answer();
            assertEquals(503, answer.status());
            assertThat(answer.body(), containsString("The database cannot be reached"));
        }
    }

    @Test
    void a_silent_database_delays_no_request_beyond_its_deadline()
            throws ExecutionException, InterruptedException, TimeoutException {
        DatabaseProxy.set(DatabaseProxy.Mode.SILENT);
        List<CompletableFuture<Long>> asked = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean read = i % 3 != 0;
            asked.add(CompletableFuture.supplyAsync(() -> {
                long began = System.nanoTime();
                (read ? unseen() : write("Never")).then().statusCode(503);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            }));
            Thread.sleep(100);
        }
        for (CompletableFuture<Long> one : asked) {
            assertThat(one.get(60, TimeUnit.SECONDS), lessThan(MAX_MILLIS));
        }
        await().atMost(SOON).until(() -> ready() == 503);
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> ready() == 200);
        await().atMost(SOON).until(() -> unseen().statusCode() == 200);
        for (int i = 0; i < 20; i++) {
            unseen().then().statusCode(200);
        }
        given().get(MODEL).then().statusCode(200).body("name", equalTo("A"));
    }

    @Test
    void a_silent_database_ends_streams_of_changes_and_no_other_one_waits_for_it() throws IOException {
        try (InputStream open = stream().body()) {
            DatabaseProxy.set(DatabaseProxy.Mode.SILENT);
            // Before and after the silence is noticed.
            assertEquals("503 5", refused());
            await().atMost(SOON).until(() -> ready() == 503);
            assertEquals("503 5", refused());
            // To its end; the test would hang here.
            String sent = new String(open.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(sent, matchesPattern("retry: 3000\nid: [0-9]+\n\n(:\n\n)+"));
        }
    }

    @Test
    void a_connection_that_the_network_has_dropped_does_not_stop_streams_of_changes_for_good() throws IOException {
        try (InputStream open = stream().body()) {
            DatabaseProxy.set(DatabaseProxy.Mode.FORGETTING);
            await().atMost(SOON).until(() -> ready() == 503);
            DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
            // It may survive or end, by when the next read succeeds.
            assertThat(open.read(), greaterThanOrEqualTo(0));
        }
        await().atMost(SOON).until(() -> {
            HttpResponse<InputStream> again = stream();
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    private static String refused() throws IOException {
        HttpResponse<InputStream> answer = stream();
        answer.body().close();
        return answer.statusCode() + " "
                + answer.headers().firstValue("Retry-After").orElse("");
    }

    private static HttpResponse<InputStream> stream() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/api/v1/changes/stream"))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void an_unconfirmed_commit_is_reported_as_unknown_and_not_as_failed() {
        DatabaseProxy.set(DatabaseProxy.Mode.SWALLOWING_COMMITS);
        write("Perhaps")
                .then()
                .statusCode(503)
                .body("detail", containsString("The outcome is unknown"))
                .header("Retry-After", Integer::parseInt, greaterThanOrEqualTo(1));
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> "Perhaps".equals(given().get(MODEL).path("name")));
    }

    private static Response write(String name) {
        return write(name, "If-Match");
    }

    private static Response write(String name, String condition) {
        return given().header("Authorization", "Bearer " + ProxiedProfile.ADMIN)
                .header("Content-Type", "application/json")
                .header(condition, "*")
                .body("{\"name\": \"" + name + "\"}")
                .put(MODEL);
    }

    /** A path that is not cached. */
    private static Response unseen() {
        return given().get("/api/v1/models?contextWindowMin=" + NUMBERS.incrementAndGet());
    }

    private static int ready() {
        return given().get("/q/health/ready").statusCode();
    }
}
