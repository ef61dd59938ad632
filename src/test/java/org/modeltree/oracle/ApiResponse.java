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
import org.modeltree.oracle.generated.GeneratedCatalog;

/** Response of the service to a GET request. */
public record ApiResponse(String path, int status, JsonNode body, Response response) {
    private static final int SHOWN = 800;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public static ApiResponse get(String path) {
        return get(path, Map.of());
    }

    /** Sends exactly this path and query; does not follow redirects. */
    public static ApiResponse get(String path, Map<String, String> headers) {
        Response response = given().urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .headers(headers)
                .get(path);
        byte[] body = response.asByteArray();
        try {
            JsonNode json = body.length == 0 ? MAPPER.missingNode() : MAPPER.readTree(body);
            ApiResponse answer = new ApiResponse(path, response.statusCode(), json, response);
            assertEquals(List.of(), Contract.committed().breaches(path, answer.status(), json), answer::summary);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(request(path) + " returned no JSON: " + response.asString(), e);
        }
    }

    /** Body of a response that must have status 200 and a {@code Modeltree-Revision}. */
    public static JsonNode ok(String path) {
        ApiResponse answer = get(path);
        assertEquals(200, answer.status(), answer::summary);
        assertNotNull(answer.header("Modeltree-Revision"), () -> request(path) + " has no Modeltree-Revision");
        return answer.body();
    }

    public static String request(String path) {
        return "seed " + GeneratedCatalog.SEED + ", GET " + path;
    }

    public String request() {
        return request(path);
    }

    /** The request, the status and the beginning of the body. */
    public String summary() {
        String text = body.toString();
        return request() + " returned " + status + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }

    public String header(String name) {
        return response.header(name);
    }

    public long revision() {
        return Long.parseLong(header("Modeltree-Revision"));
    }
}
