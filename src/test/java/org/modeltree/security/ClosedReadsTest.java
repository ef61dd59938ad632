package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertLacks;
import static org.modeltree.security.Requests.assertNoToken;
import static org.modeltree.security.Requests.give;
import static org.modeltree.security.Requests.secret;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** Access when reading is not public. */
@QuarkusTest
@TestProfile(ClosedProfile.class)
class ClosedReadsTest {

    private static final List<String> READS = List.of(
            "/api/v1/models",
            "/api/v1/models/aurora/echo",
            "/api/v1/models/an-alias",
            "/api/v1/vendors",
            "/api/v1/bands");

    @TestHTTPResource
    URI base;

    @Test
    void anonymous_clients_read_nothing() {
        for (String path : READS) {
            assertNoToken("Reading needs a token.", given().get(path));
            given().head(path).then().statusCode(401);
        }
        for (String path : List.of("/mcp", "/mcp/")) {
            given().get(path).then().statusCode(401);
            given().contentType("application/json").body("{}").post(path).then().statusCode(401);
        }
        assertNoToken("Reading needs a token.", given().get("/api/v1/models?nosuch=1"));
        assertNoToken("Writing needs a token", given().put("/test/writes"));
        // What nobody may do is no secret, but what somebody may do needs a token.
        given().delete("/api/v1/vendors").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().options("/api/v1/vendors").then().statusCode(200).header("Allow", "GET, HEAD, OPTIONS");
        assertNoToken("Writing needs a token", given().delete("/api/v1/benchmarks/aurora"));
        for (String path : List.of("/api/v1/cost", "/api/v1/resolve", "/mcp")) {
            assertNoToken(
                    "Reading needs a token.",
                    given().contentType("application/json").body("{}").post(path));
        }
    }

    @Test
    void crawlers_are_told_of_no_sitemap() {
        given().get("/sitemap.xml").then().statusCode(404);
        given().get("/robots.txt").then().statusCode(200).body(not(containsString("Sitemap:")));
    }

    @Test
    void monitoring_needs_no_token() {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics", "/q/openapi", "/q/swagger-ui/")) {
            given().get(path).then().statusCode(200);
        }
        given().header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "GET")
                .options("/api/v1/models")
                .then()
                .statusCode(204);
    }

    @Test
    void readers_read() {
        String admin = jwt("admin");
        String reader = secret(admin, "reader", "reader");
        for (String token : List.of(reader, admin, jwt("reader"))) {
            as(token)
                    .get("/api/v1/vendors")
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "private, max-age=60, stale-while-revalidate=600");
            as(token).get("/api/v1/models/aurora/echo").then().statusCode(404);
            as(token)
                    .contentType("application/json")
                    .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                    .post("/mcp")
                    .then()
                    .statusCode(200);
        }
        assertLacks("reader", as(jwt("none")).get("/api/v1/vendors"));
        give(admin, "by jwt", "reader", null).then().body("createdBy", equalTo("Cora"));
    }

    @Test
    void no_other_spelling_of_a_path_bypasses_the_check() throws IOException {
        for (String path : List.of(
                "//api/v1/vendors",
                "/api//v1/vendors",
                "/api/v1/vendors/",
                "/api/v1/./vendors",
                "/q/../api/v1/vendors",
                "/q/%2e%2e/api/v1/vendors",
                "/q/..%2fapi/v1/vendors",
                "/api/v1/vendors;a=b",
                "/api/v1/%76endors",
                "http://localhost/api/v1/vendors")) {
            String answer = raw("GET " + path + " HTTP/1.1");
            assertFalse(answer.startsWith("HTTP/1.1 200"), () -> path + " said " + answer);
            assertFalse(answer.contains("\"data\""), () -> path + " said " + answer);
        }
        for (String path : List.of(
                "//api/v1/cost",
                "/api/v1/cost/",
                "/api/v1/./cost",
                "/q/../api/v1/cost",
                "/api/v1/cost;a=b",
                "/api/v1/%63ost",
                "http://localhost/api/v1/cost")) {
            String answer =
                    raw("POST " + path + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2", "{}");
            // 400 and 404 are refusals of the URL itself.
            assertTrue(
                    answer.matches("(?s)HTTP/1.1 (401|404|400 .*malformed_request).*"), () -> path + " said " + answer);
        }
    }

    /** A JWT of the issuer with this role. */
    static String jwt(String role) {
        JwtClaims claims = TestIssuer.claims();
        claims.setStringListClaim("groups", List.of(role));
        return TestIssuer.signed(claims);
    }

    private String raw(String head) throws IOException {
        return raw(head, "");
    }

    private String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
