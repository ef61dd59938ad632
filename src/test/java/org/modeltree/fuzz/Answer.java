package org.modeltree.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Answer of the service. Its content is read once, because its judge asks for it several times. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 600;

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final long millis;
    private String text;
    private JsonNode json;

    /**
     * An answer.
     *
     * @param headers values by name in lower case, in the order in which they arrived
     * @param body as it was sent, without transfer coding
     * @param millis time from the first byte sent to the last byte received
     */
    Answer(int status, Map<String, List<String>> headers, byte[] body, long millis) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.millis = millis;
    }

    int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    long millis() {
        return millis;
    }

    /** First value of a header. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** The media type without parameters; empty without one. */
    String mediaType() {
        return header("content-type").orElse("").replaceFirst(";.*", "").strip();
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The body without content coding. */
    private byte[] content() throws IOException {
        if (!header("content-encoding").orElse("").equals("gzip") || body.length == 0) {
            return body;
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unpacked.readAllBytes();
        }
    }

    /** The body as text. */
    String text() {
        if (text == null) {
            try {
                text = new String(content(), StandardCharsets.UTF_8);
            } catch (IOException corrupt) {
                text = "";
            }
        }
        return text;
    }

    /** The body as JSON; a missing node if it is empty or none. */
    JsonNode json() {
        if (json == null) {
            try {
                json = text().isEmpty() ? MissingNode.getInstance() : JSON.readTree(text());
            } catch (JsonProcessingException none) {
                json = MissingNode.getInstance();
            }
        }
        return json;
    }

    /** Status and the beginning of the body, on one line. */
    String summary() {
        String text = text().replaceAll("\\s+", " ");
        return status + " " + mediaType() + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }
}
