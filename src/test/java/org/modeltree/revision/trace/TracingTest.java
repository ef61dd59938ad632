package org.modeltree.revision.trace;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.write;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.http.cache.CachingProfile;
import org.modeltree.http.cache.FactCache;
import org.modeltree.imports.Importing;

/** A collector gets a span for each request, and below it one for each of its statements. */
@QuarkusTest
@TestProfile(CachingProfile.class)
class TracingTest {

    private static final String CLIENT = "00f067aa0ba902b7";
    private static final String CARD = "GET /api/v1/models/{vendor}/{slug}/card";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int SERVER = 2;
    private static final int TO_DATABASE = 3;

    BlockingQueue<byte[]> received;

    @Inject
    FactCache facts;

    private final List<ReceivedSpan> spans = new ArrayList<>();

    @BeforeEach
    void fill() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"vendor","id":"alder","name":"Alder"}
                {"type":"model","id":"alder/one","name":"One"}
                """);
        facts.clear();
    }

    /** Id of a trace that no other test has. */
    private static String trace() {
        return "4bf92f3577b34da6a3ce929d" + String.format("%08x", NUMBER.incrementAndGet());
    }

    private static String parent(String trace, String flags) {
        return "00-" + trace + "-" + CLIENT + "-" + flags;
    }

    private List<ReceivedSpan> of(String trace) {
        for (byte[] request = received.poll(); request != null; request = received.poll()) {
            spans.addAll(ReceivedSpan.of(request));
        }
        return spans.stream().filter(span -> span.traceId().equals(trace)).toList();
    }

    /** The span of the one request of a trace, which arrives after those of its statements, or together with them. */
    private ReceivedSpan request(String trace) {
        List<ReceivedSpan> found = await().atMost(PATIENCE)
                .until(
                        () -> of(trace).stream()
                                .filter(span -> span.kind() == SERVER)
                                .toList(),
                        some -> !some.isEmpty());
        assertEquals(1, found.size());
        return found.get(0);
    }

    private List<ReceivedSpan> statements(String trace) {
        return of(trace).stream().filter(span -> span.kind() == TO_DATABASE).toList();
    }

    @Test
    void a_read_is_a_part_of_the_trace_of_its_client_with_its_statements() {
        String trace = trace();
        assertEquals(
                200,
                get("/models/alder/one/card", "traceparent", parent(trace, "01"), "X-Request-Id", "asked")
                        .status());
        ReceivedSpan request = request(trace);
        assertEquals(CARD, request.name());
        assertEquals(CLIENT, request.parent());
        assertEquals("200", request.attributes().get("http.response.status_code"));
        assertEquals("GET", request.attributes().get("http.request.method"));
        assertEquals("/api/v1/models/{vendor}/{slug}/card", request.attributes().get("http.route"));
        assertEquals("asked", request.attributes().get("modeltree.request_id"));
        assertEquals("modeltree", request.attributes().get("service.name"));
        List<ReceivedSpan> statements = statements(trace);
        assertTrue(!statements.isEmpty(), () -> of(trace).toString());
        for (ReceivedSpan statement : statements) {
            assertEquals(request.id(), statement.parent(), statement::toString);
            assertEquals("postgresql", statement.attributes().get("db.system.name"));
            assertEquals(statement.name(), statement.attributes().get("db.operation.name"));
        }
        assertTrue(
                statements.stream()
                        .anyMatch(one -> one.attributes().get("db.query.text").contains("from model")),
                statements::toString);
        assertFalse(statements.toString().contains("alder"), statements::toString);
    }

    @Test
    void an_answer_from_memory_has_a_span_without_statements() {
        get("/models/alder/one/card").is(200);
        String trace = trace();
        get("/models/alder/one/card", "traceparent", parent(trace, "01")).is(200);
        assertEquals(CARD, request(trace).name());
        assertEquals(List.of(), statements(trace));
    }

    @Test
    void times_have_the_trace_as_an_exemplar() {
        String trace = trace();
        get("/models/alder/one/card", "traceparent", parent(trace, "01")).is(200);
        get("/models/alder/one/card", "traceparent", parent(trace, "01")).is(200);
        String metrics = given().accept("application/openmetrics-text; version=1.0.0; charset=utf-8")
                .get("/q/metrics")
                .asString();
        assertTrue(
                metrics.lines()
                        .filter(line -> line.startsWith("http_server_requests_seconds_bucket"))
                        .anyMatch(
                                line -> line.matches(".* # \\{span_id=\"[0-9a-f]{16}\",trace_id=\"[0-9a-f]{32}\"} .*")),
                metrics);
    }

    @Test
    void a_client_decides_what_is_traced() {
        String not = trace();
        get("/models/alder/one", "traceparent", parent(not, "00")).is(200);
        String later = trace();
        get("/models/alder/none", "traceparent", parent(later, "01"));
        // Sent in the order in which they end.
        assertEquals("404", request(later).attributes().get("http.response.status_code"));
        assertEquals(0, request(later).status());
        assertEquals(List.of(), of(not));
    }

    @Test
    void a_write_shows_its_statements_up_to_the_commit_and_none_of_its_values() {
        String trace = trace();
        Importing.Answer written = write(
                "PATCH",
                "/models/alder/one",
                "{\"family\":\"hushhush\"}",
                "If-Match",
                "*",
                "traceparent",
                parent(trace, "01"));
        assertEquals(200, written.status(), written::text);
        assertEquals("PATCH /api/v1/models/{vendor}/{slug}", request(trace).name());
        assertTrue(
                statements(trace).stream().anyMatch(span -> span.name().equals("COMMIT")),
                () -> statements(trace).toString());
        assertFalse(of(trace).toString().contains("hushhush"));
    }
}
