package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.contract.Contract;

/** What the service said. */
record Reply(String method, String path, int status, JsonNode body, Response response) {
    private static final int SHOWN = 800;

    static Reply of(String method, String path, Response response) {
        Reply reply = new Reply(method, path, response.statusCode(), Json.read(response.asByteArray()), response);
        if (!reply.isOfNoOperation()) {
            assertEquals(List.of(), Contract.committed().breaches(method, path, reply.status, reply.body), reply::said);
        }
        if (reply.status >= 400) {
            reply.assertProblem();
        }
        return reply;
    }

    /** A redirect to the canonical path of a write, or a path that cannot be decoded. */
    private boolean isOfNoOperation() {
        return (status == 308 && !method.equals("GET"))
                || (status == 404 && detail().equals("Nothing exists at this path."));
    }

    /** Every refusal is a problem that tells nothing of how the service is made. */
    private void assertProblem() {
        assertEquals("application/problem+json", response.contentType(), this::said);
        assertEquals("no-store", response.header("Cache-Control"), this::said);
        assertEquals(status, body.get("status").intValue(), this::said);
        assertFalse(body.toString().contains("org.modeltree"), this::said);
        assertFalse(body.toString().contains("Exception"), this::said);
        assertTrue(status != 500, this::said);
    }

    Reply is(int expected) {
        assertEquals(expected, status, this::said);
        return this;
    }

    /** A refusal with this status and code. */
    Reply refuses(int expected, String code) {
        is(expected);
        assertEquals(code, code(), this::said);
        return this;
    }

    /** A refusal that names exactly these JSON pointers. */
    Reply refuses(int expected, String code, String... pointers) {
        refuses(expected, code);
        assertEquals(List.of(pointers), pointers().stream().distinct().toList(), this::said);
        return this;
    }

    /** A refusal that names this parameter. */
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

    String header(String name) {
        return response.header(name);
    }

    String etag() {
        String etag = header("ETag");
        assertNotNull(etag, this::said);
        assertTrue(etag.matches("\"[0-9]+\\.[!-~]+\""), etag);
        return etag;
    }

    /** The revision in the ETag. */
    long ownRevision() {
        return Long.parseLong(etag().substring(1, etag().indexOf('.')));
    }

    long revision() {
        String revision = header("Modeltree-Revision");
        assertNotNull(revision, this::said);
        return Long.parseLong(revision);
    }

    /** What was asked and the beginning of what was answered. */
    String said() {
        String text = body.toString();
        return method + " " + path + " said " + status + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }
}
