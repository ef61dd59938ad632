package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.modeltree.contract.Contract;
import org.modeltree.oracle.generated.GeneratedCatalog;

/**
 * Response of the service to a request.
 *
 * @param headers first value of a header by its name; null if there is none
 */
public record ApiResponse(String path, int status, JsonNode body, UnaryOperator<String> headers) {
    private static final int SHOWN = 800;

    // Most of the oracle's time would go into REST Assured.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public static ApiResponse get(String path) {
        return get(path, Map.of());
    }

    /** Sends exactly this path and query; does not follow redirects. */
    public static ApiResponse get(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = response.body();
            JsonNode json = body.length == 0 ? MAPPER.missingNode() : MAPPER.readTree(body);
            ApiResponse answer = new ApiResponse(
                    path,
                    response.statusCode(),
                    json,
                    name -> response.headers().firstValue(name).orElse(null));
            assertEquals(List.of(), Contract.committed().breaches(path, answer.status(), json), answer::summary);
            return answer;
        } catch (JsonProcessingException e) {
            throw new AssertionError(request(path) + " returned no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(request(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
        return headers.apply(name);
    }

    public long revision() {
        return Long.parseLong(header("Modeltree-Revision"));
    }
}
