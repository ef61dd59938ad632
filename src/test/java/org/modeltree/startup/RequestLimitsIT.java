package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;

/** Each limit of a single request, and of requests that wait, is the one that the operator has set. */
class RequestLimitsIT {

    private static final String WRITE = "PUT /api/v1/vendors/a HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n"
            + "Authorization: Bearer " + EmptyCatalogProfile.ADMIN + "\r\nContent-Type: application/json\r\n";

    @Test
    void every_limit_of_a_request_follows_its_setting() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(TestServer.migratedDatabase("limits"));
        environment.put("MODELTREE_SECURITY_BOOTSTRAP_TOKEN", EmptyCatalogProfile.ADMIN);
        try (PackagedService service = PackagedService.with(
                        environment,
                        "-Dmodeltree.starter-catalog=none",
                        "-Dmodeltree.requests.max-body-kilobytes=16",
                        "-Dmodeltree.requests.body-window=1s",
                        "-Dmodeltree.requests.max-json-depth=8",
                        "-Dmodeltree.requests.max-json-values=1000",
                        "-Dmodeltree.requests.max-url-bytes=8192",
                        "-Dmodeltree.requests.max-header-kilobytes=4",
                        "-Dmodeltree.requests.max-headers=20",
                        "-Dmodeltree.requests.max-connections=10",
                        "-Dmodeltree.requests.idle-timeout=2s",
                        "-Dmodeltree.requests.waiting-reads=0",
                        "-Dmodeltree.requests.waiting-writes=0",
                        "-Dmodeltree.imports.max-on-disk=1",
                        // Three connections for reads, of which one client may have one for reads of a kind.
                        "-Dquarkus.datasource.jdbc.max-size=15")
                .up()) {
            int port = service.port();
            refused(413, "16384 bytes", port, WRITE + "Content-Length: 16385\r\n\r\n");
            refused(400, "at most 8 levels", port, write("[".repeat(9) + "]".repeat(9)));
            refused(400, "at most 1000 values", port, write("[" + "1,".repeat(1_000) + "1]"));
            refused(414, "too large", port, read("q=" + "a".repeat(8_200), ""));
            refused(431, "too large", port, read("limit=1", "X-A: " + "a".repeat(4_100) + "\r\n"));
            refused(431, "at most 20 headers", port, read("limit=1", "X-A: a\r\n".repeat(20)));
            // One byte, and then nothing.
            refused(408, "too slowly", port, WRITE + "Content-Length: 100\r\n\r\n{");
            try (RawConnection connection = new RawConnection(port)) {
                assertEquals(
                        200,
                        connection
                                .send(read("limit=1", "X-A: a\r\n".repeat(19)))
                                .answer()
                                .status());
                assertEquals(
                        201, connection.send(write("{\"name\":\"A\"}")).answer().status());
                assertTrue(connection.isClosedByService());
            }
            assertOneIsRefused(environment, port, 2, i -> read("limit=1" + i, ""));
            assertOneIsRefused(
                    environment, port, 3, i -> write("{\"name\":\"B\"}").replace("vendors/a", "vendors/b" + i));
            assertOneIsRefused(environment, port, 2, RequestLimitsIT::upload);
            assertConnectionsAreLimited(port);
        }
    }

    /** While the catalog is locked, all requests but one wait for it, and the others are answered afterwards. */
    private static void assertOneIsRefused(
            Map<String, String> environment, int port, int requests, IntFunction<String> request) throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        List<CompletableFuture<RawConnection.Answer>> answers = new ArrayList<>();
        try (Connection holder = DriverManager.getConnection(environment.get("DB_URL"), "postgres", "");
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select revision from catalog_revision for update");
            statement.execute("lock table model in access exclusive mode");
            for (int i = 0; i < requests; i++) {
                RawConnection connection = new RawConnection(port).send(request.apply(i));
                connections.add(connection);
                answers.add(CompletableFuture.supplyAsync(() -> answer(connection)));
            }
            CompletableFuture.anyOf(answers.toArray(new CompletableFuture<?>[0]))
                    .join();
            holder.rollback();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
        List<RawConnection.Answer> refused = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() >= 300)
                .toList();
        for (RawConnection connection : connections) {
            connection.close();
        }
        assertEquals(1, refused.size(), refused.toString());
        assertEquals(503, refused.get(0).status(), refused.get(0).body());
        assertTrue(
                refused.get(0).head().contains("retry-after: "), refused.get(0).head());
    }

    private static RawConnection.Answer answer(RawConnection connection) {
        try {
            return connection.answer();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String upload(int number) {
        String body = "{\"type\":\"vendor\",\"id\":\"c" + number + "\",\"name\":\"C\"}\n";
        return "POST /api/v1/imports?format=modeltree HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + EmptyCatalogProfile.ADMIN + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static void assertConnectionsAreLimited(int port) throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            // The client of the test itself may hold one.
            for (int i = 0; i < 8; i++) {
                RawConnection connection = new RawConnection(port);
                connections.add(connection);
                assertEquals(200, connection.send(read("limit=1", "")).answer().status());
            }
            for (int i = 0; i < 3; i++) {
                connections.add(new RawConnection(port));
            }
            assertTrue(connections.get(10).isClosedByService());
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void a_limit_beyond_its_bounds_stops_the_start_with_a_message() throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(
                TestServer.migratedDatabase("bounds"),
                "-Dmodeltree.requests.max-headers=19",
                "-Dmodeltree.requests.idle-timeout=0s")) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            String errors = service.errors();
            assertTrue(errors.contains("modeltree.requests.max-headers must be greater than or equal to 20"), errors);
            assertTrue(errors.contains("modeltree.requests.idle-timeout must be greater than or equal to 1s"), errors);
            assertFalse(errors.contains("\tat "), errors);
        }
    }

    private static String read(String query, String headers) {
        return "GET /api/v1/models?" + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private static String write(String body) {
        return WRITE + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void refused(int status, String text, int port, String request) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            RawConnection.Answer answer = connection.send(request).answer();
            assertEquals(status, answer.status(), answer.body());
            assertTrue(answer.head().contains("content-type: application/problem+json"), answer.head());
            assertTrue(answer.body().contains(text), answer.body());
        }
    }
}
