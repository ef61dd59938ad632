package org.modeltree.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** HTTP semantics of every response. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class HttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String MODEL = "/api/v1/models/aurora/echo";
    private static final String BAND = "/api/v1/bands/context";
    private static final String PROBLEM = "application/problem+json";

    @TestHTTPResource
    URI base;

    @Test
    void a_response_is_cacheable_for_a_minute_and_can_be_revalidated() {
        String etag = given().get(MODEL)
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=60, stale-while-revalidate=600")
                .header("Vary", "Accept-Encoding, Accept-Language, Authorization")
                .header("Modeltree-Revision", "1")
                .header("Access-Control-Allow-Origin", "*")
                .header("Content-Type", "application/json")
                .extract()
                .header("ETag");
        for (String tag : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            given().header("If-None-Match", tag)
                    .get(MODEL)
                    .then()
                    .statusCode(304)
                    .header("ETag", etag)
                    .header("Cache-Control", containsString("max-age=60"))
                    .header("Modeltree-Revision", "1")
                    .body(equalTo(""));
        }
        given().header("If-None-Match", "\"other\"").get(MODEL).then().statusCode(200);
    }

    @Test
    void not_modified_is_the_same_from_the_cache_and_from_the_resource() throws Exception {
        for (String path : List.of(MODEL, BAND, "/api/v1/models?limit=1")) {
            String etag = etag(ask(path, "Accept", "application/json"));
            // A range other than these two types is answered by the resource, not from the cache.
            for (String accept : List.of("application/json", "application/*")) {
                HttpResponse<byte[]> unchanged = ask(path, "Accept", accept, "If-None-Match", etag);
                assertEquals(304, unchanged.statusCode());
                assertEquals(etag, etag(unchanged));
                assertEquals(
                        "en", unchanged.headers().firstValue("Content-Language").orElse(""));
                assertEquals(Optional.empty(), unchanged.headers().firstValue("Content-Type"));
                assertEquals(
                        path.contains("limit"),
                        unchanged.headers().firstValue("Link").isPresent());
            }
        }
    }

    @Test
    void the_etag_of_what_can_be_written_begins_with_its_revision_and_others_are_hashes() {
        given().get(MODEL).then().header("ETag", matchesPattern("\"1\\.[0-9a-f]{24}(-gzip)?\""));
        for (String part : List.of("/card", "/document")) {
            given().get(MODEL + part)
                    .then()
                    .statusCode(200)
                    .header("ETag", matchesPattern("\"1\\.[0-9a-f]{24}(-gzip)?\""));
        }
        for (String other : List.of(
                BAND,
                MODEL + "/scores",
                MODEL + "/lineage",
                MODEL + "/measurements",
                MODEL + "/offerings",
                "/api/v1/export")) {
            given().get(other).then().header("ETag", matchesPattern("\"[0-9a-f]{24}(-gzip)?\""));
        }
    }

    @Test
    void each_encoding_and_each_language_has_its_own_etag() throws Exception {
        HttpResponse<byte[]> plain = ask(MODEL + "/card", "Accept-Encoding", "identity");
        HttpResponse<byte[]> gzip = ask(MODEL + "/card", "Accept-Encoding", "br, gzip;q=0.5");
        assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").orElse(""));
        assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
        assertNotEquals(etag(plain), etag(gzip));
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            assertEquals(
                    new String(plain.body(), StandardCharsets.UTF_8),
                    new String(unzipped.readAllBytes(), StandardCharsets.UTF_8));
        }
        HttpResponse<byte[]> again = ask(MODEL + "/card", "Accept-Encoding", "gzip", "If-None-Match", etag(gzip));
        assertEquals(304, again.statusCode());
        for (String refused : List.of("gzip;q=0", "gzip; q=0.0, *", "identity", "br")) {
            HttpResponse<byte[]> answer = ask(MODEL + "/card", "Accept-Encoding", refused);
            assertTrue(answer.headers().firstValue("Content-Encoding").isEmpty(), refused);
        }
        assertNotEquals(
                etag(plain), etag(ask(MODEL + "/card", "Accept-Language", "zh", "Accept-Encoding", "identity")));
    }

    @Test
    void head_has_the_headers_of_get_without_the_body() throws Exception {
        for (String path : List.of(MODEL, MODEL + "/card", "/api/v1/models?limit=2", BAND)) {
            HttpResponse<byte[]> get = ask(path, "Accept-Encoding", "identity");
            HttpResponse<byte[]> head = CLIENT.send(
                    HttpRequest.newBuilder(base.resolve(path))
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .header("Accept-Encoding", "identity")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(200, head.statusCode());
            assertEquals(0, head.body().length);
            assertEquals(etag(get), etag(head));
            assertEquals(
                    String.valueOf(get.body().length),
                    head.headers().firstValue("Content-Length").orElse("none"));
        }
        given().head("/api/v1/models/aurora/nobody").then().statusCode(404);
    }

    @Test
    void options_lists_the_methods_and_a_preflight_is_granted() {
        given().options(BAND).then().statusCode(200).header("Allow", "GET, HEAD, OPTIONS");
        given().options(MODEL).then().statusCode(200).header("Allow", containsString("GET, HEAD, OPTIONS"));
        given().header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "if-none-match")
                .options(MODEL)
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                .header(
                        "Access-Control-Allow-Headers",
                        "Accept, Accept-Language, Authorization, Cache-Control, Content-Encoding, Content-Type,"
                                + " Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Mcp-Protocol-Version,"
                                + " Modeltree-Revision, traceparent, tracestate, X-Request-Id");
        given().get(BAND)
                .then()
                .header(
                        "Access-Control-Expose-Headers",
                        "Age, Allow, Accept-Patch, Accept-Post, Cache-Status, ETag, Link, Location, Modeltree-Revision,"
                                + " RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, WWW-Authenticate, X-Request-Id");
    }

    @Test
    void only_pages_of_the_origins_in_the_settings_may_write() {
        for (String write : List.of("PUT", "PATCH", "DELETE", "POST")) {
            preflight("https://elsewhere.example", write, MODEL)
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .header("Access-Control-Allow-Methods", nullValue())
                    .body("code", equalTo("forbidden"))
                    .body(
                            "detail",
                            equalTo("Pages of https://elsewhere.example may read, but not write. To let them write, add"
                                    + " the origin to the setting modeltree.cors.write-origins."));
            preflight("https://Editor.example:8443", write, MODEL)
                    .statusCode(204)
                    .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE")
                    .header("Vary", "Origin, Access-Control-Request-Method");
            preflight("https://desk.example", write, MODEL).statusCode(204);
            preflight("https://editor.example", write, MODEL).statusCode(403);
        }
    }

    @Test
    void pages_of_every_origin_may_send_reads_by_post() {
        preflight("https://elsewhere.example", "POST", "/api/v1/resolve")
                .statusCode(204)
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST");
        preflight("https://elsewhere.example", "POST", "/api/v1/imports").statusCode(403);
        preflight("https://elsewhere.example", "PUT", "/api/v1/resolve").statusCode(403);
    }

    private static ValidatableResponse preflight(String origin, String method, String path) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
                .options(path)
                .then();
    }

    @Test
    void the_language_is_negotiated_and_no_header_makes_it_fail() {
        assertLanguage("zh", "zh-TW");
        assertLanguage("zh", "fr, zh-Hans;q=0.5, en;q=0.1");
        assertLanguage("en", "en-GB, zh;q=0.9");
        assertLanguage("en", "fr");
        assertLanguage("en", "zh;q=0, de");
        assertLanguage("en", ";;q=,,@@");
        assertLanguage("en", "*");
        assertLanguage("zh", "zh-CN,zh;q=0.9,en;q=0.8,de_DE;q=0.5");
        assertLanguage("zh", "!!!, zh;q=0.3, fr;q=0.9");
        assertLanguage("en", "zh;q=0.3, en;q=0.9");
        given().header("Accept-Language", "zh").get(BAND + "?lang=en").then().header("Content-Language", "en");
        given().get(BAND + "?lang=zh-Hant").then().statusCode(200).header("Content-Language", "zh");
        for (String wrong : List.of("fr", "english", "zh_CN", "z", "zh-", "")) {
            given().get(BAND + "?lang=" + wrong).then().statusCode(400).body("errors[0].parameter", equalTo("lang"));
        }
    }

    @Test
    void an_answer_that_is_in_english_only_says_so() {
        for (String path : List.of("/api/v1/quality?limit=1&lang=zh", "/api/v1?lang=zh")) {
            Response answer = given().get(path);
            assertEquals(200, answer.statusCode(), path);
            assertEquals("en", answer.header("Content-Language"), path);
            given().header("If-None-Match", answer.header("ETag"))
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("Content-Language", "en");
            given().head(path).then().header("Content-Language", "en");
        }
    }

    @Test
    void a_list_links_to_its_next_page_in_a_header_as_well() {
        Response first = given().get("/api/v1/models?limit=3&vendor=aurora");
        String next = first.path("links.next");
        assertEquals("<" + next + ">; rel=\"next\"", first.header("Link"));
        assertTrue(next.startsWith("/api/v1/models?limit=3&vendor=aurora&cursor="), next);
        assertEquals("/api/v1/models?limit=3&vendor=aurora", first.path("links.self"));
    }

    @Test
    void a_link_to_the_next_page_has_one_cursor_however_the_request_names_it() {
        String next = given().get("/api/v1/models?limit=3&vendor=aurora").path("links.next");
        String third = given().get(next).path("links.next");
        for (String other : List.of("&%63ursor=", "&c%75rso%72=", ";cursor=")) {
            Response same = given().urlEncodingEnabled(false).get(next.replace("&cursor=", other));
            assertEquals(200, same.statusCode(), other);
            assertEquals(
                    third.split("cursor=", 2)[1],
                    same.path("links.next").toString().split("cursor=", 2)[1]);
            given().urlEncodingEnabled(false)
                    .get(same.<String>path("links.next"))
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void a_parameter_behind_a_semicolon_is_checked_like_others() {
        for (String query : List.of("q=echo;nosuch=1", "limit=3;nosuch=1", ";nosuch=1")) {
            given().urlEncodingEnabled(false)
                    .get("/api/v1/models?" + query)
                    .then()
                    .statusCode(400)
                    .body("errors[0].parameter", equalTo("nosuch"))
                    .body("detail", containsString("A semicolon separates parameters; write it as %3B in a value"));
        }
        given().urlEncodingEnabled(false)
                .get("/api/v1/models?limit=3;limit=4")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("limit"));
        given().urlEncodingEnabled(false)
                .get("/api/v1/models?limit=3;vendor=aurora")
                .then()
                .statusCode(200)
                .body("data.size()", equalTo(3));
        given().urlEncodingEnabled(false).get("/api/v1/models?q=a%3Bb").then().statusCode(200);
    }

    @Test
    void requests_that_reach_no_resource_get_a_problem() {
        assertProblem(404, "not_found", given().get("/nowhere"));
        assertProblem(404, "not_found", given().get("/api/v2/models"));
        assertProblem(404, "not_found", given().get(MODEL + "/nothing"));
        assertProblem(405, "method_not_allowed", admin().post("/api/v1/models"));
        assertProblem(405, "method_not_allowed", admin().delete(BAND));
        assertProblem(404, "not_found", admin().delete("/nowhere"));
        assertProblem(406, "not_acceptable", given().accept("text/html").get(MODEL));
        assertProblem(406, "not_acceptable", given().accept("application/xml").get(BAND));
        admin().delete(BAND).then().header("Allow", "GET, HEAD, OPTIONS");
        admin().put("/api/v1/tokens").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
        admin().put("/api/v1/tokens/1").then().statusCode(405).header("Allow", "DELETE, GET, HEAD, OPTIONS");
        given().accept("text/html, */*;q=0.1").get(MODEL).then().statusCode(200);
    }

    @Test
    void a_method_that_a_path_does_not_have_is_refused_with_those_that_it_has() {
        assertAllowed("DELETE", BAND, "GET, HEAD and OPTIONS");
        assertAllowed("PATCH", "/api/v1/models", "GET, HEAD and OPTIONS");
        assertAllowed("POST", MODEL, "DELETE, GET, HEAD, OPTIONS, PATCH and PUT");
        assertAllowed("GET", "/api/v1/imports/1/undo", "OPTIONS and POST");
        assertAllowed("POST", "/", "GET, HEAD and OPTIONS");
        assertAllowed("PUT", "/openapi.json", "GET, HEAD and OPTIONS");
        assertAllowed("DELETE", "/q/openapi", "GET, HEAD and OPTIONS");
        assertAllowed("TRACE", "/api/v1/models", "GET, HEAD and OPTIONS");
    }

    private static void assertAllowed(String method, String path, String methods) {
        admin().request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", methods.replace(" and ", ", "))
                .body("code", equalTo("method_not_allowed"))
                .body("detail", equalTo("This path does not support " + method + ". It supports " + methods + "."));
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_everywhere() throws Exception {
        for (String path : List.of(
                "/api/v1/models?q=%00",
                "/api/v1/models?q=a%00b",
                "/api/v1/models?vendor=%ff%fe",
                "/api/v1/models?%00=1",
                "/api/v1/resolve?id=%c0%80",
                "/api/v1/models?cursor=%00")) {
            String answer = raw("GET " + path + " HTTP/1.1");
            assertTrue(answer.startsWith("HTTP/1.1 400"), () -> path + " said " + answer);
            assertTrue(answer.contains(PROBLEM), () -> path + " said " + answer);
            assertTrue(!answer.contains("Exception"), () -> path + " said " + answer);
        }
        for (String path : List.of(
                "/api/v1/models/aurora/%00",
                "/api/v1/models/%ff/%fe",
                "/api/v1/bands/%00",
                "/api/v1/capabilities/%ff",
                "/%00",
                "/api/v1/models/%2F",
                "/api/v1/models/..%2f..",
                "/api/v1/models/" + "a".repeat(3_000) + "/b")) {
            String answer = raw("GET " + path + " HTTP/1.1");
            assertTrue(answer.matches("(?s)HTTP/1.1 40[04].*"), () -> path + " said " + answer);
            assertTrue(answer.contains(PROBLEM), () -> path + " said " + answer);
        }
    }

    @Test
    void an_invalid_url_is_refused_with_the_corrected_one() throws Exception {
        Map<String, String> meant = Map.of(
                "/api/v1/models?q=模型", "/api/v1/models?q=%E6%A8%A1%E5%9E%8B",
                "/api/v1/models?q=é", "/api/v1/models?q=%C3%A9",
                "/api/v1/models?lang=zh&q={a|b}", "/api/v1/models?lang=zh&q=%7Ba%7Cb%7D",
                "/api/v1/models?lang=%zz", "/api/v1/models?lang=%25zz",
                "/api/v1/models?q=%", "/api/v1/models?q=%25",
                "/api/v1/models/[a]/b", "/api/v1/models/%5Ba%5D/b",
                "/api/v1/models/%zz/a", "/api/v1/models/%25zz/a",
                "/api/v1/models/a/b#c", "/api/v1/models/a/b%23c",
                "/q/health/%4", "/q/health/%254");
        assertTrue(raw("GET // HTTP/1.1").contains("The path must not contain empty segments."));
        for (Map.Entry<String, String> url : meant.entrySet()) {
            for (String method : List.of("GET", "DELETE")) {
                String answer = raw(method + " " + url.getKey() + " HTTP/1.1");
                assertStatus(400, answer);
                assertTrue(answer.contains(PROBLEM), answer);
                JsonNode problem = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
                assertEquals("malformed_request", problem.get("code").asText());
                assertEquals(
                        "The URL contains characters that must be percent-encoded; use " + url.getValue(),
                        problem.get("detail").asText());
                assertEquals(
                        url.getValue().replaceFirst("[?].*", ""),
                        problem.get("instance").asText());
            }
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.matches("(?s)HTTP/1.[01] " + status + " .*"), answer);
    }

    @Test
    void health_metrics_and_docs_are_served() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("Database connections health check"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("http_server_requests"));
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3.1.0"));
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN);
    }

    private static void assertLanguage(String expected, String header) {
        given().header("Accept-Language", header)
                .get(BAND)
                .then()
                .statusCode(200)
                .header("Content-Language", expected);
    }

    private static void assertProblem(int status, String code, Response response) {
        JsonNode problem = response.then()
                .statusCode(status)
                .contentType(PROBLEM)
                .header("Cache-Control", "no-store")
                .header("Access-Control-Allow-Origin", "*")
                .extract()
                .as(JsonNode.class);
        assertEquals(status, problem.get("status").asInt());
        assertEquals(code, problem.get("code").asText());
        assertThat(
                problem.get("detail").asText(), not(anyOf(containsString("modeltree."), containsString("Exception"))));
    }

    private HttpResponse<byte[]> ask(String path, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(base.resolve(path)).headers(headers).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String etag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    /** Sends raw bytes, as no well-behaved client would. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_page_of_models_fits_into_a_chunk_of_netty() {
        // With chunks of 64 kB, Netty reserves, zeroes and frees one for each response of 33 kB and more.
        assertEquals(1 << 19, PooledByteBufAllocator.DEFAULT.metric().chunkSize());
    }
}
