package org.modeltree.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/**
 * HEAD, GET and 304 agree on every read of the contract: in the status, and in the headers that tell a client and a shared
 * cache what they may keep.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ReadsAgreeTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String AUTHORIZATION = "Bearer " + EmptyCatalogProfile.ADMIN;

    private static final String CATALOG = """
            {"type":"vendor","id":"aurora","name":"Aurora"}
            {"type":"provider","id":"hostco","name":"Hostco"}
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context / memory"},"description":{"en":"Each doubling is one point."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"model","id":"aurora/echo","name":"Echo","releaseDate":"2026-01"}
            {"type":"model","id":"aurora/diamond-top","name":"Diamond","releaseDate":"2025-01"}
            {"type":"edge","child":"aurora/echo","parent":"aurora/diamond-top","relation":"fine_tune"}
            {"type":"measurement","model":"aurora/echo","benchmark":"context-window","raw":131072,"source":"https://aurora.example"}
            {"type":"offering","provider":"hostco","id":"shared-one","model":"aurora/echo","prices":[{"kind":"metered","input":"1","output":"2"}]}
            {"type":"card","model":"aurora/echo","texts":{"en":{"whyItMatters":"It echoes."}}}
            """;

    private static final String UNMATCHED = """
            {"hostco":{"id":"hostco","name":"Hostco","models":{"nobody":{"id":"nobody","name":"Nobody"}}}}
            """;

    private static String importId;
    private static String tokenId;
    private static String webhookId;

    /** Headers of the connection rather than of the answer, and the length, which a streamed answer does not know. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "content-length",
            "transfer-encoding",
            "date",
            "connection",
            "ratelimit",
            "ratelimit-policy",
            "x-request-id");

    /** Headers about the body, which 304 does not have. */
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "content-encoding");

    @BeforeEach
    void something_of_everything() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
        importId = Importing.done("format=models.dev", UNMATCHED).get("id").asText();
        tokenId = Importing.write("POST", "/tokens", "{\"name\": \"a reader\", \"role\": \"reader\"}")
                .is(201)
                .json()
                .get("id")
                .asText();
        Importing.execute("delete from webhook");
        // One that is inactive keeps its state while it is read.
        webhookId = Importing.write("POST", "/webhooks", "{\"url\": \"http://127.0.0.1:9/\", \"active\": false}")
                .is(201)
                .json()
                .get("id")
                .asText();
    }

    @Test
    void every_read_answers_head_and_if_none_match_as_it_answers_get() {
        // Within a second after a change, the feed has no Last-Modified yet.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> send("HEAD", "/changes.atom", "identity", null, null)
                        .headers()
                        .firstValue("last-modified")
                        .isPresent());
        List<Executable> checks = new ArrayList<>();
        int reads = 0;
        for (Contract.Operation operation : Contract.committed().operations()) {
            if (!operation.isRead() || operation.isEndless()) {
                continue;
            }
            reads++;
            String path = path(operation);
            for (String encoding : List.of("identity", "gzip")) {
                if (operation.role().isEmpty()) {
                    // The first is computed, and the second comes from the cache.
                    checks.add(() -> assertAgree(path, encoding, null));
                    checks.add(() -> assertAgree(path, encoding, null));
                }
                checks.add(() -> assertAgree(path, encoding, AUTHORIZATION));
            }
        }
        assertTrue(reads > 30, "only " + reads + " reads");
        assertAll(checks);
    }

    @Test
    void every_read_that_is_refused_is_refused_to_head_with_the_same_headers() {
        List<Executable> checks = new ArrayList<>();
        for (String path : List.of(
                "/api/v1/models/no/body",
                "/api/v1/models/no/body/card",
                "/api/v1/export?format=nosuch",
                "/api/v1/scores",
                "/api/v1/scores?capability=nosuch",
                "/api/v1/bands/nosuch",
                "/api/v1/changes?capability=nosuch",
                "/api/v1/cards",
                "/api/v1/imports",
                "/api/v1/nosuch")) {
            checks.add(() -> assertRefused(path));
            checks.add(() -> assertRefused(path));
        }
        assertAll(checks);
    }

    private static void assertRefused(String path) {
        HttpResponse<byte[]> get = send("GET", path, "identity", null, null);
        HttpResponse<byte[]> head = send("HEAD", path, "identity", null, null);
        assertTrue(get.statusCode() >= 400, path);
        assertEquals(get.statusCode(), head.statusCode(), path);
        assertEquals(headers(get, Set.of()), headers(head, Set.of()), path);
    }

    private static void assertAgree(String path, String encoding, String authorization) {
        String about = path + " " + encoding + (authorization == null ? "" : " with a token");
        HttpResponse<byte[]> get = send("GET", path, encoding, authorization, null);
        assertEquals(200, get.statusCode(), () -> about + new String(get.body(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> head = send("HEAD", path, encoding, authorization, null);
        assertEquals(200, head.statusCode(), about);
        assertEquals(0, head.body().length, about);
        assertEquals(headers(get, Set.of()), headers(head, Set.of()), about);
        head.headers()
                .firstValue("content-length")
                .ifPresent(length -> assertEquals(Integer.toString(get.body().length), length, about));
        String validator = get.headers().firstValue("etag").orElse(null);
        assertNotNull(validator, about + " has no ETag");
        assertTrue(validator.startsWith("\""), () -> about + " has a weak ETag: " + validator);
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<byte[]> unchanged = send(method, path, encoding, authorization, validator);
            assertEquals(304, unchanged.statusCode(), about + " " + method);
            assertEquals(0, unchanged.body().length, about);
            assertEquals(headers(get, OF_THE_BODY), headers(unchanged, Set.of()), about + " " + method + " 304");
            assertEquals(
                    200,
                    send(method, path, encoding, authorization, "\"another\"").statusCode(),
                    about);
        }
    }

    private static String path(Contract.Operation operation) {
        String path = switch (operation.path()) {
            case "/api/v1/imports/{id}" -> "/api/v1/imports/" + importId;
            case "/api/v1/imports/unmatched/{provider}/{id}" -> "/api/v1/imports/unmatched/hostco/nobody";
            case "/api/v1/tokens/{id}" -> "/api/v1/tokens/" + tokenId;
            case "/api/v1/webhooks/{id}" -> "/api/v1/webhooks/" + webhookId;
            case "/api/v1/webhooks/{id}/deliveries" -> "/api/v1/webhooks/" + webhookId + "/deliveries";
            default -> ContractTest.filled(operation.path());
        };
        String required = ContractTest.required(path, "");
        return required.isEmpty() ? path : path + "?" + required.substring(1);
    }

    private static Map<String, List<String>> headers(HttpResponse<?> response, Set<String> besides) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeAll(OF_THE_CONNECTION);
        headers.keySet().removeAll(besides);
        return headers;
    }

    private static HttpResponse<byte[]> send(
            String method, String path, String encoding, String authorization, String validator) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Accept-Encoding", encoding)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (validator != null) {
            request.header("If-None-Match", validator);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
