package org.modeltree.changes.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.write;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.cache.FactCache;
import org.modeltree.imports.Importing;
import org.modeltree.revision.dependency.ChangedParts;

/**
 * While writers change random things, every answer is what would be computed at the revision that it states, and none is older
 * than what its reader has seen. The seed is in each message; the order of the writes is not part of it.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class RandomWritesTest {

    /** A machine with other work compares fewer answers in the same time than {@code paths} has. */
    private static final int ENOUGH = 40;

    private static final int WRITERS = 2;
    private static final int READERS = 3;
    private static final int WRITES = 120;
    /** How often a reader compares again, because a write came between the two answers. */
    private static final int TRIES = 5;

    private static final List<String> MODELS =
            List.of("alder/one", "alder/two", "alder/three", "birch/four", "birch/five", "birch/six");

    @Inject
    FactCache facts;

    @Inject
    ChangedParts changed;

    private final long seed = System.nanoTime();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger compared = new AtomicInteger();
    private final List<String> paths = KeptAnswersTest.READS.values().stream()
            .flatMap(Collection::stream)
            // An admin sees more of the change log, and the index of the API is not of the catalog.
            .filter(path -> !path.isEmpty() && !path.startsWith("/changes"))
            .toList();

    private static String one(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private void writeOne(Random random) {
        String model = "/models/" + MODELS.get(random.nextInt(MODELS.size()));
        int number = writes.incrementAndGet();
        switch (random.nextInt(10)) {
            case 0 -> patch(model, "{\"licence\":\"licence-" + number + "\"}");
            case 1 -> patch(model, "{\"name\":\"" + one(random, "One", "Four", "Aardvark", "Zebra") + number + "\"}");
            case 2 -> patch(model, "{\"releaseDate\":\"202" + (3 + random.nextInt(3)) + "-05-05\"}");
            case 3 ->
                patch(model, one(random, "{\"kind\":\"base\"}", "{\"kind\":\"instruct\"}", "{\"family\":\"ones\"}"));
            case 4 -> patch(model, "{\"modalities\":{\"output\":[\"" + one(random, "text", "image") + "\"]}}");
            case 5, 6 -> patch(model + "/measurements/c", "{\"raw\":" + (1 << random.nextInt(20)) + "}");
            case 7 ->
                put(
                        model + "/measurements/q",
                        "{\"benchmark\":\"quiz\",\"raw\":" + random.nextInt(101)
                                + ",\"source\":\"https://quiz.example\"}");
            case 8 ->
                put(
                        model + "/offerings/quay/" + model.substring(model.lastIndexOf('/') + 1),
                        "{\"prices\":[{\"kind\":\"metered\",\"input\":\"" + (1 + random.nextInt(9))
                                + "\",\"output\":\"9\"}]}");
            default ->
                Importing.done("format=modeltree", """
                    {"type":"measurement","id":"c","model":"alder/one","benchmark":"context-window","raw":%d,"source":"https://alder.example"}
                    {"type":"measurement","id":"c","model":"birch/six","benchmark":"context-window","raw":%d,"source":"https://birch.example"}
                    """.formatted(1 << random.nextInt(20), 1 << random.nextInt(20)));
        }
    }

    private static void patch(String path, String body) {
        write("PATCH", path, body, "If-Match", "*").is(200);
    }

    private static void put(String path, String body) {
        int replaced = write("PUT", path, body, "If-Match", "*").status();
        int status = replaced == 200
                ? replaced
                : write("PUT", path, body, "If-None-Match", "*").status();
        // 412: another writer has created it meanwhile.
        assertTrue(Set.of(200, 201, 412).contains(status), () -> path + ": " + replaced + ", " + status);
    }

    private void writeAll(Random random) {
        while (writes.get() < WRITES) {
            writeOne(random);
        }
    }

    private void readAll(Random random) {
        long seen = 0;
        while (writes.get() < WRITES) {
            seen = compare(paths.get(random.nextInt(paths.size())), seen);
        }
    }

    /** Compares an answer with a computed one of the same revision, and returns the revision that was seen. */
    private long compare(String path, long seen) {
        long known = seen;
        for (int tries = 0; tries < TRIES; tries++) {
            Importing.Answer cached = get(path, "Modeltree-Revision", Long.toString(known));
            // With a token, no cached answer is sent; it may be made of facts in memory.
            Importing.Answer computed = get(path, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN);
            long revision = revision(cached);
            long before = known;
            assertTrue(revision >= before, () -> path + " is of " + revision + " after " + before + ", seed " + seed);
            known = Math.max(revision, revision(computed));
            if (revision == revision(computed)) {
                assertEquals(computed.status(), cached.status(), () -> path + ", seed " + seed);
                assertEquals(computed.text(), cached.text(), () -> path + ", seed " + seed);
                assertEquals(computed.header("ETag"), cached.header("ETag"), () -> path + ", seed " + seed);
                compared.incrementAndGet();
                return known;
            }
        }
        return known;
    }

    private static long revision(Importing.Answer answer) {
        return Long.parseLong(answer.header("Modeltree-Revision"));
    }

    @Test
    void answers_are_those_of_their_revision_while_writers_change_random_things() throws Exception {
        Importing.empty();
        Importing.done("format=modeltree", KeptAnswersTest.CATALOG);
        // All answers are in memory before the first write.
        paths.forEach(path -> get(path));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(seed + i);
                running.add(threads.submit(() -> writeAll(random)));
            }
            for (int i = 0; i < READERS; i++) {
                Random random = new Random(seed - 1 - i);
                running.add(threads.submit(() -> readAll(random)));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
        }
        // What is in memory now went through all of the writes.
        long revision = Long.parseLong(Importing.ask("select revision from catalog_revision"));
        await().atMost(Duration.ofSeconds(20)).until(() -> changed.completeTo() >= revision);
        Map<String, Importing.Answer> kept = new HashMap<>();
        paths.forEach(path -> kept.put(path, get(path)));
        facts.clear();
        kept.forEach((path, answer) -> {
            Importing.Answer fresh = get(path, "Authorization", "Bearer " + EmptyCatalogProfile.ADMIN);
            assertEquals(revision(fresh), revision(answer), () -> path + ", seed " + seed);
            assertEquals(fresh.text(), answer.text(), () -> path + ", seed " + seed);
        });
        assertTrue(compared.get() >= ENOUGH, () -> compared + " compared, seed " + seed);
    }
}
