package org.modeltree.startup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A service that is asked to stop completes the requests in progress first. */
class GracefulShutdownIT {

    private static final String TOKEN = "mt_tests-stop-the-service-with-a-token-of-their-own-000000";
    private static final String NONE = "-Dmodeltree.starter-catalog=none";
    private static final String MODEL = "/api/v1/models/openai/instructgpt";
    private static final String NAME = "select name from model where id = 'openai/instructgpt'";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_write_in_progress_is_completed_and_acknowledged() throws Exception {
        Map<String, String> database = TestServer.migratedDatabase("stopped");
        String url = database.get("DB_URL");
        try (PackagedService service =
                        PackagedService.with(database, bootstrap(), NONE).up().withModel(TOKEN);
                Connection other = DriverManager.getConnection(url, TestServer.USER, "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from catalog_revision for update");
            CompletableFuture<HttpResponse<String>> write = CompletableFuture.supplyAsync(() -> rename(service));
            await().atMost(SOON).until(() -> waits(url));
            service.stop();
            await().atMost(SOON)
                    .until(() -> service.console().contains("Waiting up to 20 s for 1 requests and 0 imports"));
            assertTrue(service.isRunning());
            other.rollback();
            assertEquals(200, write.get().statusCode());
            assertEquals(0, service.end(SOON));
            assertEquals("Renamed", TestServer.ask(url, NAME));
        }
    }

    @Test
    void requests_longer_than_the_grace_period_are_cut_off() throws Exception {
        Map<String, String> database = TestServer.migratedDatabase("cut");
        String url = database.get("DB_URL");
        try (PackagedService service = PackagedService.with(
                                database, bootstrap(), "-Dmodeltree.shutdown.grace=1s", NONE)
                        .up()
                        .withModel(TOKEN);
                Connection other = DriverManager.getConnection(url, TestServer.USER, "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from catalog_revision for update");
            CompletableFuture<HttpResponse<String>> write = CompletableFuture.supplyAsync(() -> rename(service));
            await().atMost(SOON).until(() -> waits(url));
            assertEquals(0, service.stop().end(SOON));
            String outcome = write.handle(
                            (answer, cut) -> cut != null ? "cut" : answer.statusCode() + " " + answer.body())
                    .get();
            assertTrue(outcome.equals("cut") || outcome.startsWith("503 "), outcome + "\n" + service.console());
            assertTrue(service.console().contains("Stopping with 1 requests"), service.console());
        }
    }

    @Test
    void readiness_fails_while_requests_are_still_answered_and_a_stream_of_changes_ends_whole_and_is_not_waited_for()
            throws Exception {
        Map<String, String> database = TestServer.migratedDatabase("delayed");
        String url = database.get("DB_URL");
        try (PackagedService service = PackagedService.with(
                                database, bootstrap(), "-Dmodeltree.shutdown.delay=60s", NONE)
                        .up()
                        .withModel(TOKEN);
                Connection other = DriverManager.getConnection(url, TestServer.USER, "");
                Statement statement = other.createStatement()) {
            assertEquals(200, service.get("/q/health/ready").statusCode());
            HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + service.port() + "/api/v1/changes/stream"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, stream.statusCode());
            assertEquals('r', stream.body().read());
            service.stop();
            await().atMost(SOON).until(() -> service.get("/q/health/ready").statusCode() == 503);
            assertEquals(200, service.get("/q/health/live").statusCode());
            assertEquals(200, service.get(MODEL).statusCode());
            other.setAutoCommit(false);
            statement.execute("select * from catalog_revision for update");
            CompletableFuture<HttpResponse<String>> write = CompletableFuture.supplyAsync(() -> rename(service));
            await().atMost(SOON).until(() -> waits(url));
            // A second signal ends the wait, and waits for no request.
            service.stop();
            // A connection that is cut off would throw.
            String text = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("etry: 3000\nid: ") && text.endsWith("\n\n"), text);
            assertEquals(0, service.end(SOON));
            assertFalse(service.console().contains("Waiting up to"), service.console());
            assertTrue(service.console().contains("Stopping with 1 requests"), service.console());
            assertTrue(write.handle((answer, cut) -> cut != null || answer.statusCode() == 503)
                    .get());
        }
    }

    private static String bootstrap() {
        return "-Dmodeltree.security.bootstrap-token=" + TOKEN;
    }

    private static HttpResponse<String> rename(PackagedService service) {
        try {
            return service.send(
                    MODEL,
                    HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("If-Match", "*")
                            .header("Content-Type", "application/merge-patch+json")
                            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\": \"Renamed\"}")));
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        } catch (InterruptedException interrupted) {
            throw new CompletionException(interrupted);
        }
    }

    /** Whether a connection waits for the test's lock. */
    private static boolean waits(String url) throws SQLException {
        return !TestServer.ask(url, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                .equals("0");
    }
}
