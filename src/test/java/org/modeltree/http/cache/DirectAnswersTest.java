package org.modeltree.http.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.http.cache.MemoryAnswersTest.assertSame;
import static org.modeltree.http.cache.MemoryAnswersTest.computed;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.send;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.ResourceCalls;
import org.modeltree.imports.Importing;

/** Answers that are read from the database without their resource are those of the resource. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class DirectAnswersTest {

    @Inject
    FactCache facts;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void catalog() {
        MemoryAnswersTest.importCatalog();
    }

    /** Reads without facts in memory; the answer cache has no answer that was not asked for before. */
    private Importing.Answer direct(String path, String... headers) {
        facts.clear();
        long before = ResourceCalls.count();
        Importing.Answer answer = get(path, headers);
        assertEquals(before, ResourceCalls.count(), path);
        return answer;
    }

    private static Importing.Answer byResource(String path, String... headers) {
        long before = ResourceCalls.count();
        Importing.Answer answer = computed(path, headers);
        assertEquals(before + 1, ResourceCalls.count(), path);
        return answer;
    }

    @Test
    void an_answer_without_its_resource_has_the_bytes_and_headers_of_the_resource() {
        List<String> reads = new ArrayList<>(MemoryAnswersTest.READS);
        reads.addAll(MemoryAnswersTest.LONG_READS);
        for (String path : reads) {
            assertSame(byResource(path), direct(path), path);
            // From the answer cache.
            assertSame(byResource(path), direct(path), path);
        }
    }

    @Test
    void conditions_methods_and_encodings_are_those_of_the_resource() {
        String card = "/models/alder/one/card";
        String etag = byResource(card).header("ETag");
        // Each with a query of its own, so that none is in the answer cache.
        assertSame(
                byResource(card, "If-None-Match", etag).is(304), direct(card, "If-None-Match", etag), "If-None-Match");
        String scores = "/models/alder/one/scores";
        assertSame(byResource(scores, "Accept-Encoding", "gzip"), direct(scores, "Accept-Encoding", "gzip"), scores);
        facts.clear();
        long before = ResourceCalls.count();
        Importing.Answer head = send("HEAD", "/models/alder/two", null).is(200);
        assertEquals(before, ResourceCalls.count());
        assertEquals(byResource("/models/alder/two").header("Content-Length"), head.header("Content-Length"));
        assertEquals("", head.text());
    }

    @Test
    void whatever_is_written_in_another_way_or_is_refused_reaches_its_resource() {
        for (String path : MemoryAnswersTest.OTHERS) {
            facts.clear();
            Importing.Answer expected = computed(path);
            facts.clear();
            Importing.Answer answer = get(path);
            assertEquals(expected.status(), answer.status(), path);
            assertEquals(expected.header("Location"), answer.header("Location"), path);
            if (answer.status() == 200) {
                assertArrayEquals(expected.bytes(), answer.bytes(), path);
            }
        }
    }

    @Test
    void a_refusal_has_the_bytes_and_headers_of_the_resource() {
        for (String path : List.of(
                "/models/alder/none",
                "/models/alder/none/card?lang=zh",
                "/models/first/one",
                "/models/nobody/none/lineage",
                "/compare?ids=alder/one,alder/none",
                "/models/alder/two/lineage?depth=0",
                "/models?limit=0",
                "/models?cursor=x",
                "/models?sort=size",
                "/bands?cohort=nobody")) {
            facts.clear();
            Importing.Answer expected = computed(path);
            facts.clear();
            long before = ResourceCalls.count();
            assertSame(expected, get(path), path);
            assertEquals(before + 1, ResourceCalls.count(), path);
        }
    }

    @Test
    void such_answers_are_timed_once_under_the_template_of_their_resource() {
        Map<String, Long> before = timed();
        direct("/models/alder/two/card");
        // A client has its answer a moment before it is recorded.
        await().atMost(Duration.ofSeconds(20)).until(() -> !timedSince(before).isEmpty());
        assertEquals(Map.of("/api/v1/models/{vendor}/{slug}/card", 1L), timedSince(before));
    }

    private Map<String, Long> timedSince(Map<String, Long> before) {
        Map<String, Long> since = timed();
        since.replaceAll((template, count) -> count - before.getOrDefault(template, 0L));
        since.values().removeIf(count -> count == 0);
        return since;
    }

    private Map<String, Long> timed() {
        Map<String, Long> counts = new TreeMap<>();
        for (Timer timer : meters.find("http.server.requests").timers()) {
            counts.merge(timer.getId().getTag("uri"), timer.count(), Long::sum);
        }
        return counts;
    }
}
