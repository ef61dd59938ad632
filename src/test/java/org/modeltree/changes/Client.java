package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.modeltree.EmptyCatalogProfile;

/**
 * HTTP client with a token. Validates each response against the OpenAPI contract. It is the JDK's, because REST Assured needs
 * several times the CPU time of the service for a request.
 */
final class Client {

    static final String JSON = "application/json";
    static final String MERGE = "application/merge-patch+json";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String token;

    private Client(String token) {
        this.token = token;
    }

    /** Client with the role admin. */
    static Client admin() {
        return new Client(EmptyCatalogProfile.ADMIN);
    }

    static Client with(String token) {
        return new Client(token);
    }

    /** Client without a token. */
    static Client anybody() {
        return new Client(null);
    }

    /** Client with a new token of this role. */
    static Client named(String name, String role) {
        return new Client(admin().send("POST", "/api/v1/tokens", JSON, """
                {"name": "%s", "role": "%s"}""".formatted(name, role))
                .is(201)
                .body()
                .get("secret")
                .textValue());
    }

    Reply get(String path, String... headers) {
        return answer("GET", path, null, null, headers);
    }

    /** Body of a response that must be 200. */
    JsonNode ok(String path) {
        return get(path).is(200).body();
    }

    Reply put(String path, JsonNode document, String... headers) {
        return answer("PUT", path, JSON, Json.bytes(document), headers);
    }

    /** PUT without a body. */
    Reply put(String path, String... headers) {
        return answer("PUT", path, null, null, headers);
    }

    Reply patch(String path, JsonNode patch, String... headers) {
        return answer("PATCH", path, MERGE, Json.bytes(patch), headers);
    }

    Reply delete(String path, String... headers) {
        return answer("DELETE", path, null, null, headers);
    }

    /** Sends a body unchanged. */
    Reply send(String method, String path, String type, String body, String... headers) {
        return answer(method, path, type, Json.utf8(body), headers);
    }

    /** Sends a body unchanged. */
    Reply send(String method, String path, String type, byte[] body, String... headers) {
        return answer(method, path, type, body, headers);
    }

    /** Creates a document that must not exist yet. */
    Reply create(String path, JsonNode document) {
        return put(path, document, "If-None-Match", "*").is(201);
    }

    /** Creates or replaces a part of a model unconditionally. */
    Reply write(String path, JsonNode document) {
        return put(path, document, "If-Match", "*");
    }

    private Reply answer(String method, String path, String type, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return Reply.of(method, path, HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
