package org.modeltree.http.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Malformed requests, byte by byte, and the headers of every response. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class OddRequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LIST = "/api/v1/models?limit=1";
    private static final String MODEL = "/api/v1/models/aurora/echo";
    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";
    private static final String ADMIN = "Authorization: Bearer " + GeneratedCatalogProfile.ADMIN + "\r\n";
    /** Answered by the resource, not from the cache. */
    private static final String ANEW = "Accept: application/*\r\n";

    @TestHTTPResource
    URI base;

    /**
     * What came back.
     *
     * @param headers names in lower case
     */
    private record Answer(String sent, int status, Map<String, String> headers, String body) {

        static Answer of(String sent, String received) {
            String[] parts = received.split("\r\n\r\n", 2);
            String[] lines = parts[0].split("\r\n", -1);
            assertTrue(lines[0].matches("HTTP/1\\.[01] [0-9]{3} .*"), () -> sent + " was answered: " + received);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(": ", 2);
                headers.merge(header[0].toLowerCase(Locale.ROOT), header[1], (one, other) -> one + " and " + other);
            }
            return new Answer(sent, Integer.parseInt(lines[0].substring(9, 12)), headers, parts[1]);
        }

        void isProblem(int expected) {
            assertEquals(expected, status, this::toString);
            assertEquals("application/problem+json", headers.get("content-type"), this::toString);
            assertEquals("no-store", headers.get("cache-control"), this::toString);
            assertEquals("*", headers.get("access-control-allow-origin"), this::toString);
            JsonNode problem = assertDoesNotThrow(() -> JSON.readTree(body), this::toString);
            assertEquals(expected, problem.path("status").asInt(), this::toString);
            assertTrue(problem.path("instance").asText().startsWith("/"), this::toString);
            assertFalse(body.contains("Exception") || body.contains("netty"), this::toString);
            hasCommonHeaders();
        }

        void hasCommonHeaders() {
            Instant date = ZonedDateTime.parse(headers.get("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            assertTrue(
                    Duration.between(date, Instant.now()).abs().compareTo(Duration.ofSeconds(20)) < 0, this::toString);
            assertTrue(headers.get("date").matches("[A-Z][a-z]{2}, [0-9]{2} .*"), this::toString);
            assertEquals("nosniff", headers.get("x-content-type-options"), this::toString);
            assertEquals("no-referrer", headers.get("referrer-policy"), this::toString);
            assertEquals("cross-origin", headers.get("cross-origin-resource-policy"), this::toString);
            assertTrue(String.valueOf(headers.get("x-request-id")).matches("[0-9a-f]{16}"), this::toString);
            assertEquals(
                    "default-src 'none'; frame-ancestors 'none'",
                    headers.get("content-security-policy"),
                    this::toString);
        }
    }

    private Answer ask(String request) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (SocketException refused) {
                // The service has answered by now, and need not read all of a refused request.
            }
            return Answer.of(
                    request.substring(0, Math.min(200, request.length())),
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(request.substring(0, Math.min(200, request.length())), broken);
        }
    }

    private void areProblems(int status, String... requests) {
        assertAll(Stream.of(requests)
                .map(request -> (Executable) () -> ask(request).isProblem(status)));
    }

    @Test
    void http_1_0_needs_no_host() {
        for (String path : List.of(LIST, MODEL, MODEL + "/card")) {
            for (String more : List.of("", ANEW, "Host: not a host\r\n")) {
                Answer answer = ask("GET " + path + " HTTP/1.0\r\n" + more + "\r\n");
                assertEquals(200, answer.status(), answer::toString);
                answer.hasCommonHeaders();
            }
        }
        assertTrue(
                ask("GET " + LIST + " HTTP/1.0\r\n\r\n").body().contains("\"next\":\"/api/v1/models?limit=1&cursor="));
        assertEquals(
                MODEL,
                ask("GET /api/v1/models/AURORA/Echo HTTP/1.0\r\n\r\n").headers().get("location"));
        areProblems(404, "GET /nowhere HTTP/1.0\r\n\r\n", "GET /api/v1/models/aurora/none HTTP/1.0\r\n\r\n");
        areProblems(401, "PUT " + MODEL + " HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}");
        areProblems(
                428,
                "PUT " + MODEL + " HTTP/1.0\r\n" + ADMIN
                        + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"E\"}");
    }

    @Test
    void http_1_1_needs_one_host_that_is_one() {
        for (String more : List.of("", ANEW)) {
            String get = "GET " + LIST + " HTTP/1.1\r\nConnection: close\r\n" + more;
            areProblems(
                    400,
                    get + "\r\n",
                    get + "Host: a b\r\n\r\n",
                    get + "Host: u@a\r\n\r\n",
                    get + "Host: a:99999\r\n\r\n",
                    get + "Host: [\r\n\r\n",
                    get + "Host: a\r\nHost: b\r\n\r\n",
                    get + "Host: a\r\nHost: a\r\n\r\n");
            for (String host : List.of("a", "a:80", "my_host", "[::1]:8080", "127.0.0.1")) {
                assertEquals(200, ask(get + "Host: " + host + "\r\n\r\n").status(), host);
            }
        }
        assertTrue(ask("GET " + LIST + " HTTP/1.1\r\nConnection: close\r\n\r\n")
                .body()
                .contains("Host"));
    }

    @Test
    void malformed_http_is_refused_with_a_problem() {
        String get = "GET " + LIST + " HTTP/1.1\r\n" + HOST;
        String put = "PUT " + MODEL + " HTTP/1.1\r\n" + HOST + ADMIN;
        areProblems(
                400,
                get + "X-A: a\u0001b\r\n\r\n",
                get + "X-A: a\u0000b\r\n\r\n",
                get + "X-A: a\u007fb\r\n\r\n",
                get + "X-A: a\rb\r\n\r\n",
                get + "X A: a\r\n\r\n",
                get + "X-A\r\n\r\n",
                put + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                put + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                put + "Content-Length: many\r\n\r\n{}",
                put + "Content-Length: -1\r\n\r\n{}",
                put + "Content-Length: 99999999999999999999\r\n\r\n{}",
                put + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "GET " + LIST + "\r\n\r\n",
                "GET " + LIST + " HTTP/x\r\n\r\n",
                "GET /a b HTTP/1.1\r\n" + HOST + "\r\n",
                "G@T " + LIST + " HTTP/1.1\r\n" + HOST + "\r\n",
                "hello\r\n\r\n",
                "\u0016\u0003\u0001\u0002hello\r\n\r\n");
        areProblems(414, "GET " + LIST + "&q=" + "a".repeat(100_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        areProblems(431, get + "X-A: " + "a".repeat(100_000) + "\r\n\r\n", get + "X-A: a\r\n".repeat(9_000) + "\r\n");
        areProblems(413, put + "Content-Length: 999999999999999\r\n\r\n{}");
        areProblems(
                501,
                put + "Transfer-Encoding: gzip\r\n\r\n{}",
                put + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        areProblems(
                505, "GET " + LIST + " HTTP/1.9\r\n" + HOST + "\r\n", "GET " + LIST + " HTTP/3.0\r\n" + HOST + "\r\n");
        areProblems(404, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", "GET models HTTP/1.1\r\n" + HOST + "\r\n");
        Answer head = ask("HEAD " + LIST + " HTTP/1.1\r\n" + HOST + "X-A: " + "a".repeat(100_000) + "\r\n\r\n");
        assertEquals(431, head.status());
        assertEquals("", head.body());
    }

    @Test
    void requests_before_a_malformed_one_are_answered_first() {
        String good = "GET " + MODEL + " HTTP/1.1\r\nHost: localhost\r\n" + ANEW + "\r\n";
        Answer both = ask(good + good + "GET / HTTP/1.1\r\nX-A: a\u0001b\r\n\r\n");
        assertEquals(200, both.status());
        String[] answers = both.body().split("(?=HTTP/1\\.1 )", -1);
        assertEquals(3, answers.length, both::body);
        Answer.of(good, answers[1]);
        Answer.of(good, answers[2]).isProblem(400);
    }

    @Test
    void malformed_framing_is_reported_for_refused_requests_too() {
        String good = "GET " + MODEL + " HTTP/1.1\r\nHost: localhost\r\n" + ANEW + "\r\n";
        for (String method : List.of("PUT", "POST", "PATCH", "DELETE", "OPTIONS", "GET")) {
            for (String path : List.of(MODEL, "/nowhere", "/api/v1/imports")) {
                for (String caller : List.of("", ADMIN)) {
                    String bad = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + caller
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc";
                    // The refusal may give another reason instead.
                    Answer alone = ask(bad);
                    if (alone.status() >= 400) {
                        alone.isProblem(alone.status());
                    }
                    Answer both = ask(good + bad);
                    assertEquals(200, both.status(), both::toString);
                    String[] answers = both.body().split("(?=HTTP/1\\.1 )", -1);
                    assertEquals(2, answers.length, both::toString);
                    Answer.of(good + bad, answers[1]);
                }
            }
        }
    }

    @Test
    void malformed_language_ranges_are_ignored() {
        for (String languages : List.of("-", "--", "-;q=1", "zh-;q=x", ";;", "*-*", "zh--CN", "\u00e4")) {
            Answer answer =
                    ask("GET " + MODEL + " HTTP/1.1\r\n" + HOST + ANEW + "Accept-Language: " + languages + "\r\n\r\n");
            assertEquals(200, answer.status(), answer::toString);
        }
    }

    @Test
    void malformed_media_ranges_are_ignored() {
        for (String path : List.of(MODEL + "?include=scores", MODEL + "/card", MODEL + "/scores", LIST)) {
            for (String ranges : List.of(
                    "",
                    " ",
                    "application/json,",
                    ", application/json",
                    "application/json;",
                    "*",
                    "application/json;q",
                    "application/json;a=\"",
                    "application/json;q=\"",
                    "application/*;a=\", */*")) {
                Answer answer = ask("GET " + path + " HTTP/1.1\r\n" + HOST + "Cache-Control: no-cache\r\nAccept: "
                        + ranges + "\r\n\r\n");
                assertEquals(200, answer.status(), answer::toString);
            }
        }
    }

    @Test
    void malformed_media_ranges_are_ignored_by_pages_as_well() {
        for (String page : List.of("/bands.md", "/changes.md", "/m/aurora/echo.md", "/bands")) {
            for (String ranges : List.of("", "text/markdown,,text/plain", "text/html,,*/*;a=\"", ", text/*;")) {
                for (String kept : List.of("", "Cache-Control: no-cache\r\n")) {
                    Answer answer =
                            ask("GET " + page + " HTTP/1.1\r\n" + HOST + kept + "Accept: " + ranges + "\r\n\r\n");
                    assertEquals(
                            page.equals("/bands") && ranges.contains("markdown") ? 406 : 200,
                            answer.status(),
                            answer::toString);
                }
            }
        }
    }

    @Test
    void a_lone_quotation_mark_in_any_header_of_preferences_is_ignored() {
        for (String path : List.of(MODEL, MODEL + "/card", LIST)) {
            for (String name : List.of("Accept-Language", "Accept-Encoding", "Accept-Charset")) {
                for (String more : List.of("", ANEW, "Accept: text/markdown, application/json\r\n")) {
                    Answer answer = ask("GET " + path + " HTTP/1.1\r\n" + HOST + more + name + ": de, en;a=\"\r\n\r\n");
                    assertEquals(200, answer.status(), answer::toString);
                }
            }
        }
    }

    @Test
    void malformed_framing_after_100_continue_is_reported() {
        Answer go = ask("PUT " + MODEL + " HTTP/1.1\r\nHost: localhost\r\n" + ADMIN
                + "Content-Type: application/json\r\nIf-Match: *\r\nExpect: 100-continue\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nno length\r\n");
        assertEquals(100, go.status());
        Answer.of("broken framing", go.body()).isProblem(400);
    }

    @Test
    void dot_segments_and_empty_segments_are_refused() {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            for (String path : List.of(
                    "/api/v1/models/..",
                    "/api/v1/models/.",
                    "/api/v1/../v1/models",
                    "/api/v1/models/aurora/%2e%2E",
                    "/api/v1/models/aurora/.%2e/card",
                    "/.",
                    "/api/v1/models/aurora/..?lang=en")) {
                ask(method + " " + path + " HTTP/1.1\r\n" + HOST + ADMIN + "\r\n")
                        .isProblem(400);
            }
        }
        for (String path : List.of("/api/v1//models", "/api/v1/models//echo", MODEL + "//card", "//api/v1/models")) {
            for (String method : List.of("PUT", "DELETE", "POST", "PATCH")) {
                ask(method + " " + path + " HTTP/1.1\r\n" + HOST + ADMIN + "\r\n")
                        .isProblem(400);
            }
        }
        areProblems(400, "GET // HTTP/1.1\r\n" + HOST + "\r\n", "GET /api/v1/vendors//a HTTP/1.1\r\n" + HOST + "\r\n");
        areProblems(404, "GET /api/v1/models/https://a.example/b HTTP/1.1\r\n" + HOST + "\r\n");
        for (String path : List.of("/api/v1/models/aurora/...", "/api/v1/models/a..b/.c", "/api/v1/models/a./b")) {
            ask("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n").isProblem(404);
        }
    }

    @Test
    void every_answer_has_the_common_headers_once() {
        for (String path : List.of(LIST, MODEL, MODEL + "/card", "/api/v1/export")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                // The second response may come from the cache.
                for (int i = 0; i < 2; i++) {
                    Answer answer = ask(method + " " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                    assertEquals(200, answer.status(), answer::toString);
                    answer.hasCommonHeaders();
                }
            }
        }
        String tag =
                ask("GET " + MODEL + " HTTP/1.1\r\n" + HOST + "\r\n").headers().get("etag");
        for (String more : List.of("", ANEW)) {
            Answer unchanged =
                    ask("GET " + MODEL + " HTTP/1.1\r\n" + HOST + more + "If-None-Match: " + tag + "\r\n\r\n");
            assertEquals(304, unchanged.status(), unchanged::toString);
            unchanged.hasCommonHeaders();
        }
        Answer moved = ask("GET /api/v1/models/AURORA/Echo HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals(308, moved.status());
        moved.hasCommonHeaders();
        areProblems(404, "GET /nowhere HTTP/1.1\r\n" + HOST + "\r\n");
        areProblems(401, "PUT " + MODEL + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @Test
    void every_answer_returns_the_id_of_its_request() {
        String given = "X-Request-Id: a-B_c.1~2:3/4+5=6@7\r\n";
        for (String request : List.of(
                "GET " + MODEL,
                "HEAD " + MODEL + "/card",
                "OPTIONS " + MODEL,
                "GET /api/v1/models/AURORA/Echo",
                "GET /api/v1/models/aurora/none",
                "GET /api/v1/models?limit=0",
                "GET /api/v1/models?q=\u00e9",
                "GET /a/../b",
                "PUT " + MODEL,
                "GET /nowhere",
                "GET /m/aurora/echo",
                "GET /q/health/live",
                "POST /mcp")) {
            // The second answer may come from memory.
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        "a-B_c.1~2:3/4+5=6@7",
                        ask(request + " HTTP/1.1\r\n" + HOST + given + "\r\n")
                                .headers()
                                .get("x-request-id"),
                        request);
            }
        }
        // Malformed HTTP whose headers can be read.
        assertEquals(
                "mine",
                ask("GET " + MODEL + " HTTP/1.1\r\nX-Request-Id: mine\r\nContent-Length: x\r\n" + HOST + "\r\n")
                        .headers()
                        .get("x-request-id"));
    }

    @Test
    void an_id_that_could_be_misread_in_a_log_is_replaced() {
        String longest = "x".repeat(128);
        assertEquals(longest, idOf(longest));
        for (String given :
                List.of(longest + "x", "", "two words", "a\tb", "\"", "a,b", "a;b", "\\n", "%0a", "\u00e9", "{id}")) {
            String returned = idOf(given);
            assertTrue(returned.matches("[0-9a-f]{16}"), () -> given + " became " + returned);
        }
        assertFalse(idOf("").equals(idOf("")));
    }

    private String idOf(String given) {
        return ask("GET " + MODEL + " HTTP/1.1\r\n" + HOST + "X-Request-Id: " + given + "\r\n\r\n")
                .headers()
                .get("x-request-id");
    }

    @Test
    void swagger_ui_may_run_its_own_scripts() {
        given().get("/q/swagger-ui/")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }

    @Test
    void a_charset_may_be_quoted() {
        String body = "Content-Length: 12\r\n\r\n{\"name\":\"E\"}";
        for (String type : List.of(
                "application/json; charset=\"utf-8\"",
                "APPLICATION/JSON;CHARSET=\"UTF-8\"",
                "application/json;charset=utf8",
                "application/json; a=\"; charset=latin1\"; charset=UTF-8",
                "application/json;")) {
            ask("PUT " + MODEL + " HTTP/1.1\r\n" + HOST + ADMIN + "Content-Type: " + type + "\r\n" + body)
                    .isProblem(428);
        }
        for (String type : List.of(
                "application/json; charset=\"latin1\"",
                "application/json; charset='utf-8'",
                "application/json; charset=utf-8; charset=latin1",
                "application/json; charset=utf-16",
                "text/plain; charset=utf-8")) {
            ask("PUT " + MODEL + " HTTP/1.1\r\n" + HOST + ADMIN + "Content-Type: " + type + "\r\n" + body)
                    .isProblem(415);
        }
        for (String accept : List.of(
                "application/json; charset=\"utf-8\"",
                "APPLICATION/JSON; CHARSET=\"UTF-8\"",
                "application/json ; charset=utf-8")) {
            Answer answer = ask("GET " + MODEL + " HTTP/1.1\r\n" + HOST + "Accept: " + accept + "\r\n\r\n");
            assertEquals(200, answer.status(), answer::toString);
        }
    }
}
