package org.modeltree.webhooks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Receivers that answer anything, and webhooks that change while something is on its way. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class WebhookFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HookReceiver receiver = new HookReceiver();

    @BeforeEach
    void one_model() {
        HookReceiver.store("delete from webhook");
        Importing.empty();
        Importing.write("PUT", "/models/elm/one", "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
    }

    @AfterEach
    void stop() {
        HookReceiver.store("delete from webhook");
        receiver.close();
    }

    private static void rename(String name) {
        Importing.write("PATCH", "/models/elm/one", "{\"name\": \"" + name + "\"}", "If-Match", "*")
                .is(200);
    }

    private static JsonNode register(String url, String more) {
        return Importing.write("POST", "/webhooks", "{\"url\": \"" + url + "\"" + more + "}")
                .is(201)
                .json();
    }

    private static JsonNode read(JsonNode hook, String part) {
        return Importing.get(
                        "/webhooks/" + hook.get("id").asText() + part,
                        "Authorization",
                        "Bearer " + EmptyCatalogProfile.ADMIN)
                .is(200)
                .json();
    }

    private static JsonNode delivery(JsonNode hook) {
        return read(hook, "/deliveries").at("/data/0");
    }

    private static void awaitDone(JsonNode hook) {
        long revision = Importing.revision();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            JsonNode state = read(hook, "");
            return state.get("revision").asLong() == revision
                    && state.get("waiting").asLong() == 0;
        });
    }

    private List<String> paths() {
        return receiver.calls().stream().map(HookReceiver.Call::path).toList();
    }

    /** Answers each connection with these bytes, whatever it sends. */
    private static ServerSocket answering(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[8_192]);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    client.getOutputStream().flush();
                } catch (IOException closed) {
                    // The next client may fare better.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Test
    void answers_with_nul_fail_as_others_do_and_delay_no_other_webhook() throws IOException {
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\nA\0B: x\r\nContent-Length: 0\r\n\r\n",
                "A\0B/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2\00 OK\r\nContent-Length: 0\r\n\r\n")) {
            try (ServerSocket server = answering(answer)) {
                JsonNode broken = register("http://127.0.0.1:" + server.getLocalPort() + "/", "");
                JsonNode healthy = register(receiver.url("/healthy"), "");
                rename("Name of " + answer.replaceAll("[^A-Za-z0-9]", "x"));
                awaitDone(healthy);
                awaitDone(broken);
                JsonNode delivery = delivery(broken);
                assertEquals("failed", delivery.get("status").asText());
                assertEquals(7, delivery.get("attempts").size(), delivery::toString);
                String error = delivery.at("/attempts/6/error").asText();
                assertEquals("No answer: ", error.substring(0, 11), delivery::toString);
                assertEquals(-1, error.indexOf('\0'), error);
            }
        }
    }
}
