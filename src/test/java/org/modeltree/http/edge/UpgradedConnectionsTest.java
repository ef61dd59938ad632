package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Connections that begin with HTTP/1.1 and ask for HTTP/2, as the JDK's client does unless it is told otherwise. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class UpgradedConnectionsTest {

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;

    /** Longer than 16 KB, the buffer in which the JDK's client looks for the end of the upgrade. */
    private static final String LONG = "/api/v1/models?limit=200";

    @TestHTTPResource
    URI base;

    @Test
    void a_long_first_answer_waits_until_the_client_speaks_http_2() throws IOException {
        try (Socket socket = upgraded()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals(SETTINGS, frame(in));
            socket.setSoTimeout(300);
            boolean silent = false;
            try {
                in.readByte();
            } catch (SocketTimeoutException nothing) {
                silent = true;
            }
            assertTrue(silent, "an answer came before the client spoke HTTP/2");
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
            // The order of the answer and of the confirmed settings is open.
            int type = frame(in);
            assertTrue(type == HEADERS || frame(in) == HEADERS, "no answer");
        }
    }

    @Test
    void a_client_that_says_nothing_more_is_answered_all_the_same() throws IOException {
        try (Socket socket = upgraded()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals(SETTINGS, frame(in));
            assertEquals(HEADERS, frame(in));
        }
    }

    @Test
    void the_jdks_client_gets_every_long_answer_whole() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(base.resolve(LONG))
                .timeout(Duration.ofSeconds(20))
                .build();
        int length = answer(get).length();
        assertTrue(length > 50_000, "only " + length);
        String ids = "{\"ids\": [" + "\"aurora/echo\", ".repeat(199) + "\"aurora/echo\"]}";
        HttpRequest post = HttpRequest.newBuilder(base.resolve("/api/v1/resolve"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(ids))
                .build();
        int resolved = answer(post).length();
        for (int i = 0; i < 150; i++) {
            assertEquals(length, answer(get).length());
            assertEquals(resolved, answer(post).length());
        }
    }

    @Test
    void http_2_accepts_the_urls_and_headers_that_http_1_1_does() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        // The first request is in HTTP/1.1.
        for (String query : List.of("?limit=1", "?limit=1", "?limit=1&lang=en" + "&".repeat(60_000))) {
            HttpRequest get = HttpRequest.newBuilder(base.resolve("/api/v1/models" + query))
                    .header("X-Long", "a".repeat(10_000))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<String> answer = client.send(get, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
            assertEquals(HttpClient.Version.HTTP_2, answer.version());
        }
    }

    /** The body of the first answer on a connection of its own. */
    private static String answer(HttpRequest request) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        return answer.body();
    }

    /** A connection whose upgrade the service has confirmed. */
    private Socket upgraded() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("GET " + LONG + " HTTP/1.1\r\nHost: " + base.getAuthority()
                                + "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                + "HTTP2-Settings: AAMAAABkAAQBAAAA\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(socket.getInputStream().read());
        }
        assertTrue(head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 "), head::toString);
        return socket;
    }

    /** Reads one frame; returns its type. */
    private static int frame(DataInputStream in) throws IOException {
        int lengthAndType = in.readInt();
        in.readByte();
        in.readInt();
        in.readFully(new byte[lengthAndType >>> 8]);
        return lengthAndType & 0xff;
    }
}
