package org.modeltree.changes.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Client of a stream of server-sent events, which reads them as {@code EventSource} does. */
final class EventClient implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private String lastId;

    /** An event with the id that the client would resume with. */
    record Event(String id, String name, String data) {}

    private EventClient(HttpResponse<InputStream> response) {
        this.response = response;
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventClient open(String query, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/api/v1/changes/stream" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new EventClient(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The parameter that the problem names. */
    String refused() {
        try {
            return new ObjectMapper().readTree(lines).at("/errors/0/parameter").asText();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String lastId() {
        return lastId;
    }

    /** The next block up to an empty line, without its end; null at the end of the stream. */
    List<String> block() {
        try {
            List<String> block = new ArrayList<>();
            String line;
            while ((line = lines.readLine()) != null && !line.isEmpty()) {
                block.add(line);
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                }
            }
            return line == null ? null : block;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The next event; comments and blocks without data are passed over. */
    Event next() {
        List<String> block;
        while ((block = block()) != null) {
            String data = value(block, "data: ");
            if (data != null) {
                return new Event(lastId, value(block, "event: "), data);
            }
        }
        return null;
    }

    private static String value(List<String> block, String field) {
        return block.stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
