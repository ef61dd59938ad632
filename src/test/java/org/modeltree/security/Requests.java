package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.hamcrest.Matcher;

/** Requests with a token, and assertions on problems. */
final class Requests {

    static final String TOKENS = "/api/v1/tokens";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Requests() {}

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    static RequestSpecification json(String token) {
        return as(token).contentType("application/json");
    }

    /** Creates a token as the bearer of another one. */
    static Response give(String giver, String name, String role, String expiresAt) {
        String expiry = expiresAt == null ? "null" : "\"" + expiresAt + "\"";
        return json(giver)
                .body("{\"name\": \"%s\", \"role\": \"%s\", \"expiresAt\": %s}".formatted(name, role, expiry))
                .post(TOKENS);
    }

    /** Creates a token and returns its secret. */
    static String secret(String giver, String name, String role) {
        Response given = give(giver, name, role, null);
        assertEquals(201, given.statusCode(), given::asString);
        return body(given).get("secret").asText();
    }

    /** What REST Assured's paths would read, which compile a program for each of them. */
    static JsonNode body(Response response) {
        try {
            return JSON.readTree(response.asByteArray());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    static void assertProblem(int status, String code, Matcher<String> detail, Response response) {
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .header("Access-Control-Allow-Origin", "*");
        JsonNode problem = body(response);
        assertEquals(status, problem.get("status").asInt());
        assertEquals(code, problem.get("code").asText());
        assertEquals(
                "urn:modeltree:problem:" + code.replace('_', '-'),
                problem.get("type").asText());
        assertThat(problem.get("detail").asText(), detail);
        assertFalse(response.asString().contains("Exception"), response::asString);
        assertFalse(response.asString().contains("org.modeltree"), response::asString);
    }

    /** Asserts a 401 because of an invalid token. */
    static void assertBadToken(String detail, Response response) {
        assertProblem(401, "unauthorized", equalTo(detail), response);
        response.then()
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"modeltree\", error=\"invalid_token\", error_description=\"" + detail + "\"");
    }

    /** Asserts a 401 because of a missing token. */
    static void assertNoToken(String detail, Response response) {
        assertProblem(401, "unauthorized", containsString(detail), response);
        response.then().header("WWW-Authenticate", "Bearer realm=\"modeltree\"");
    }

    static void assertLacks(String role, Response response) {
        assertProblem(
                403,
                "forbidden",
                equalTo("This operation requires the role " + role + ", which your token does not grant."),
                response);
    }
}
