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
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void an_import_is_sent_if_it_is_not_known_any_more_what_it_changed() {
        JsonNode hook = register(receiver.url("/hook"), ", \"vendors\": [\"oak\"], \"active\": false");
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"ash/two\",\"name\":\"Two\"}");
        HookReceiver.store("delete from import_change");
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"ash/three\",\"name\":\"Three\"}");
        long revision = Importing.revision();
        patch(hook, "{\"active\": true}");
        awaitDone(hook);
        assertEquals(
                List.of("import " + (revision - 1)),
                receiver.calls().stream()
                        .map(call -> call.data().get("kind").asText() + " "
                                + call.data().get("revision").asText())
                        .toList());
    }

    private static void patch(JsonNode hook, String patch) {
        Importing.write("PATCH", "/webhooks/" + hook.get("id").asText(), patch, "If-Match", "*")
                .is(200);
    }

    @Test
    void what_is_skipped_begins_with_the_revision_of_which_a_part_was_sent() {
        JsonNode hook = register(receiver.url("/hook"), ", \"active\": false");
        long revision = Importing.revision();
        HookReceiver.store("update webhook set place_id = 0");
        for (int i = 0; i < 62; i++) {
            rename("Name " + i);
        }
        patch(hook, "{\"active\": true}");
        JsonNode skipped = receiver.calls(1).get(0).data();
        assertEquals(revision - 1, skipped.get("after").asLong());
        assertEquals(
                "/api/v1/changes?since=" + (revision - 1),
                skipped.at("/links/changes").asText());
    }

    @Test
    void what_is_no_longer_kept_is_skipped_too() {
        JsonNode hook = register(receiver.url("/hook"), ", \"active\": false");
        long revision = Importing.revision();
        rename("Uno");
        rename("Due");
        HookReceiver.store("update retention set changes_until = " + (revision + 1));
        try {
            patch(hook, "{\"active\": true}");
            HookReceiver.Call call = receiver.calls(1).get(0);
            assertEquals("catalog.changes_skipped", call.type());
            assertEquals(revision, call.data().get("after").asLong());
        } finally {
            HookReceiver.store("update retention set changes_until = 0");
        }
    }

    @Test
    void a_change_of_the_webhook_counts_from_the_next_message_on() {
        CountDownLatch patched = new CountDownLatch(1);
        receiver.answers(exchange -> {
            try {
                patched.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            HookReceiver.reply(exchange, 204, "");
        });
        JsonNode hook = register(receiver.url("/former"), "");
        rename("Uno");
        receiver.calls(1);
        rename("Dos");
        patch(hook, "{\"url\": \"" + receiver.url("/new") + "\"}");
        String secret = Importing.write("POST", "/webhooks/" + hook.get("id").asText() + "/secret", null)
                .is(200)
                .json()
                .get("secret")
                .asText();
        patched.countDown();
        awaitDone(hook);
        assertEquals(List.of("/former", "/new"), paths());
        assertEquals(
                List.of(false, true),
                receiver.calls().stream().map(call -> call.isSignedWith(secret)).toList());
    }

    @Test
    void a_delivery_that_waits_is_attempted_at_once_when_asked_for() {
        receiver.answers(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            HookReceiver.reply(exchange, 503, "");
        });
        JsonNode hook = register(receiver.url("/hook"), "");
        rename("Uno");
        await().atMost(PATIENCE).until(() -> delivery(hook).at("/attempts").size() == 1);
        receiver.answers(204);
        String again = "/webhooks/" + hook.get("id").asText() + "/deliveries/"
                + delivery(hook).get("id").asText() + "/redeliver";
        patch(hook, "{\"active\": false}");
        assertEquals(
                "This delivery waits until the webhook is active. Send a PATCH with \"active\": true.",
                Importing.write("POST", again, null)
                        .is(409)
                        .json()
                        .get("detail")
                        .asText());
        HookReceiver.store("update webhook set active = true, inactive_reason = null, inactive_since = null");
        Importing.write("POST", again, null).is(202);
        awaitDone(hook);
        assertEquals("delivered", delivery(hook).get("status").asText());
        assertEquals(2, receiver.calls().size());
        assertEquals(receiver.calls().get(0).id(), receiver.calls().get(1).id());
    }
}
