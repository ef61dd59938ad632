package org.modeltree.http.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Pages of every origin may read, and only those of the service itself and of the origins in the settings may write. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class WriteOriginsTest {

    private static final String MODEL = "/api/v1/models/aurora/echo";

    @Test
    void a_write_by_a_page_of_another_origin_is_refused_also_without_a_preflight() {
        for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
            admin().header("Origin", "https://elsewhere.example")
                    .contentType("application/json")
                    .body("{}")
                    .request(method, MODEL)
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .header("Access-Control-Allow-Origin", "*")
                    .body("code", equalTo("forbidden"))
                    .body("instance", equalTo(MODEL))
                    .body(
                            "detail",
                            equalTo("Pages of https://elsewhere.example may read, but not write. To let them write, add"
                                    + " the origin to the setting modeltree.cors.write-origins."));
        }
        String ofNobody =
                "Pages without an origin, such as local files and sandboxed frames, may read, but not write. To"
                        + " let them write, set modeltree.cors.write-origins to *, which lets pages of all origins write.";
        attempt("Origin", "null").statusCode(403).body("detail", equalTo(ofNobody));
        given().header("Origin", "null")
                .header("Access-Control-Request-Method", "PUT")
                .options(MODEL)
                .then()
                .statusCode(403)
                .body("detail", equalTo(ofNobody));
        attempt("Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site")
                .statusCode(403);
        attempt("Origin", "http://localhost:1").statusCode(403);
        attempt("Origin", "http://localhost").statusCode(403);
        attempt("Origin", "localhost:" + RestAssured.port).statusCode(403);
        attempt("Origin", "http://localhost:" + RestAssured.port, "Origin", "https://elsewhere.example")
                .statusCode(403)
                .body("detail", equalTo("The Origin header must appear only once on a write."));
        attempt("Origin", "")
                .statusCode(403)
                .body(
                        "detail",
                        equalTo(
                                "The Origin header is empty. Leave it out, or send the origin of the page that writes."));
        // No write, because there is no such method.
        admin().header("Origin", "https://elsewhere.example")
                .request("PROPFIND", MODEL)
                .then()
                .statusCode(405);
        // A read, also one that is sent by POST, and everything else of every origin.
        given().header("Origin", "https://elsewhere.example").get(MODEL).then().statusCode(200);
        given().header("Origin", "https://elsewhere.example")
                .contentType("application/json")
                .body("{\"ids\": [\"x\"]}")
                .post("/api/v1/resolve")
                .then()
                .statusCode(200);
    }

    @Test
    void a_write_by_a_page_that_may_write_goes_on() {
        // 415: it came as far as the type of its body.
        attempt().statusCode(415);
        attempt("Origin", "https://editor.example:8443").statusCode(415);
        attempt("Origin", "HTTPS://DESK.example").statusCode(415);
        attempt("Origin", "http://localhost:" + RestAssured.port).statusCode(415);
        attempt("Origin", "https://LocalHost:" + RestAssured.port).statusCode(415);
        attempt("Origin", "https://catalog.example", "Host", "catalog.example").statusCode(415);
        attempt("Origin", "https://catalog.example", "Host", "catalog.example:443")
                .statusCode(415);
        attempt("Origin", "https://catalog.example", "Host", "catalog.example:8080")
                .statusCode(403);
        attempt("Origin", "http://[::1]:7", "Host", "[::1]:7").statusCode(415);
        // Behind a proxy that changes the host; a browser says so itself.
        attempt("Origin", "https://catalog.example", "Sec-Fetch-Site", "same-origin")
                .statusCode(415);
    }

    private static ValidatableResponse attempt(String... headers) {
        RequestSpecification request = admin().contentType("text/html").body("x");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.put(MODEL).then();
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN);
    }
}
