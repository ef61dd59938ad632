package org.modeltree.http.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.Headers;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;
import org.modeltree.imports.Importing;

/** Where the settings name the origins whose pages may read: https://shop.example, and https://desk.example, which may write too. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class ReadOriginsTest {

    private static final String MODEL = "/api/v1/models/elm/one";
    private static final String ALLOWED = "Access-Control-Allow-Origin";
    private static final String EXPOSED = "Access-Control-Expose-Headers";

    /** Answers of resources and of routes, from memory too, pages, pictures and errors. */
    private static final List<String> PATHS = List.of(
            MODEL,
            MODEL,
            MODEL + "/card.svg",
            "/api/v1/models?q=nothing",
            "/api/v1/models?limit=x",
            "/api/v1/models/elm/none",
            "/api/v1/nosuch",
            "/api/v1/models?q=[",
            "/api/v1//models",
            "/m/elm/one",
            "/changes.atom",
            "/compat/openrouter/api/v1/models",
            "/badge/elm/one/context.svg",
            "/q/openapi");

    @BeforeEach
    void a_model() {
        Importing.empty();
        Importing.write("PUT", "/models/elm/one", "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
    }

    private static ValidatableResponse get(String path, String... headers) {
        return with(headers).get(path).then();
    }

    private static RequestSpecification with(String... headers) {
        RequestSpecification request = given().redirects().follow(false).urlEncodingEnabled(false);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    @Test
    void pages_of_these_origins_may_read_every_answer() {
        for (String path : PATHS) {
            for (String origin : List.of("https://shop.example", "https://desk.example", "HTTPS://Shop.example")) {
                ValidatableResponse answer = get(path, "Origin", origin);
                answer.header(ALLOWED, equalTo(origin)).header(EXPOSED, containsString("ETag"));
                assertVariesOnce(path, answer);
            }
        }
        String tag = get(MODEL).extract().header("ETag");
        get(MODEL, "Origin", "https://shop.example", "If-None-Match", tag)
                .statusCode(304)
                .header(ALLOWED, equalTo("https://shop.example"));
    }

    @Test
    void pages_of_other_origins_get_no_header_that_lets_them_read() {
        for (String path : PATHS) {
            for (String origin : List.of("https://elsewhere.example", "http://shop.example", "null", "")) {
                ValidatableResponse answer = get(path, "Origin", origin);
                answer.header(ALLOWED, nullValue()).header(EXPOSED, nullValue());
                assertVariesOnce(path, answer);
            }
        }
        get(MODEL, "Origin", "https://shop.example", "Origin", "https://elsewhere.example")
                .header(ALLOWED, nullValue());
    }

    /** So that no cache gives an answer for a program to a page. */
    private static void assertVariesOnce(String path, ValidatableResponse answer) {
        Headers headers = answer.extract().headers();
        assertEquals(
                1,
                headers.getValues("Vary").stream()
                        .flatMap(names -> Stream.of(names.split(",")))
                        .filter(name -> name.strip().equalsIgnoreCase("Origin"))
                        .count(),
                () -> path + ": " + headers);
    }

    @Test
    void programs_get_what_they_always_get_without_the_header() {
        for (String path : PATHS) {
            ValidatableResponse answer = get(path);
            answer.header(ALLOWED, nullValue());
            assertVariesOnce(path, answer);
        }
        get(MODEL).statusCode(200).body("name", equalTo("One"));
        get(MODEL, "Origin", "https://elsewhere.example").statusCode(200).body("name", equalTo("One"));
    }

    @Test
    void a_preflight_of_a_read_is_granted_to_these_origins_only() {
        for (String origin : List.of("https://shop.example", "https://desk.example")) {
            preflight(MODEL, "GET", origin)
                    .statusCode(204)
                    .header(ALLOWED, equalTo(origin))
                    .header("Vary", equalTo("Origin, Access-Control-Request-Method"));
        }
        for (String method : List.of("GET", "HEAD")) {
            preflight(MODEL, method, "https://elsewhere.example")
                    .statusCode(403)
                    .header(ALLOWED, nullValue())
                    .header("Access-Control-Allow-Methods", nullValue())
                    .body("code", equalTo("forbidden"))
                    .body(
                            "detail",
                            equalTo(
                                    "Pages of https://elsewhere.example may not read. To let them read, add the origin to"
                                            + " the setting modeltree.cors.read-origins."));
        }
        preflight("/api/v1/resolve", "POST", "https://elsewhere.example").statusCode(403);
        preflight("/api/v1/resolve", "POST", "https://shop.example").statusCode(204);
        preflight(MODEL, "GET", "http://localhost:" + RestAssured.port).statusCode(204);
    }

    @Test
    void a_page_that_may_read_may_not_write_unless_it_is_one_of_those() {
        preflight(MODEL, "PUT", "https://shop.example")
                .statusCode(403)
                .body(
                        "detail",
                        equalTo("Pages of https://shop.example may not write. To let them write, add the origin to the"
                                + " setting modeltree.cors.write-origins."));
        preflight(MODEL, "PUT", "https://desk.example")
                .statusCode(204)
                .header(ALLOWED, equalTo("https://desk.example"));
        Importing.Answer written = Importing.write(
                "PATCH", "/models/elm/one", "{\"name\": \"Two\"}", "If-Match", "*", "Origin", "https://desk.example");
        assertEquals("https://desk.example", written.is(200).header(ALLOWED));
    }

    @Test
    void the_tools_for_agents_have_origins_of_their_own() {
        preflight("/mcp", "POST", "http://localhost:6274").statusCode(204).header(ALLOWED, equalTo("*"));
        given().header("Origin", "http://localhost:6274")
                .contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .post("/mcp")
                .then()
                .statusCode(200)
                .header(ALLOWED, equalTo("*"));
    }

    @Test
    void malformed_http_is_refused_without_the_header() throws IOException {
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            RawConnection.Answer answer = connection
                    .send("GET / HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n")
                    .answer();
            assertEquals(400, answer.status());
            assertEquals(-1, answer.head().indexOf("access-control"), answer.head());
        }
    }

    private static ValidatableResponse preflight(String path, String method, String origin) {
        return with("Origin", origin, "Access-Control-Request-Method", method)
                .options(path)
                .then();
    }
}
