package org.modeltree.changes;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** A write that is repeated with its idempotency key is not executed again. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class IdempotencyTest {
    private static final String MODELS = "/api/v1/models/";
    private static final String KEY = "Idempotency-Key";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    /** Sends a request twice, with another change in between, and expects the first response both times. */
    private static void assertReplayed(int status, Callable<Reply> request) throws Exception {
        long before = revision();
        Reply first = request.call().is(status);
        assertNull(first.header("Idempotency-Replayed"));
        assertEquals(before + 1, first.revision(), first::said);
        for (int again = 0; again < 2; again++) {
            Reply second = request.call().is(status);
            assertEquals("true", second.header("Idempotency-Replayed"), second::said);
            assertEquals(first.body(), second.body());
            assertEquals(first.header("ETag"), second.header("ETag"));
            assertEquals(first.header("Location"), second.header("Location"));
            assertEquals(first.revision(), second.revision());
            assertEquals(before + 1, revision());
        }
    }

    @Test
    void every_kind_of_write_is_done_once() throws Exception {
        String model = MODELS + "linde/a";
        CURATOR.create(MODELS + "linde/root", json("{name: 'Root'}"));
        assertReplayed(201, () -> CURATOR.put(model, json("{name: 'A'}"), "If-None-Match", "*", KEY, "k-put"));
        String etag = READER.get(model).etag();
        assertReplayed(200, () -> CURATOR.patch(model, json("{kind: 'base'}"), "If-Match", etag, KEY, "k-patch"));
        assertReplayed(200, () -> CURATOR.put(model, json("{name: 'A 2'}"), "If-Match", "*", KEY, "k-put-2"));
        assertReplayed(201, () -> CURATOR.put(model + "/aliases/linde-a", "If-None-Match", "*", KEY, "k-alias"));
        assertReplayed(204, () -> CURATOR.delete(model + "/aliases/linde-a", "If-Match", "*", KEY, "k-unalias"));
        assertReplayed(
                201,
                () -> CURATOR.put(
                        model + "/parents/linde/root",
                        json("{relation: 'merge'}"),
                        "If-None-Match",
                        "*",
                        KEY,
                        "k-parent"));
        assertReplayed(204, () -> CURATOR.delete(model + "/parents/linde/root", "If-Match", "*", KEY, "k-orphan"));
        assertReplayed(
                201,
                () -> CURATOR.put(model + "/offerings/bast/x", json("{}"), "If-None-Match", "*", KEY, "k-offering"));
        assertReplayed(204, () -> CURATOR.delete(model + "/offerings/bast/x", "If-Match", "*", KEY, "k-no-offering"));
        assertReplayed(201, () -> CURATOR.put(model + "/card", json("{}"), "If-None-Match", "*", KEY, "k-card"));
        assertReplayed(204, () -> CURATOR.delete(model + "/card", "If-Match", "*", KEY, "k-no-card"));
        assertReplayed(
                201,
                () -> CURATOR.put(
                        "/api/v1/benchmarks/linde",
                        json("{label: 'L', unit: 'u'}"),
                        "If-None-Match",
                        "*",
                        KEY,
                        "k-benchmark"));
        assertReplayed(204, () -> CURATOR.delete("/api/v1/benchmarks/linde", "If-Match", "*", KEY, "k-no-benchmark"));
        assertReplayed(204, () -> CURATOR.delete(model + "?successor=linde/root", "If-Match", "*", KEY, "k-delete"));
    }

    @Test
    void the_first_answer_is_given_whatever_happened_since() {
        Reply first = CURATOR.put(MODELS + "linde/since", json("{name: 'S'}"), "If-None-Match", "*", KEY, "since")
                .is(201);
        CURATOR.write(MODELS + "linde/since", json("{name: 'Changed'}")).is(200);
        Reply second = CURATOR.put(MODELS + "linde/since", json("{name: 'S'}"), "If-None-Match", "*", KEY, "since")
                .is(201);
        assertEquals(first.body(), second.body());
        assertEquals(first.etag(), second.etag());
        assertEquals("Changed", READER.ok(MODELS + "linde/since").get("name").asText());
        CURATOR.delete(MODELS + "linde/since", "If-Match", "*").is(204);
        CURATOR.put(MODELS + "linde/since", json("{name: 'S'}"), "If-None-Match", "*", KEY, "since")
                .is(201);
        READER.get(MODELS + "linde/since").is(410);
    }

    @Test
    void the_first_answer_is_given_when_the_model_is_gone() throws Exception {
        String model = MODELS + "linde/gone";
        CURATOR.create(MODELS + "linde/elder", json("{name: 'Elder'}"));
        CURATOR.create(model, json("{name: 'Gone'}"));
        CURATOR.put("/api/v1/benchmarks/gone", json("{label: 'B', unit: 'points'}"), "If-None-Match", "*");
        List<Callable<Reply>> writes = List.of(
                () -> CURATOR.put(model + "/aliases/linde-gone", "If-None-Match", "*", KEY, "g-alias"),
                () -> CURATOR.delete(model + "/aliases/linde-gone", "If-Match", "*", KEY, "g-no-alias"),
                () -> CURATOR.put(
                        model + "/parents/linde/elder",
                        json("{relation: 'merge'}"),
                        "If-None-Match",
                        "*",
                        KEY,
                        "g-parent"),
                () -> CURATOR.delete(model + "/parents/linde/elder", "If-Match", "*", KEY, "g-no-parent"),
                () -> CURATOR.put(model + "/offerings/bast/g", json("{}"), "If-None-Match", "*", KEY, "g-offering"),
                () -> CURATOR.patch(
                        model + "/offerings/bast/g", json("{contextWindow: 5}"), "If-Match", "*", KEY, "g-offered"),
                () -> CURATOR.delete(model + "/offerings/bast/g", "If-Match", "*", KEY, "g-no-offering"),
                () -> CURATOR.put(
                        model + "/measurements/g",
                        json("{benchmark: 'gone', raw: 1, source: 'https://g.example'}"),
                        "If-None-Match",
                        "*",
                        KEY,
                        "g-measurement"),
                () -> CURATOR.patch(model + "/measurements/g", json("{raw: 2}"), "If-Match", "*", KEY, "g-measured"),
                () -> CURATOR.delete(model + "/measurements/g", "If-Match", "*", KEY, "g-no-measurement"),
                () -> CURATOR.put(model + "/card", json("{}"), "If-None-Match", "*", KEY, "g-card"),
                () -> CURATOR.patch(model + "/card", json("{pricingKind: 'free'}"), "If-Match", "*", KEY, "g-carded"),
                () -> CURATOR.put(
                        model + "/card/texts/en", json("{whyItMatters: 'W'}"), "If-None-Match", "*", KEY, "g-text"),
                () -> CURATOR.delete(model + "/card/texts/en", "If-Match", "*", KEY, "g-no-text"),
                () -> CURATOR.delete(model + "/card", "If-Match", "*", KEY, "g-no-card"),
                () -> CURATOR.patch(model, json("{kind: 'base'}"), "If-Match", "*", KEY, "g-patch"),
                () -> CURATOR.delete(model, "If-Match", "*", KEY, "g-delete"));
        List<Reply> first = new ArrayList<>();
        for (Callable<Reply> write : writes) {
            first.add(write.call());
        }
        CURATOR.delete(MODELS + "linde/elder", "If-Match", "*").is(204);
        READER.get(model).is(410);
        for (int i = 0; i < writes.size(); i++) {
            Reply again = writes.get(i).call().is(first.get(i).status());
            assertTrue(again.status() < 300, again::said);
            assertEquals("true", again.header("Idempotency-Replayed"), again::said);
            assertEquals(first.get(i).body(), again.body());
        }
    }

    @Test
    void a_key_is_for_one_request() {
        CURATOR.put(MODELS + "linde/one", json("{name: 'One'}"), "If-None-Match", "*", KEY, "one")
                .is(201);
        long before = revision();
        CURATOR.put(MODELS + "linde/one", json("{name: 'Two'}"), "If-None-Match", "*", KEY, "one")
                .refuses(422, "idempotency_key_reused");
        CURATOR.put(MODELS + "linde/two", json("{name: 'One'}"), "If-None-Match", "*", KEY, "one")
                .refuses(422, "idempotency_key_reused");
        CURATOR.patch(MODELS + "linde/one", json("{name: 'One'}"), "If-Match", "*", KEY, "one")
                .refuses(422, "idempotency_key_reused");
        CURATOR.delete(MODELS + "linde/one", "If-Match", "*", KEY, "one").refuses(422, "idempotency_key_reused");
        assertEquals(before, revision());
        READER.get(MODELS + "linde/two").is(404);
    }

    @Test
    void a_key_is_its_callers_own() {
        Client other = Client.named("another curator", "curator");
        CURATOR.put(MODELS + "linde/mine", json("{name: 'M'}"), "If-None-Match", "*", KEY, "mine")
                .is(201);
        other.put(MODELS + "linde/mine", json("{name: 'M'}"), "If-None-Match", "*", KEY, "mine")
                .refuses(412, "precondition_failed");
        other.put(MODELS + "linde/theirs", json("{name: 'T'}"), "If-None-Match", "*", KEY, "mine")
                .is(201);
        CURATOR.put(MODELS + "linde/mine", json("{name: 'M'}"), "If-None-Match", "*", KEY, "mine")
                .is(201);
        Client.anybody()
                .put(MODELS + "linde/mine", json("{name: 'M'}"), "If-None-Match", "*", KEY, "mine")
                .is(401);
    }

    @Test
    void a_refused_request_does_not_use_its_key_up_for_a_right_one() {
        CURATOR.put(MODELS + "linde/bad", json("{}"), "If-None-Match", "*", KEY, "bad")
                .refuses(400, "invalid_body", "/name");
        CURATOR.put(MODELS + "linde/bad", json("{name: 'Good'}"), "If-None-Match", "*", KEY, "bad")
                .is(201);
    }

    @Test
    void a_key_is_up_to_200_visible_ascii_characters() {
        long before = revision();
        for (String key : List.of("", " ", "a b", "k".repeat(201), "a\tb")) {
            Reply reply = CURATOR.put(MODELS + "linde/key", json("{name: 'K'}"), "If-None-Match", "*", KEY, key);
            reply.refusesParameter(KEY);
        }
        // For a character outside of ASCII, the JDK's client would send a question mark.
        given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .header("If-None-Match", "*")
                .header(KEY, "schl\u00fcssel")
                .contentType("application/json")
                .body("{\"name\": \"K\"}")
                .put(MODELS + "linde/key")
                .then()
                .statusCode(400)
                .body("errors.parameter", equalTo(List.of(KEY)));
        assertEquals(before, revision());
        CURATOR.put(MODELS + "linde/key", json("{name: 'K'}"), "If-None-Match", "*", KEY, "!".repeat(200))
                .is(201);
    }

    @Test
    void the_same_request_many_times_at_once_is_done_once() {
        long before = revision();
        List<Reply> replies = Crowd.all(
                8, i -> CURATOR.put(MODELS + "linde/crowd", json("{name: 'C'}"), "If-None-Match", "*", KEY, "crowd"));
        assertEquals(before + 1, revision());
        replies.forEach(reply -> reply.is(201));
        assertEquals(
                7,
                replies.stream()
                        .filter(reply -> "true".equals(reply.header("Idempotency-Replayed")))
                        .count());
        assertTrue(replies.stream()
                .allMatch(reply -> reply.body().equals(replies.get(0).body())));
    }
}
