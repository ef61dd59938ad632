package org.modeltree.oracle;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.modeltree.contract.Contract;

/** What the service said to one GET, and what it was asked. */
record Answer(String asked, int status, JsonNode body, Response response) {
    private static final int SHOWN = 800;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static Answer to(String path) {
        return to(path, Map.of());
    }

    /** Asks for exactly this path and query; redirects are not followed. */
    static Answer to(String path, Map<String, String> headers) {
        Response response = given().urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .headers(headers)
                .get(path);
        byte[] body = response.asByteArray();
        try {
            JsonNode json = body.length == 0 ? MAPPER.missingNode() : MAPPER.readTree(body);
            Answer answer = new Answer(path, response.statusCode(), json, response);
            assertEquals(List.of(), Contract.committed().breaches(path, answer.status(), json), answer::said);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(question(path) + " did not answer with JSON but with " + response.asString(), e);
        }
    }

    /** The body of a 200 that says which revision it was read in. */
    static JsonNode ok(String path) {
        Answer answer = to(path);
        assertEquals(200, answer.status(), answer::said);
        assertNotNull(answer.header("Modeltree-Revision"), () -> question(path) + " has no Modeltree-Revision");
        return answer.body();
    }

    static String question(String path) {
        return "seed " + InventedCatalog.SEED + ", GET " + path;
    }

    String question() {
        return question(asked);
    }

    /** What was asked and the beginning of what was answered. */
    String said() {
        String text = body.toString();
        return question() + " said " + status + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }

    public String header(String name) {
        return response.header(name);
    }

    long revision() {
        return Long.parseLong(header("Modeltree-Revision"));
    }
}
