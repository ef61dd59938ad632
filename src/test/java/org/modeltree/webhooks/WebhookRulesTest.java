package org.modeltree.webhooks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.contract.Contract;
import org.modeltree.imports.Importing;

/** Who may have which webhooks, and what is refused. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class WebhookRulesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private String ada;
    private String bob;

    @BeforeEach
    void two_curators() {
        HookReceiver.store("delete from webhook");
        ada = token("ada", "curator").get("secret").asText();
        bob = token("bob", "curator").get("secret").asText();
    }

    @AfterEach
    void clear() {
        HookReceiver.store("delete from webhook");
    }

    private static JsonNode token(String name, String role) {
        return Importing.write("POST", "/tokens", "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}")
                .is(201)
                .json();
    }

    private static Importing.Answer send(String token, String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        if (body != null) {
            all.addAll(List.of(
                    "Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json"));
        }
        all.addAll(List.of(headers));
        Importing.Answer answer = Importing.send(
                method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
        if (answer.bytes().length > 0) {
            assertEquals(
                    List.of(),
                    Contract.committed().breaches(method, "/api/v1" + path, answer.status(), answer.json()),
                    answer::text);
        }
        return answer;
    }

    private static Importing.Answer register(String token, String more, String... headers) {
        return send(token, "POST", "/webhooks", "{\"url\": \"http://127.0.0.1:9/hook\"" + more + "}", headers);
    }

    private static String path(Importing.Answer registered) {
        return registered.header("Location").substring("/api/v1".length());
    }

    @Test
    void a_curator_has_own_webhooks_an_admin_all_and_others_none() {
        Importing.Answer registered =
                register(ada, ", \"description\": \"of Ada\"").is(201);
        String hook = path(registered);
        assertEquals("ada", registered.json().get("createdBy").asText());
        assertEquals(
                1,
                send(ada, "GET", "/webhooks", null).is(200).json().get("data").size());
        assertEquals(
                0,
                send(bob, "GET", "/webhooks", null)
                        .is(200)
                        .json()
                        .at("/meta/total")
                        .asInt());
        assertEquals(
                1,
                send(EmptyCatalogProfile.ADMIN, "GET", "/webhooks", null)
                        .is(200)
                        .json()
                        .at("/meta/total")
                        .asInt());
        send(EmptyCatalogProfile.ADMIN, "GET", hook, null).is(200);
        for (String action : List.of("/test", "/secret", "/deliveries/1/redeliver")) {
            send(bob, "POST", hook + action, null).is(404);
        }
        for (String read : List.of(hook, hook + "/deliveries", "/webhooks/0", "/webhooks/x", "/webhooks/1e3")) {
            send(bob, "GET", read, null).is(404);
        }
        send(bob, "PATCH", hook, "{\"active\": false}", "If-Match", "*").is(404);
        send(bob, "DELETE", hook, null, "If-Match", "*").is(404);
        String reader = token("eve", "reader").get("secret").asText();
        send(reader, "GET", "/webhooks", null).is(403);
        register(reader, "").is(403);
        assertEquals(401, Importing.get("/webhooks").status());
    }

    @Test
    void changes_need_the_version_that_was_read() {
        Importing.Answer registered = register(ada, "").is(201);
        String hook = path(registered);
        String etag = send(ada, "GET", hook, null).is(200).header("ETag");
        assertTrue(etag.startsWith("\"1."), etag);
        send(ada, "PATCH", hook, "{\"active\": false}").is(428);
        send(ada, "DELETE", hook, null).is(428);
        Importing.Answer patched = send(ada, "PATCH", hook, "{\"active\": false}", "If-Match", etag)
                .is(200);
        assertTrue(patched.header("ETag").startsWith("\"2."), patched.header("ETag"));
        assertEquals("paused", patched.json().get("inactiveReason").asText());
        send(ada, "PATCH", hook, "{\"active\": true}", "If-Match", etag).is(412);
        send(ada, "DELETE", hook, null, "If-Match", etag).is(412);
        // A patch that changes nothing is no change.
        assertEquals(
                2,
                send(ada, "PATCH", hook, "{\"active\": false}", "If-Match", "*")
                        .is(200)
                        .json()
                        .get("version")
                        .asInt());
        String latest = send(ada, "GET", hook, null).is(200).header("ETag");
        assertEquals(
                304,
                Importing.get(hook, "Authorization", "Bearer " + ada, "If-None-Match", latest)
                        .status());
        send(ada, "DELETE", hook, null, "If-Match", latest).is(204);
        send(ada, "GET", hook, null).is(404);
    }

    @Test
    void faults_name_the_key_and_what_to_do() {
        assertFaults("{}", "/url");
        assertFaults("[]", "");
        assertFaults("{\"url\": 7}", "/url");
        assertFaults("{\"url\": \"https://127.0.0.1/\", \"active\": \"yes\", \"typs\": []}", "/typs", "/active");
        assertFaults(
                "{\"url\": \"https://127.0.0.1/\", \"types\": [\"model\", \"modle\"], \"models\": [\"elm\"],"
                        + " \"vendors\": [\"Elm/x\"], \"description\": \"\\u0000\"}",
                "/description",
                "/types/1",
                "/models/0",
                "/vendors/0");
        assertFaults("{\"url\": \"https://127.0.0.1/\", \"types\": \"model\", \"models\": [1]}", "/types", "/models");
        assertFaults("{\"url\": \"https://ada:x@127.0.0.1/\"}", "/url");
        assertFaults("{\"url\": \"ftp://127.0.0.1/\"}", "/url");
        // The profile allows 127.0.0.1 and nothing else.
        for (String host : List.of("127.0.0.2", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254", "10.0.0.1", "0")) {
            JsonNode problem = assertFaults("{\"url\": \"https://" + host + "/\"}", "/url");
            assertTrue(
                    problem.get("detail").asText().matches(".*(must not lead to|name of a host).*"), problem::toString);
        }
    }

    private JsonNode assertFaults(String body, String... pointers) {
        JsonNode problem = send(ada, "POST", "/webhooks", body).is(400).json();
        List<String> named = new ArrayList<>();
        problem.get("errors").forEach(error -> named.add(error.get("pointer").asText()));
        assertEquals(Set.of(pointers), new HashSet<>(named), problem::toString);
        return problem;
    }

    @Test
    void a_repeated_request_with_a_key_is_one_webhook_with_the_same_secret() {
        Importing.Answer first =
                register(ada, "", "Idempotency-Key", "one-" + ada).is(201);
        Importing.Answer second =
                register(ada, "", "Idempotency-Key", "one-" + ada).is(201);
        assertEquals("true", second.header("Idempotency-Replayed"));
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(first.json().get("secret"), second.json().get("secret"));
        assertEquals(
                1, send(ada, "GET", "/webhooks", null).json().at("/meta/total").asInt());
        register(ada, ", \"active\": false", "Idempotency-Key", "one-" + ada).is(422);
        // The answers that are kept for repeated requests contain no secret.
        String stored =
                Importing.ask("select string_agg(body, ' ') from idempotent_answer where key = 'one-" + ada + "'");
        assertFalse(stored.contains("whsec_"), stored);
        String hook = path(first);
        Importing.Answer ping = send(ada, "POST", hook + "/test", null, "Idempotency-Key", "two-" + ada)
                .is(202);
        assertEquals(
                ping.json().get("id"),
                send(ada, "POST", hook + "/test", null, "Idempotency-Key", "two-" + ada)
                        .is(202)
                        .json()
                        .get("id"));
    }

    @Test
    void a_change_and_a_deletion_with_a_key_are_made_once() {
        String hook = path(register(ada, "", "Idempotency-Key", "hook-" + ada).is(201));
        String body = "{\"description\": \"once\"}";
        String[] used = {"If-Match", "*", "Idempotency-Key", "hook-" + ada};
        send(ada, "PATCH", hook, body, used).is(422);
        send(ada, "DELETE", hook, null, used).is(422);
        String[] key = {"If-Match", "*", "Idempotency-Key", "patch-" + ada};
        String version = send(ada, "PATCH", hook, body, key).is(200).header("ETag");
        Importing.Answer again = send(ada, "PATCH", hook, body, key).is(200);
        assertEquals("true " + version, again.header("Idempotency-Replayed") + " " + again.header("ETag"));
        String[] gone = {"If-Match", "*", "Idempotency-Key", "delete-" + ada};
        send(ada, "DELETE", hook, null, gone).is(204);
        assertEquals("true", send(ada, "DELETE", hook, null, gone).is(204).header("Idempotency-Replayed"));
        // Also when there is nothing left to change.
        assertEquals("true", send(ada, "PATCH", hook, body, key).is(200).header("Idempotency-Replayed"));
    }

    @Test
    void a_caller_has_a_quarter_of_all_webhooks() {
        for (int i = 0; i < 20; i++) {
            register(ada, "").is(201);
        }
        assertTrue(register(ada, "").is(409).text().contains("modeltree.webhooks.max-count"));
        register(bob, "").is(201);
        JsonNode page = send(ada, "GET", "/webhooks?limit=15", null).is(200).json();
        JsonNode rest = send(ada, "GET", page.at("/links/next").asText().substring("/api/v1".length()), null)
                .is(200)
                .json();
        assertEquals(
                "20 15 5",
                page.at("/meta/total") + " " + page.get("data").size() + " "
                        + rest.get("data").size());
    }

    @Test
    void pings_that_wait_are_limited() {
        String hook = path(register(ada, "").is(201));
        HookReceiver.store("update webhook set leased_by = 'another', leased_until = now() + interval '1 minute'");
        for (int i = 0; i < 10; i++) {
            send(ada, "POST", hook + "/test", null).is(202);
        }
        send(ada, "POST", hook + "/test", null).is(409);
    }

    @Test
    void a_webhook_of_a_revoked_token_stops() {
        JsonNode eve = token("eve", "curator");
        String secret = eve.get("secret").asText();
        String hook = path(register(secret, "").is(201));
        Importing.write("DELETE", "/tokens/" + eve.get("id").asText(), null).is(204);
        Importing.done(
                "format=modeltree", "{\"type\":\"vendor\",\"id\":\"v" + System.nanoTime() + "\",\"name\":\"V\"}");
        await().atMost(PATIENCE)
                .until(() -> send(EmptyCatalogProfile.ADMIN, "GET", hook, null)
                        .json()
                        .get("inactiveReason")
                        .asText()
                        .equals("owner"));
    }

    @Test
    void a_refused_connection_is_in_the_log() {
        String hook = path(register(ada, "").is(201));
        send(ada, "POST", hook + "/test", null).is(202);
        await().atMost(PATIENCE)
                .until(() -> send(ada, "GET", hook + "/deliveries", null)
                        .json()
                        .at("/data/0/attempts/0/error")
                        .asText()
                        .startsWith("No connection: "));
    }

    @Test
    void an_address_is_checked_again_when_it_is_called() {
        String hook = path(register(ada, "").is(201));
        // As if the name had meant another address when it was registered.
        HookReceiver.store("update webhook set url = 'http://127.0.0.2:9/'");
        send(ada, "POST", hook + "/test", null).is(202);
        await().atMost(PATIENCE)
                .until(() -> send(ada, "GET", hook + "/deliveries", null)
                        .json()
                        .at("/data/0/attempts/0/error")
                        .asText()
                        .equals("The host leads to a loopback address, which webhooks must not call"));
    }
}
