package org.modeltree.http.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.send;
import static org.modeltree.imports.Importing.write;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;
import org.modeltree.imports.Importing;

/** One line in the log for each request, whatever answers it. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class AccessLogTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Lines by the id of their request. */
    private final Map<String, ExtLogRecord> lines = new ConcurrentHashMap<>();

    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            ExtLogRecord written = ExtLogRecord.wrap(line);
            ExtLogRecord other = lines.put(written.getMdc("requestId"), written);
            assertTrue(other == null, () -> "two lines: " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"vendor","id":"alder","name":"Alder"}
                {"type":"model","id":"alder/one","name":"One","aliases":["first"]}
                """);
        Logger.getLogger(AccessLog.CATEGORY).addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger(AccessLog.CATEGORY).removeHandler(listener);
    }

    private static String id() {
        return "test-" + NUMBER.incrementAndGet();
    }

    private ExtLogRecord line(String id) {
        return await().until(() -> lines.get(id), line -> line != null);
    }

    private void isLogged(String id, String method, String route, String status, long bytes, String caller) {
        isLogged(id, method, route, status, bytes, caller, "");
    }

    private void isLogged(
            String id, String method, String route, String status, long bytes, String caller, String problem) {
        ExtLogRecord line = line(id);
        Map<String, String> members = new HashMap<>(line.getMdcCopy());
        String millis = members.remove("durationMs");
        assertTrue(Double.parseDouble(millis) > 0, millis);
        assertEquals(problem, Objects.requireNonNullElse(members.remove("problem"), ""));
        assertEquals(
                Map.of(
                        "method",
                        method,
                        "route",
                        route,
                        "status",
                        status,
                        "bytes",
                        Long.toString(bytes),
                        "caller",
                        caller,
                        "requestId",
                        id),
                members);
        assertEquals(
                String.join(" ", method, route, status, millis, "ms", Long.toString(bytes), "B", caller)
                        + (problem.isEmpty() ? "" : " problem=" + problem) + " request=" + id,
                line.getMessage());
    }

    @Test
    void a_read_has_the_same_line_whether_a_resource_or_memory_answers_it() {
        for (String path :
                List.of("/models/alder/one/card", "/models/alder/one", "/models/nobody/nothing", "/models/first/one")) {
            for (int i = 0; i < 3; i++) {
                String id = id();
                Importing.Answer answer = get(path, "X-Request-Id", id);
                isLogged(
                        id,
                        "GET",
                        path.endsWith("card")
                                ? "/api/v1/models/{vendor}/{slug}/card"
                                : "/api/v1/models/{vendor}/{slug}",
                        Integer.toString(answer.status()),
                        answer.bytes().length,
                        "anonymous",
                        path.endsWith("nothing") ? "not_found" : "");
            }
        }
    }

    @Test
    void a_line_says_what_kind_of_caller_it_was_and_not_who() {
        String id = id();
        Importing.Answer written =
                write("PATCH", "/models/alder/one", "{\"family\":\"secrets\"}", "If-Match", "*", "X-Request-Id", id);
        assertEquals(200, written.status(), written::text);
        isLogged(id, "PATCH", "/api/v1/models/{vendor}/{slug}", "200", written.bytes().length, "bootstrap");
        String refused = id();
        Importing.Answer refusal = send("DELETE", "/models/alder/one", null, "X-Request-Id", refused);
        assertEquals(401, refusal.status());
        assertEquals("anonymous", line(refused).getMdc("caller"));
        assertEquals("unauthorized", line(refused).getMdc("problem"));
    }

    @Test
    void a_line_says_what_was_refused_by_its_kind() {
        Map<String, String> kinds = Map.of(
                "/models?limit=0", "invalid_parameter",
                "/models?unknown=1", "invalid_parameter",
                "/models/alder/one/nothing", "not_found",
                "/exports/", "not_found");
        kinds.forEach((path, kind) -> {
            String id = id();
            get(path, "X-Request-Id", id);
            assertEquals(kind, line(id).getMdc("problem"), path);
        });
        Map<String, String> bodies = Map.of(
                "{\"released\":1}", "invalid_body",
                "{\"name\":", "invalid_body",
                "{\"successor\":\"alder/one\"}", "invalid_body");
        bodies.forEach((body, kind) -> {
            String id = id();
            write("PATCH", "/models/alder/one", body, "If-Match", "*", "X-Request-Id", id);
            assertEquals(kind, line(id).getMdc("problem"), body);
        });
        String unconditional = id();
        write("PATCH", "/models/alder/one", "{}", "X-Request-Id", unconditional);
        assertEquals("precondition_required", line(unconditional).getMdc("problem"));
    }

    @Test
    void requests_that_no_resource_answers_have_a_line_too() throws IOException {
        String unknown = id();
        assertEquals(404, get("/nowhere/%0aforged", "X-Request-Id", unknown).status());
        assertEquals("404", line(unknown).getMdc("status"));
        assertFalse(line(unknown).getMessage().contains("forged"));
        String odd = id();
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            assertEquals(
                    400,
                    connection
                            .send("GET /a/../b HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + odd + "\r\n\r\n")
                            .answer()
                            .status());
        }
        assertEquals("400", line(odd).getMdc("status"));
        String malformed = id();
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            assertEquals(
                    400,
                    connection
                            .send("GET / HTTP/1.1\r\nX-Request-Id: " + malformed
                                    + "\r\nHost: localhost\r\nContent-Length: x\r\n\r\n")
                            .answer()
                            .status());
        }
        assertEquals("UNKNOWN - 400", line(malformed).getMessage().split(" 0", 2)[0]);
    }

    @Test
    void no_client_can_forge_a_line_or_choose_a_route() {
        String method = id();
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            connection
                    .send("FORGED /api/v1/models HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + method + "\r\n\r\n")
                    .answer();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        assertEquals("UNKNOWN", line(method).getMdc("method"));
        String query = id();
        get("/models?q=mt_secret", "X-Request-Id", query);
        assertFalse(line(query).getMessage().contains("secret"));
        assertEquals("/api/v1/models", line(query).getMdc("route"));
    }

    @Test
    void a_line_has_the_trace_of_the_client() {
        String traced = id();
        get("/models/alder/one", "X-Request-Id", traced, "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertEquals(TRACE, line(traced).getMdc("traceId"));
        assertTrue(line(traced).getMessage().endsWith(" trace=" + TRACE));
        for (String malformed : List.of(
                "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-00f067aa0ba902b7-01",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                TRACE)) {
            String id = id();
            get("/models/alder/one", "X-Request-Id", id, "traceparent", malformed);
            assertEquals(null, line(id).getMdc("traceId"), malformed);
        }
    }
}
