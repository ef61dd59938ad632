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

/**
 * Answer of the service.
 *
 * @param headers values by name in lower case, in the order in which they arrived
 * @param body as it was sent, without transfer coding
 * @param millis time from the first byte sent to the last byte received
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, Map<String, List<String>> headers, byte[] body, long millis) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 600;

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
    byte[] content() throws IOException {
        if (!header("content-encoding").orElse("").equals("gzip") || body.length == 0) {
            return body;
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unpacked.readAllBytes();
        }
    }

    /** The body as text. */
    String text() {
        try {
            return new String(content(), StandardCharsets.UTF_8);
        } catch (IOException corrupt) {
            return "";
        }
    }

    /** The body as JSON; a missing node if it is empty or none. */
    JsonNode json() {
        try {
            byte[] content = content();
            return content.length == 0 ? MissingNode.getInstance() : JSON.readTree(content);
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        } catch (IOException corrupt) {
            return MissingNode.getInstance();
        }
    }

    /** Status and the beginning of the body, on one line. */
    String summary() {
        String text = text().replaceAll("\\s+", " ");
        return status + " " + mediaType() + " " + text.substring(0, Math.min(SHOWN, text.length()));
    }
}
