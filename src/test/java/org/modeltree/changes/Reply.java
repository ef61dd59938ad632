package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.modeltree.contract.Contract;

/** Response of the service. */
record Reply(String method, String path, int status, JsonNode body, HttpResponse<byte[]> response) {
    private static final int SHOWN = 800;

    static Reply of(String method, String path, HttpResponse<byte[]> response) {
        Reply reply = new Reply(method, path, response.statusCode(), Json.read(unpacked(response)), response);
        if (!reply.isOfNoOperation()) {
            assertEquals(List.of(), Contract.committed().breaches(method, path, reply.status, reply.body), reply::said);
        }
        if (reply.status >= 400) {
            reply.assertProblem();
        }
        return reply;
    }

    /** The body, which is compressed if the request allowed it: unlike others, this client does not see to that. */
    private static byte[] unpacked(HttpResponse<byte[]> response) {
        if (response.headers().firstValue("Content-Encoding").isEmpty() || response.body().length == 0) {
            return response.body();
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the contract describes no operation: a redirect of a write, or a path that cannot be decoded. */
    private boolean isOfNoOperation() {
        return (status == 308 && !method.equals("GET"))
                || (status == 404 && detail().startsWith("Nothing exists at this path."));
    }

    /** Every error is a problem document without internals of the service. */
    private void assertProblem() {
        assertEquals("application/problem+json", header("Content-Type"), this::said);
        assertEquals("no-store", header("Cache-Control"), this::said);
        assertEquals(status, body.get("status").intValue(), this::said);
        assertFalse(body.toString().contains("org.modeltree"), this::said);
        assertFalse(body.toString().contains("Exception"), this::said);
        assertTrue(status != 500, this::said);
    }

    Reply is(int expected) {
        assertEquals(expected, status, this::said);
        return this;
    }

    /** Asserts an error with this status and code. */
    Reply refuses(int expected, String code) {
        is(expected);
        assertEquals(code, code(), this::said);
        return this;
    }

    /** Asserts an error that names exactly these JSON pointers. */
    Reply refuses(int expected, String code, String... pointers) {
        refuses(expected, code);
        assertEquals(List.of(pointers), pointers().stream().distinct().toList(), this::said);
        return this;
    }

    /** Asserts an error that names this parameter. */
    Reply refusesParameter(String parameter) {
        refuses(400, "invalid_parameter");
        assertEquals(List.of(parameter), named("parameter"), this::said);
        return this;
    }

    String code() {
        return body.path("code").asText();
    }

    String detail() {
        return body.path("detail").asText();
    }

    List<String> pointers() {
        return named("pointer");
    }

    private List<String> named(String key) {
        List<String> names = new ArrayList<>();
        body.path("errors").forEach(error -> names.add(error.path(key).asText(null)));
        return names;
    }

    /** First value of a header; null without it. */
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The body as it was sent. */
    String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    String etag() {
        String etag = header("ETag");
        assertNotNull(etag, this::said);
        assertTrue(etag.matches("\"[0-9]+\\.[!-~]+\""), etag);
        return etag;
    }

    /** Revision in the ETag. */
    long ownRevision() {
        return Long.parseLong(etag().substring(1, etag().indexOf('.')));
    }

    long revision() {
        String revision = header("Modeltree-Revision");
        assertNotNull(revision, this::said);
        return Long.parseLong(revision);
    }

    /** Summary of request and response for failure messages. */
    String said() {
        String text = body.toString();
        return method + " " + path + " returned " + status + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }
}
