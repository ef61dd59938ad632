package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** The change log contains every change, and past versions can be read. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class ChangeLogTest {
    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();
    private static final long SEED = Long.getLong("modeltree.seed", 20261122);

    /** The log of an empty catalog begins with its first change. */
    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static long revision() {
        return READER.get("/api/v1/vendors?limit=1").is(200).revision();
    }

    /** All entries after a revision, page by page. */
    private static List<JsonNode> log(Client client, String parameters) {
        List<JsonNode> entries = new ArrayList<>();
        String next = "/api/v1/changes?" + parameters;
        while (next != null) {
            JsonNode page = client.ok(next);
            page.get("data").forEach(entries::add);
            next = page.at("/links/next").textValue();
        }
        return entries;
    }

    /** The document after a patch; null if it was deleted. */
    private static JsonNode patched(JsonNode before, JsonNode patch) {
        ArrayNode steps = patch.deepCopy();
        boolean removed = steps.get(steps.size() - 1).equals(json("{op: 'remove', path: ''}"));
        if (removed) {
            steps.remove(steps.size() - 1);
        }
        JsonNode from = before == null ? JsonNodeFactory.instance.nullNode() : before;
        JsonNode after = steps.isEmpty() ? from : JsonPatch.apply(steps, from);
        return removed ? null : after;
    }

    private static String key(JsonNode entry) {
        return entry.get("type").asText() + " " + entry.get("id").asText();
    }

    /** Documents replayed from the start of the log, and each document at each revision that changed it. */
    private static Map<String, NavigableMap<Long, JsonNode>> replayed(List<JsonNode> log) {
        Map<String, JsonNode> now = new HashMap<>();
        Map<String, NavigableMap<Long, JsonNode>> then = new HashMap<>();
        for (JsonNode entry : log) {
            JsonNode before = now.get(key(entry));
            String kind = entry.get("kind").asText();
            assertEquals(kind.equals("create"), before == null, entry::toString);
            JsonNode after = patched(before, entry.get("patch"));
            assertEquals(kind.equals("delete"), after == null, entry::toString);
            now.put(key(entry), after);
            then.computeIfAbsent(key(entry), key -> new TreeMap<>())
                    .put(
                            entry.get("revision").asLong(),
                            after == null ? JsonNodeFactory.instance.missingNode() : after);
        }
        return then;
    }

    /** Path and response of a write. */
    private record Written(long revision, String key, String kind, String model, JsonNode document) {}

    @Test
    void the_patches_of_the_log_give_every_document_at_every_revision_and_the_past_can_be_read() {
        System.out.println("Change log: -Dmodeltree.seed=" + SEED);
        Random random = new Random(SEED);
        long emptied = revision();
        CURATOR.create("/api/v1/benchmarks/zeder", json("{label: 'B', unit: 'u'}"));
        CURATOR.put("/api/v1/benchmarks/context-window", json("{label: 'T', unit: 'tokens'}"), "If-None-Match", "*");
        long start = revision();
        List<Written> writes = new ArrayList<>();
        // The response to GET for every model at every revision.
        Map<String, NavigableMap<Long, Reply>> past = new HashMap<>();
        Set<String> there = new HashSet<>();
        String[] kinds = {"model", "measurement", "offering", "card", "edge", "alias", "delete"};
        for (int step = 0; step < 60; step++) {
            String id = "zeder/m" + random.nextInt(4);
            String what = step < 4 ? "model" : kinds[random.nextInt(kinds.length)];
            id = step < 4 ? "zeder/m" + step : id;
            boolean isThere = there.contains(id);
            if (!isThere && !what.equals("model")) {
                continue;
            }
            if (what.equals("delete") && random.nextInt(3) > 0) {
                continue;
            }
            Reply reply = written(random, what, id, isThere);
            if (reply.status() >= 400 || reply.revision() == start + writes.size()) {
                // Refused, for example as a cycle, or without any change.
                assertEquals(start + writes.size(), revision(), reply::said);
                continue;
            }
            if (what.equals("delete")) {
                there.remove(id);
            } else {
                there.add(id);
            }
            String key = switch (what) {
                case "model", "alias", "delete" -> "model " + id;
                case "card" -> "card " + id;
                default -> null;
            };
            String kind = what.equals("delete")
                    ? "delete"
                    : reply.status() == 201 && !what.equals("alias") ? "create" : "update";
            writes.add(new Written(reply.revision(), key, kind, id, what.equals("alias") ? null : reply.body()));
            assertEquals(start + writes.size(), reply.revision(), reply::said);
            for (String one : List.of("zeder/m0", "zeder/m1", "zeder/m2", "zeder/m3")) {
                past.computeIfAbsent(one, key2 -> new TreeMap<>()).put(reply.revision(), READER.get(MODELS + one));
            }
        }
        assertTrue(writes.size() > 25, () -> "only " + writes.size() + " writes");

        List<JsonNode> log = log(CURATOR, "limit=7");
        long former = emptied;
        for (JsonNode entry : log) {
            long revision = entry.get("revision").asLong();
            assertTrue(revision == former || revision == former + 1, () -> former(entry));
            former = revision;
        }
        assertEquals(revision(), former, "every revision is in the log");
        Map<String, NavigableMap<Long, JsonNode>> documents = replayed(log);
        for (Written write : writes) {
            List<JsonNode> entries = log.stream()
                    .filter(entry -> entry.get("revision").asLong() == write.revision)
                    .toList();
            JsonNode entry = entries.stream()
                    .filter(one -> write.key == null || key(one).equals(write.key))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(write + " is not in " + entries));
            assertEquals(write.kind, entry.get("kind").asText(), entry::toString);
            assertEquals(write.model, entry.get("model").asText());
            assertNotNull(entry.get("actor").textValue());
            assertTrue(entry.get("import").isNull());
            if (write.document != null) {
                JsonNode replayed = documents.get(key(entry)).get(write.revision);
                assertEquals(write.document, replayed, () -> "at " + write.revision);
            }
        }
        for (String id : past.keySet()) {
            assertPast(id, past.get(id));
            if (there.contains(id)) {
                assertEquals(documents.get("model " + id).lastEntry().getValue(), READER.ok(MODELS + id + "/document"));
            }
        }
    }

    private static String former(JsonNode entry) {
        return "a revision is missing before " + entry;
    }

    private static Reply written(Random random, String what, String id, boolean isThere) {
        String model = MODELS + id;
        return switch (what) {
            case "model" ->
                isThere && random.nextBoolean()
                        ? CURATOR.patch(
                                model,
                                json("{kind: '%s', licence: %s}"
                                        .formatted(
                                                random.nextBoolean() ? "base" : "code",
                                                random.nextBoolean() ? "null" : "'MIT'")),
                                "If-Match",
                                "*")
                        : CURATOR.put(
                                model,
                                json(
                                        "{name: 'N %d', webLinks: [{type: 'other', url: 'https://z.example/%d'}], texts: {en: {summary: 'S %d'}}}"
                                                .formatted(random.nextInt(5), random.nextInt(3), random.nextInt(9))),
                                isThere ? "If-Match" : "If-None-Match",
                                "*");
            case "measurement" ->
                either(
                        model + "/measurements/m" + random.nextInt(2),
                        json("{benchmark: '%s', raw: %d, source: 'https://z.example'}"
                                .formatted(random.nextBoolean() ? "zeder" : "context-window", 1 + random.nextInt(5))));
            case "offering" ->
                either(
                        model + "/offerings/zapfen/" + id + random.nextInt(2),
                        json("{prices: [{kind: 'metered', input: '%d'}]}".formatted(1 + random.nextInt(9))));
            case "card" ->
                either(model + "/card", json("{texts: {en: {whyItMatters: 'W %d'}}}".formatted(random.nextInt(9))));
            case "edge" ->
                either(
                        model + "/parents/zeder/m" + random.nextInt(4),
                        json("{relation: '%s'}".formatted(random.nextBoolean() ? "merge" : "variant")));
            case "alias" -> CURATOR.put(model + "/aliases/" + id + "-alias-" + random.nextInt(5), "If-None-Match", "*");
            default -> CURATOR.delete(model, "If-Match", "*");
        };
    }

    private static Reply either(String path, ObjectNode document) {
        Reply created = CURATOR.put(path, document, "If-None-Match", "*");
        return created.status() == 412 ? CURATOR.put(path, document, "If-Match", "*") : created;
    }

    private static void assertPast(String id, NavigableMap<Long, Reply> past) {
        past.forEach((revision, then) -> {
            Reply now = READER.get(MODELS + id + "?atRevision=" + revision);
            if (then.status() == 200) {
                now.is(200);
                assertEquals(then.body(), now.body(), now::said);
                assertEquals(
                        READER.ok(MODELS + id + "?lang=zh&fields=name,summary&atRevision=" + revision)
                                .get("summary"),
                        now.body().get("summary"));
            } else {
                now.refuses(404, "not_found");
            }
        });
        READER.get(MODELS + id + "?atRevision=1").refuses(404, "not_found");
        READER.get(MODELS + id + "?atRevision=0").refusesParameter("atRevision");
        READER.get(MODELS + id + "?atRevision=x").refusesParameter("atRevision");
        READER.get(MODELS + id + "?atRevision=" + past.firstKey() + "&include=scores")
                .refusesParameter("include");
    }

    @Test
    void who_wrote_is_told_to_curators_only() {
        Client curator = Client.named("Zirbe the curator", "curator");
        long before = curator.create(MODELS + "zirbe/a", json("{name: 'A'}")).revision() - 1;
        Client reader = Client.named("just a reader", "reader");
        for (Client who : List.of(READER, reader)) {
            log(who, "since=" + before)
                    .forEach(entry -> assertTrue(entry.get("actor").isNull(), entry::toString));
        }
        for (Client who : List.of(curator, CURATOR)) {
            JsonNode entry = log(who, "since=" + before).get(0);
            assertTrue(entry.get("actor").asText().contains("Zirbe the curator"), entry::toString);
        }
        assertTrue(READER.get("/api/v1/changes").header("Cache-Control").contains("public"));
        assertTrue(curator.get("/api/v1/changes").header("Cache-Control").contains("private"));
    }

    @Test
    void the_log_is_read_from_a_revision_on_by_model_and_page_by_page() {
        long start = revision();
        CURATOR.create(MODELS + "zirbe/b", json("{name: 'B', aliases: ['Zirbe B']}"));
        CURATOR.create(MODELS + "zirbe/c", json("{name: 'C'}"));
        CURATOR.create(MODELS + "zirbe/b/parents/zirbe/c", json("{relation: 'merge'}"));
        CURATOR.create(MODELS + "zirbe/b/card", json("{pricingKind: 'free'}"));
        CURATOR.create(MODELS + "zirbe/c/offerings/zapfen/c", json("{}"));
        assertEquals(
                List.of("model zirbe/b", "edge zirbe/b", "card zirbe/b"),
                log(READER, "model=zirbe/b").stream()
                        .map(entry -> entry.get("type").asText() + " "
                                + entry.get("model").asText())
                        .toList());
        assertEquals(log(READER, "model=zirbe/b"), log(READER, "model=zirbe%20b"));
        assertEquals(
                List.of(start + 3, start + 4, start + 5),
                log(READER, "limit=1&since=" + (start + 2)).stream()
                        .map(entry -> entry.get("revision").asLong())
                        .distinct()
                        .toList());
        assertEquals(List.of(), log(READER, "since=" + revision()));
        CURATOR.delete(MODELS + "zirbe/b", "If-Match", "*").is(204);
        List<JsonNode> gone = log(READER, "model=zirbe/b");
        assertTrue(gone.size() >= 4, gone::toString);
        assertEquals(
                "delete", Json.among(array(gone), "kind", "delete").get("kind").asText());
        JsonNode page = READER.ok("/api/v1/changes?limit=2&since=" + start);
        String cursor = page.at("/links/next").asText().replaceFirst(".*cursor=", "");
        READER.get("/api/v1/changes?limit=2&since=" + (start + 1) + "&cursor=" + cursor)
                .refusesParameter("cursor");
        JsonNode later = READER.get("/api/v1/changes?since=" + (revision() + 1000))
                .refusesParameter("since")
                .body();
        assertEquals(
                "must be at most the revision of the catalog, " + revision() + ", was " + (revision() + 1000)
                        + "; if an answer of this service told you a later one, its database was replaced: read the"
                        + " catalog again",
                later.at("/errors/0/detail").asText());
        READER.get("/api/v1/changes?since=-1").refusesParameter("since");
        READER.get("/api/v1/changes?since=x").refusesParameter("since");
        READER.get("/api/v1/changes?limit=0").refusesParameter("limit");
        READER.get("/api/v1/changes?actor=x").refusesParameter("actor");
    }

    private static ArrayNode array(List<JsonNode> entries) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        entries.forEach(array::add);
        return array;
    }

    @Test
    void a_page_stays_the_same_while_others_write() {
        long start = revision();
        for (int i = 0; i < 4; i++) {
            CURATOR.create(MODELS + "zirbe/page" + i, json("{name: 'P'}"));
        }
        JsonNode first = READER.ok("/api/v1/changes?limit=2&since=" + start);
        CURATOR.create(MODELS + "zirbe/page4", json("{name: 'P'}"));
        JsonNode second = READER.ok(first.at("/links/next").asText());
        assertEquals(
                List.of(Long.toString(start + 3), Long.toString(start + 4)), Json.each(second.get("data"), "revision"));
    }

    @Test
    void deleting_a_model_is_one_revision_that_tells_all_that_went_with_it() {
        CURATOR.create("/api/v1/benchmarks/zirbe", json("{label: 'B', unit: 'u'}"));
        CURATOR.create(MODELS + "zirbe/root", json("{name: 'R'}"));
        CURATOR.create(MODELS + "zirbe/parent", json("{name: 'P'}"));
        CURATOR.create(MODELS + "zirbe/child", json("{name: 'C'}"));
        CURATOR.create(MODELS + "zirbe/child/parents/zirbe/parent", json("{relation: 'merge'}"));
        CURATOR.create(MODELS + "zirbe/parent/offerings/zapfen/p", json("{}"));
        CURATOR.create(
                MODELS + "zirbe/parent/measurements/m",
                json("{benchmark: 'zirbe', raw: 1, source: 'https://z.example'}"));
        Reply deleted = CURATOR.delete(MODELS + "zirbe/parent?reparentTo=zirbe/root", "If-Match", "*")
                .is(204);
        List<JsonNode> entries = log(READER, "since=" + (deleted.revision() - 1));
        assertTrue(
                entries.stream().allMatch(entry -> entry.get("revision").asLong() == deleted.revision()),
                entries::toString);
        // Replaying the log from its start gives the current documents.
        Map<String, NavigableMap<Long, JsonNode>> documents = replayed(log(READER, "limit=200"));
        List<String> left = documents.entrySet().stream()
                .filter(entry -> !entry.getValue().lastEntry().getValue().isMissingNode())
                .map(Map.Entry::getKey)
                .filter(key -> key.contains("zirbe/parent"))
                .filter(key -> !key.startsWith("deleted "))
                .toList();
        assertTrue(documents.containsKey("measurement zirbe/parent m"), documents.keySet()::toString);
        assertEquals(List.of(), left, "the log leaves behind what went with the model");
    }

    @Test
    void nothing_in_the_log_can_be_written() {
        CURATOR.create(MODELS + "zirbe/log", json("{name: 'L'}"));
        List<JsonNode> before = log(READER, "limit=200");
        for (String path : List.of("/api/v1/changes", "/api/v1/changes/1")) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                Reply reply = CURATOR.send(method, path, Client.JSON, "{}", "If-Match", "*");
                assertTrue(List.of(404, 405).contains(reply.status()), reply::said);
            }
        }
        assertEquals(before, log(READER, "limit=200"));
    }
}
