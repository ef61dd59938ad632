package org.modeltree.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;
import org.modeltree.imports.Importing;

/** Limits on the size, rate and encoding of request bodies, and the discarding of unwanted ones. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class RequestBodiesTest {

    private static final String ADMIN = "Authorization: Bearer " + EmptyCatalogProfile.ADMIN + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final int LIMIT = 1 << 20;

    private static RawConnection connect() throws IOException {
        return new RawConnection(RestAssured.port);
    }

    private static String head(String method, String path, String... headers) {
        return method + " /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
    }

    private static void assertProblem(int status, String code, RawConnection.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertTrue(answer.head().contains("content-type: application/problem+json"), answer.head());
        assertTrue(answer.body().contains("\"" + code + "\""), answer.body());
    }

    private static void assertClosed(RawConnection connection, RawConnection.Answer answer) {
        assertTrue(answer.head().contains("connection: close"), answer.head());
        assertTrue(connection.isClosedByService());
    }

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @Test
    void a_body_over_the_limit_is_refused_before_any_of_it_is_sent() throws IOException {
        for (String request : List.of("POST /tokens", "PATCH /models/openai/gpt-4", "PUT /nowhere")) {
            String[] parts = request.split(" ", -1);
            try (RawConnection connection = connect()) {
                RawConnection.Answer answer = connection
                        .send(head(parts[0], parts[1], ADMIN, JSON, "Content-Length: 629145600\r\n"))
                        .answer();
                assertProblem(413, "too_large", answer);
                assertTrue(answer.body().contains(Integer.toString(LIMIT)), answer.body());
                assertClosed(connection, answer);
            }
        }
    }

    @Test
    void an_endless_body_is_refused_when_it_passes_the_limit() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(head("POST", "/tokens", ADMIN, JSON, "Transfer-Encoding: chunked\r\n"));
            String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
            for (int sent = 0; sent <= LIMIT; sent += 0x4000) {
                connection.send(chunk);
            }
            RawConnection.Answer answer = connection.answer();
            assertProblem(413, "too_large", answer);
            assertClosed(connection, answer);
        }
    }

    @Test
    void a_body_exactly_at_the_limit_is_read() throws IOException {
        String body = "{\"name\": \"Full\"}";
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection
                    .send(head(
                            "PUT",
                            "/vendors/full",
                            ADMIN,
                            JSON,
                            "If-None-Match: *\r\n",
                            "Content-Length: " + LIMIT + "\r\n"))
                    .send(body + " ".repeat(LIMIT - body.length()))
                    .answer();
            assertEquals(201, answer.status(), answer.body());
        }
    }

    @Test
    void a_client_that_expects_100_continue_gets_it() throws IOException {
        String body = "{\"name\": \"Polite\"}";
        String expect = "Expect: 100-continue\r\n";
        try (RawConnection connection = connect()) {
            connection.send(head(
                    "PUT",
                    "/vendors/polite",
                    ADMIN,
                    JSON,
                    expect,
                    "If-None-Match: *\r\n",
                    "Content-Length: " + body.length() + "\r\n"));
            assertEquals(100, connection.answer().status());
            assertEquals(201, connection.send(body).answer().status());
        }
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection
                    .send(head("PUT", "/vendors/polite", JSON, expect, "Content-Length: 10\r\n"))
                    .answer();
            assertProblem(401, "unauthorized", answer);
            assertClosed(connection, answer);
        }
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection
                    .send(head("PUT", "/vendors/polite", ADMIN, JSON, expect, "Content-Length: 2000000\r\n"))
                    .answer();
            assertProblem(413, "too_large", answer);
            assertClosed(connection, answer);
        }
    }

    @Test
    void a_body_that_arrives_too_slowly_is_refused() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(head("PUT", "/vendors/slow", ADMIN, JSON, "Content-Length: 100000\r\n"));
            long began = System.nanoTime();
            Thread dripper = new Thread(() -> {
                try {
                    while (true) {
                        connection.send("x");
                        Thread.sleep(200);
                    }
                } catch (IOException | InterruptedException over) {
                    // The service has answered, or the test is over.
                }
            });
            dripper.start();
            try {
                RawConnection.Answer answer = connection.answer();
                long seconds = (System.nanoTime() - began) / 1_000_000_000L;
                assertProblem(408, "request_timeout", answer);
                assertTrue(seconds >= 9 && seconds < 40, () -> "after " + seconds + " s");
                assertClosed(connection, answer);
            } finally {
                dripper.interrupt();
                dripper.join();
            }
        }
    }

    @Test
    void over_http_2_a_body_without_a_length_is_refused_before_a_worker_waits_for_it() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI service = URI.create("http://localhost:" + RestAssured.port + "/api/v1/vendors");
        HttpResponse<String> first =
                client.send(HttpRequest.newBuilder(service).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, first.version());
        HttpRequest.Builder write = HttpRequest.newBuilder(URI.create(service + "/endless"))
                .header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .header("Content-Type", "application/json")
                .header("If-None-Match", "*")
                .timeout(Duration.ofSeconds(20));
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"name\": \"Endless\"}");
        HttpResponse<String> refused = client.send(
                write.copy().PUT(HttpRequest.BodyPublishers.fromPublisher(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(411, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("\"length_required\""), refused.body());
        assertEquals(
                201,
                client.send(write.copy().PUT(body).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode());
    }

    @Test
    void over_http_2_a_write_without_a_body_needs_no_length() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        String models = "http://localhost:" + RestAssured.port + "/api/v1/models/linde/bodiless";
        HttpRequest.Builder write = HttpRequest.newBuilder(URI.create(models))
                .header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .header("If-None-Match", "*")
                .timeout(Duration.ofSeconds(20));
        HttpResponse<String> created = client.send(
                write.copy()
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"name\": \"Bodiless\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, created.statusCode(), created.body());
        HttpResponse<String> alias = client.send(
                write.copy()
                        .uri(URI.create(models + "/aliases/bodiless-alias"))
                        .method("PUT", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, alias.version());
        assertEquals(201, alias.statusCode(), alias.body());
        HttpResponse<String> bad = client.send(
                write.copy()
                        .uri(URI.create(models + "2"))
                        .header("Content-Type", "application/json")
                        .method("PUT", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(400, bad.statusCode(), bad.body());
    }

    @Test
    void over_http_2_metrics_in_another_format_are_refused_with_a_problem() throws Exception {
        HttpResponse<String> refused = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/q/metrics"))
                                .header("Accept", "text/html")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(406, refused.statusCode());
        assertTrue(refused.body().contains("\"not_acceptable\""), refused.body());
    }

    @Test
    void an_unread_body_is_discarded_within_bounds() throws IOException {
        try (RawConnection connection = connect()) {
            // A short body is read, so that the connection can be reused.
            for (int i = 0; i < 2; i++) {
                assertProblem(
                        401,
                        "unauthorized",
                        connection
                                .send(head("PUT", "/vendors/x", JSON, "Content-Length: 2\r\n") + "{}")
                                .answer());
                assertEquals(
                        200,
                        connection
                                .send(head("GET", "/vendors?limit=3", "Content-Length: 2\r\n") + "{}")
                                .answer()
                                .status());
            }
        }
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection
                    .send(head("PUT", "/vendors/x", JSON, "Transfer-Encoding: chunked\r\n") + "1\r\n{\r\n")
                    .answer();
            assertProblem(401, "unauthorized", answer);
            assertClosed(connection, answer);
        }
    }

    @Test
    void a_client_that_sends_its_whole_body_before_it_reads_gets_the_response() throws IOException {
        byte[] body = " ".repeat(12 << 20).getBytes(StandardCharsets.UTF_8);
        String length = "Content-Length: " + body.length + "\r\n";
        for (int i = 0; i < 5; i++) {
            try (RawConnection connection = connect()) {
                RawConnection.Answer answer = connection
                        .send(head("PUT", "/vendors/x", ADMIN, JSON, length))
                        .send(body)
                        .answer();
                assertProblem(413, "too_large", answer);
                assertClosed(connection, answer);
            }
            try (RawConnection connection = connect()) {
                RawConnection.Answer answer = connection
                        .send(head("POST", "/imports?format=csv", JSON, length))
                        .send(body)
                        .answer();
                assertProblem(401, "unauthorized", answer);
                assertClosed(connection, answer);
            }
        }
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static RawConnection.Answer put(String vendor, byte[] body, String... headers) throws IOException {
        try (RawConnection connection = connect()) {
            return connection
                    .send(head(
                            "PUT",
                            "/vendors/" + vendor,
                            ADMIN,
                            JSON,
                            "If-None-Match: *\r\n",
                            String.join("", headers),
                            "Content-Length: " + body.length + "\r\n"))
                    .send(body)
                    .answer();
        }
    }

    @Test
    void a_body_may_be_compressed_with_gzip() throws IOException {
        byte[] body = "{\"name\": \"Packed\"}".getBytes(StandardCharsets.UTF_8);
        RawConnection.Answer answer = put("packed", packed(body), "Content-Encoding: GZIP\r\n");
        assertEquals(201, answer.status(), answer.body());
        assertEquals(201, put("plain", body, "Content-Encoding: identity\r\n").status());
        for (String other : List.of("br", "deflate", "gzip, gzip", "gzip\r\nContent-Encoding: gzip", "x")) {
            answer = put("other", packed(body), "Content-Encoding: " + other + "\r\n");
            assertProblem(415, "unsupported_media_type", answer);
            assertTrue(answer.body().contains("gzip"), answer.body());
        }
        byte[] packed = packed(body);
        assertProblem(
                400,
                "invalid_body",
                put("other", Arrays.copyOf(packed, packed.length - 9), "Content-Encoding: gzip\r\n"));
        assertProblem(400, "invalid_body", put("other", body, "Content-Encoding: gzip\r\n"));
        answer = put("other", packed(new byte[200 << 20]), "Content-Encoding: gzip\r\n");
        assertProblem(413, "too_large", answer);
        assertTrue(answer.body().contains("decompressed"), answer.body());
    }

    @Test
    void json_that_is_deep_or_has_endless_numbers_is_refused() throws IOException {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"name\":".repeat(100_000),
                "{\"name\": " + "9".repeat(1_000_000) + "}",
                "{\"name\": " + "[".repeat(50_000) + "]".repeat(50_000) + "}")) {
            RawConnection.Answer answer = put("deep", body.getBytes(StandardCharsets.UTF_8));
            assertProblem(400, "invalid_body", answer);
            assertFalse(answer.body().contains("Exception"), answer.body());
        }
    }
}
