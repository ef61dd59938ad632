package org.modeltree.webhooks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.contract.Contract;
import org.modeltree.imports.Importing;

/** Webhooks with real receivers: what arrives, in which order, how often, and what the log says. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class WebhooksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    MeterRegistry meters;

    private final HookReceiver receiver = new HookReceiver();

    @BeforeEach
    void one_model() {
        HookReceiver.store("delete from webhook");
        Importing.empty();
        create("elm/one");
    }

    @AfterEach
    void stop() {
        HookReceiver.store("delete from webhook");
        receiver.close();
    }

    private static void create(String id) {
        Importing.write("PUT", "/models/" + id, "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
    }

    private static void rename(String id, String name) {
        Importing.write("PATCH", "/models/" + id, "{\"name\": \"" + name + "\"}", "If-Match", "*")
                .is(200);
    }

    private static JsonNode checked(String method, String path, Importing.Answer answer) {
        assertEquals(
                List.of(), Contract.committed().breaches(method, "/api/v1" + path, answer.status(), answer.json()));
        return answer.json();
    }

    private JsonNode register(String path, String more) {
        return checked(
                "POST",
                "/webhooks",
                Importing.write("POST", "/webhooks", "{\"url\": \"" + receiver.url(path) + "\"" + more + "}")
                        .is(201));
    }

    private JsonNode register() {
        return register("/hook?a=b", "");
    }

    private static Importing.Answer get(String path) {
        return Importing.get(path, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN);
    }

    private static JsonNode read(String path) {
        return checked("GET", path, get(path).is(200));
    }

    private static JsonNode deliveries(JsonNode hook) {
        return read("/webhooks/" + hook.get("id").asText() + "/deliveries").get("data");
    }

    private static JsonNode state(JsonNode hook) {
        return read("/webhooks/" + hook.get("id").asText());
    }

    /** Waits until all changes are delivered or given up. */
    private static void awaitDone(JsonNode hook) {
        long revision = Importing.revision();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> state(hook).get("revision").asLong() == revision
                        && state(hook).get("waiting").asLong() == 0);
    }

    private static Importing.Answer patch(JsonNode hook, String patch) {
        return Importing.write("PATCH", "/webhooks/" + hook.get("id").asText(), patch, "If-Match", "*");
    }

    private static Importing.Answer post(JsonNode hook, String action, String... headers) {
        return Importing.write("POST", "/webhooks/" + hook.get("id").asText() + action, null, headers);
    }

    @Test
    void a_change_arrives_signed_with_ids_and_a_link_to_the_log() {
        JsonNode hook = register();
        rename("elm/one", "Uno");
        HookReceiver.Call call = receiver.calls(1).get(0);
        assertEquals("/hook?a=b", call.path());
        assertTrue(call.isSignedWith(hook.get("secret").asText()));
        assertFalse(call.isSignedWith("whsec_c2hvd24gb25jZSBhbmQgbmV2ZXIgYWdhaW4hISEhISE="));
        assertEquals("catalog.changed", call.type());
        JsonNode entry = Importing.json(
                        call.data().at("/links/changes").asText().substring("/api/v1".length()))
                .at("/data/0");
        for (String key : List.of("revision", "kind", "type", "id", "model", "movedFrom", "import")) {
            assertEquals(entry.get(key), call.data().get(key), key);
        }
        assertEquals("elm/one", call.data().get("id").asText());
        assertEquals(entry.get("time"), call.json().get("timestamp"));
        awaitDone(hook);
        JsonNode delivery = deliveries(hook).get(0);
        assertEquals(call.id(), delivery.get("messageId").asText());
        assertEquals("delivered", delivery.get("status").asText());
        assertEquals(204, delivery.at("/attempts/0/status").asInt());
        assertEquals(1, receiver.calls().size());
    }

    @Test
    void the_secret_is_shown_once_and_a_former_one_signs_for_a_while() {
        JsonNode hook = register();
        String first = hook.get("secret").asText();
        assertFalse(get("/webhooks").text().contains(first));
        assertFalse(state(hook).has("secret"));
        JsonNode rotated = checked(
                "POST",
                "/webhooks/" + hook.get("id").asText() + "/secret",
                post(hook, "/secret").is(200));
        String second = rotated.get("secret").asText();
        assertNotEquals(first, second);
        rename("elm/one", "Uno");
        HookReceiver.Call both = receiver.calls(1).get(0);
        assertTrue(both.isSignedWith(first) && both.isSignedWith(second));
        awaitDone(hook);
        HookReceiver.store("update webhook set former_secret_until = now() - interval '1 second'");
        rename("elm/one", "Dos");
        HookReceiver.Call one = receiver.calls(2).get(1);
        assertTrue(one.isSignedWith(second) && !one.isSignedWith(first));
        assertTrue(state(hook).get("formerSecretUntil").isNull());
    }

    @Test
    void events_arrive_in_the_order_of_the_log_once_each_while_two_write() throws InterruptedException {
        create("elm/two");
        JsonNode hook = register();
        long before = Importing.revision();
        int each = 25;
        List<Thread> writers = new ArrayList<>();
        for (String id : List.of("elm/one", "elm/two")) {
            writers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    rename(id, "Name " + i);
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        awaitDone(hook);
        List<Long> revisions = receiver.calls(2 * each).stream()
                .map(call -> call.data().get("revision").asLong())
                .toList();
        assertEquals(
                Stream.iterate(before + 1, revision -> revision + 1)
                        .limit(2L * each)
                        .toList(),
                revisions);
        assertEquals(2 * each, ids().size());
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        receiver.calls().forEach(call -> ids.add(call.id()));
        return ids;
    }

    @Test
    void five_failures_and_a_success_are_one_event_with_one_id_and_later_events_wait() {
        AtomicInteger attempts = new AtomicInteger();
        receiver.answers(
                exchange -> HookReceiver.reply(exchange, attempts.incrementAndGet() > 5 ? 200 : 500, "a\nb\u0007c"));
        double refused = counted("refused");
        JsonNode hook = register();
        rename("elm/one", "Uno");
        rename("elm/one", "Dos");
        awaitDone(hook);
        assertEquals(7, receiver.calls().size());
        assertEquals(2, ids().size());
        assertEquals(
                1,
                receiver.calls().subList(0, 6).stream()
                        .map(HookReceiver.Call::body)
                        .distinct()
                        .count());
        JsonNode first = deliveries(hook).get(1);
        assertEquals(6, first.get("attempts").size());
        assertEquals("a b\ufffdc", first.at("/attempts/4/response").asText());
        assertTrue(first.at("/attempts/5/response").isNull());
        assertTrue(state(hook).get("failingSince").isNull());
        assertEquals(5, counted("refused") - refused);
    }

    private double counted(String outcome) {
        return meters.counter("modeltree.webhooks.attempts", "outcome", outcome).count();
    }

    @Test
    void an_event_that_always_fails_is_given_up_and_the_next_one_is_sent() {
        receiver.answers(500);
        JsonNode hook = register();
        rename("elm/one", "Uno");
        await().atMost(PATIENCE).until(() -> receiver.calls().size() >= 7);
        receiver.answers(204);
        rename("elm/one", "Dos");
        awaitDone(hook);
        assertEquals(
                List.of("delivered", "failed"),
                List.of(
                        deliveries(hook).at("/0/status").asText(),
                        deliveries(hook).at("/1/status").asText()));
        assertEquals(8, receiver.calls().size());
    }

    @Test
    void gone_makes_inactive_and_nothing_is_lost_when_it_is_active_again() {
        receiver.answers(410);
        JsonNode hook = register();
        rename("elm/one", "Uno");
        await().atMost(PATIENCE)
                .until(() -> state(hook).get("inactiveReason").asText().equals("gone"));
        rename("elm/one", "Dos");
        assertEquals(1, receiver.calls().size());
        receiver.answers(204);
        assertTrue(
                patch(hook, "{\"active\": true}").is(200).json().get("active").asBoolean());
        awaitDone(hook);
        assertEquals(3, receiver.calls().size());
        assertEquals(2, ids().size());
        assertEquals(receiver.calls().get(0).id(), receiver.calls().get(1).id());
    }

    @Test
    void days_of_failures_make_inactive() {
        receiver.answers(500);
        JsonNode hook = register();
        HookReceiver.store("update webhook set failing_since = now() - interval '6 days'");
        rename("elm/one", "Uno");
        await().atMost(PATIENCE)
                .until(() -> state(hook).get("inactiveReason").asText().equals("failing"));
        assertFalse(state(hook).get("inactiveSince").isNull());
    }

    @Test
    void a_receiver_that_stalls_delays_no_other() {
        CountDownLatch over = new CountDownLatch(1);
        receiver.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                try {
                    over.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            HookReceiver.reply(exchange, 204, "");
        });
        JsonNode slow = register("/slow", "");
        JsonNode quick = register("/quick", "");
        for (int i = 0; i < 5; i++) {
            rename("elm/one", "Name " + i);
        }
        awaitDone(quick);
        assertEquals(
                5,
                receiver.calls().stream()
                        .filter(call -> call.path().equals("/quick"))
                        .map(HookReceiver.Call::id)
                        .distinct()
                        .count());
        assertEquals(1, state(slow).get("waiting").asLong());
        await().atMost(PATIENCE)
                .until(() -> deliveries(slow).at("/0/attempts/0/error").asText().equals("No answer within 3000 ms"));
        over.countDown();
        awaitDone(slow);
    }

    @Test
    void an_endless_body_is_cut_off_and_a_redirect_is_not_followed() {
        AtomicInteger sent = new AtomicInteger();
        receiver.answers(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            byte[] piece = "x".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            while (sent.addAndGet(piece.length) < 100_000_000) {
                exchange.getResponseBody().write(piece);
            }
        });
        JsonNode hook = register("/first", "");
        rename("elm/one", "Uno");
        await().atMost(PATIENCE).until(() -> deliveries(hook).at("/0/attempts").size() > 1);
        receiver.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", receiver.url("/other"));
            HookReceiver.reply(exchange, 307, "");
        });
        await().atMost(PATIENCE).until(() -> deliveries(hook).toString().contains("\"status\":307"));
        receiver.answers(204);
        awaitDone(hook);
        assertTrue(sent.get() < 100_000_000);
        assertEquals(
                301,
                deliveries(hook).at("/0/attempts/0/response").asText().length(),
                () -> deliveries(hook).toString());
        assertTrue(receiver.calls().stream().allMatch(call -> call.path().equals("/first")));
    }

    @Test
    void a_receiver_says_when_to_come_back() {
        receiver.answers(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            HookReceiver.reply(exchange, 503, "");
        });
        JsonNode hook = register();
        rename("elm/one", "Uno");
        await().atMost(PATIENCE).until(() -> deliveries(hook).at("/0/attempts").size() == 1);
        String wait =
                Importing.ask("select round(extract(epoch from next_attempt_at - now()) / 60) from webhook_delivery");
        assertEquals("60", wait);
    }

    @Test
    void filters_select_types_models_vendors_and_what_imports_changed() {
        create("oak/one");
        JsonNode vendors = register("/vendor", ", \"vendors\": [\"oak\"]");
        JsonNode models = register("/model", ", \"models\": [\"elm/one\"], \"types\": [\"model\"]");
        rename("elm/one", "Uno");
        rename("oak/one", "Uno");
        Importing.write("PUT", "/vendors/oak", "{\"name\": \"Oak\"}", "If-Match", "*")
                .is(200);
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"oak/two\",\"name\":\"Two\"}");
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"ash/two\",\"name\":\"Two\"}");
        awaitDone(vendors);
        awaitDone(models);
        assertEquals(List.of("model oak/one", "vendor oak", "import"), about("/vendor"));
        assertEquals(List.of("model elm/one"), about("/model"));
    }

    private List<String> about(String path) {
        return receiver.calls().stream()
                .filter(call -> call.path().equals(path))
                .map(HookReceiver.Call::data)
                .map(data -> data.get("type").isNull()
                        ? data.get("kind").asText()
                        : data.get("type").asText() + " " + data.get("id").asText())
                .toList();
    }

    @Test
    void a_webhook_that_lags_far_gets_one_event_for_what_it_missed() {
        JsonNode hook = register("/hook", ", \"active\": false");
        assertEquals("paused", hook.get("inactiveReason").asText());
        long before = Importing.revision();
        for (int i = 0; i < 62; i++) {
            rename("elm/one", "Name " + i);
        }
        patch(hook, "{\"active\": true}").is(200);
        awaitDone(hook);
        rename("elm/one", "Last");
        awaitDone(hook);
        List<HookReceiver.Call> calls = receiver.calls();
        assertEquals(
                List.of("catalog.changes_skipped", "catalog.changed"),
                calls.stream().map(HookReceiver.Call::type).toList());
        assertEquals(before, calls.get(0).data().get("after").asLong());
        assertEquals(
                "/api/v1/changes?since=" + before,
                calls.get(0).data().at("/links/changes").asText());
        assertEquals(before + 62, calls.get(0).data().get("revision").asLong());
    }

    @Test
    void a_ping_is_sent_to_an_inactive_webhook_and_a_delivery_is_repeated_with_its_id() {
        JsonNode hook = register();
        rename("elm/one", "Uno");
        awaitDone(hook);
        patch(hook, "{\"active\": false}").is(200);
        JsonNode ping = checked(
                "POST",
                "/webhooks/" + hook.get("id").asText() + "/test",
                post(hook, "/test").is(202));
        HookReceiver.Call call = receiver.calls(2).get(1);
        assertEquals("webhook.ping", call.type());
        assertEquals(ping.get("messageId").asText(), call.id());
        awaitDone(hook);
        String delivery = deliveries(hook).at("/1/id").asText();
        post(hook, "/deliveries/" + delivery + "/redeliver").is(202);
        HookReceiver.Call repeated = receiver.calls(3).get(2);
        assertEquals(receiver.calls().get(0).id(), repeated.id());
        assertEquals(receiver.calls().get(0).body(), repeated.body());
        awaitDone(hook);
        assertEquals(2, deliveries(hook).at("/1/attempts").size());
        post(hook, "/deliveries/999999999/redeliver").is(404);
        // A ping that fails says nothing about the events.
        receiver.answers(500);
        post(hook, "/test").is(202);
        awaitDone(hook);
        assertEquals("failed", deliveries(hook).at("/0/status").asText());
        assertTrue(state(hook).get("failingSince").isNull());
    }

    @Test
    void what_a_killed_instance_left_is_sent_by_another_one_with_the_same_id() {
        JsonNode hook = register("/hook", ", \"active\": false");
        rename("elm/one", "Uno");
        // As an instance leaves it that is killed while it sends.
        HookReceiver.store("""
                insert into webhook_delivery (webhook_id, message_id, type, place_revision, place_id, body, status, in_order,
                    created_at, next_attempt_at)
                select w.id, 'msg_left', 'catalog.changed', r.revision, 9223372036854775807, '{"left": true}', 'pending', true,
                    now(), now()
                from webhook w, catalog_revision r""");
        HookReceiver.store(
                "update webhook set leased_by = 'killed', leased_until = now() + interval '3 seconds', active = true,"
                        + " inactive_reason = null, inactive_since = null");
        rename("elm/one", "Dos");
        assertEquals(List.of(), receiver.calls());
        HookReceiver.Call call = receiver.calls(1).get(0);
        assertEquals("msg_left {\"left\": true}", call.id() + " " + call.body());
        awaitDone(hook);
        assertEquals(2, receiver.calls().size());
    }
}
