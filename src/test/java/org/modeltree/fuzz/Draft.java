package org.modeltree.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.modeltree.contract.Contract;

/** Request that can still be changed. */
final class Draft {

    final Optional<Contract.Operation> operation;
    String method;
    /** Percent-encoded. */
    String path;
    /** Names and values, percent-encoded. */
    final List<Map.Entry<String, String>> query = new ArrayList<>();

    final List<Map.Entry<String, String>> headers = new ArrayList<>();
    byte[] body;
    boolean isMalformed;
    private final StringBuilder changes = new StringBuilder();

    Draft(Optional<Contract.Operation> operation, String method, String path) {
        this.operation = operation;
        this.method = method;
        this.path = path;
    }

    /** Draft without an operation that it was made from. */
    static Draft of(String method, String path) {
        return new Draft(Optional.empty(), method, path);
    }

    Draft parameter(String name, String value) {
        query.add(Map.entry(name, encoded(value)));
        return this;
    }

    Draft header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Replaces a header, or adds it. */
    Draft only(String name, String value) {
        without(name);
        return header(name, value);
    }

    Draft without(String name) {
        headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return this;
    }

    Draft as(Optional<String> token) {
        without("Authorization");
        token.ifPresent(secret -> header("Authorization", "Bearer " + secret));
        return this;
    }

    Draft json(String type, JsonNode content) {
        return body(type, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    Draft body(String type, byte[] content) {
        only("Content-Type", type);
        body = content;
        return this;
    }

    Draft gzip() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        body = packed.toByteArray();
        return only("Content-Encoding", "gzip");
    }

    /** Notes what was broken on purpose. */
    void note(String change) {
        changes.append(changes.length() == 0 ? "" : ", ").append(change);
    }

    Call call() {
        StringBuilder target = new StringBuilder(path);
        for (int i = 0; i < query.size(); i++) {
            target.append(i == 0 ? '?' : '&')
                    .append(query.get(i).getKey())
                    .append('=')
                    .append(query.get(i).getValue());
        }
        return new Call(
                operation,
                method,
                target.toString(),
                List.copyOf(headers),
                Optional.ofNullable(body),
                isMalformed,
                false,
                changes.toString());
    }

    /** Percent-encoded for a query or one segment of a path. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
