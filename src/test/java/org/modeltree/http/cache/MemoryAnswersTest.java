package org.modeltree.http.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.send;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.catalog.ModelIds;
import org.modeltree.imports.Importing;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.ChangedParts;

/** Answers of facts in memory, made on the event loop, are those of the resources. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MemoryAnswersTest {

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"vendor","id":"alder","name":"Alder"}
            {"type":"model","id":"alder/one","name":"One","family":"ones","releaseDate":"2025-01-05","aliases":["first"]}
            {"type":"model","id":"alder/two","name":"Two","family":"ones","releaseDate":"2025-02-05"}
            {"type":"measurement","id":"c","model":"alder/one","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"offering","model":"alder/one","provider":"quay","id":"one","prices":[{"kind":"metered","input":"1.5","output":"12"}]}
            {"type":"edge","child":"alder/two","parent":"alder/one","relation":"successor"}
            {"type":"card","model":"alder/one","texts":{"en":{"whyItMatters":"It is the first."}}}
            """;

    /** Bands of five models on three capabilities, with all that can be asked for. */
    private static final String LARGE = "/bands?histogram=100&percentiles="
            + IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));

    /** So many bytes are compressed when they are kept. */
    private static final int LARGE_BYTES = 32_768;

    /** Reads that are answered from memory. */
    static final List<String> READS = List.of(
            "/models/alder/one",
            "/models/alder/one?lang=zh",
            "/models/alder/one/card",
            "/models/alder/one/card?lang=zh",
            "/models/alder/two/card",
            "/models/alder/one/scores",
            "/models/alder/two/lineage",
            "/models/alder/two/lineage?direction=ancestors&depth=2&limit=5",
            "/models/alder/one/offerings",
            "/compare?ids=alder/one,alder/two",
            "/bands",
            "/bands?lower=10&upper=90&percentiles=50,75&histogram=4",
            "/bands?cohort=atRelease:alder/two&lang=zh",
            LARGE);

    /** Reads that take an event loop too long, but not the way to their resource. */
    static final List<String> LONG_READS = List.of(
            "/models",
            "/models?lang=zh",
            "/models?limit=2&sort=-releaseDate,name",
            "/models?vendor=alder&family=ones",
            "/models?vendor=nobody",
            "/models?ids=alder/two,first,alder/none",
            "/models?parent=alder/one",
            "/models?q=one",
            "/models?capability=context&scoreMin=1.5&sort=-score.context",
            "/models?contextWindowMin=20000&contextWindowMax=40000",
            "/models?kind=base&openWeights=true&modality=text&lifecycle=released&supports=tools",
            "/models?releasedFrom=2025-01-01&releasedTo=2025-01-31",
            "/models?inputPriceMin=1&inputPriceMax=2&outputPriceMin=1&outputPriceMax=20&currency=USD");

    /** Requests that always reach their resource, because they are written in another way, or because it refuses them. */
    static final List<String> OTHERS = List.of(
            "/models/first/one",
            "/models/ALDER/one",
            "/models/alder/on%65",
            "/models/alder/one/",
            "/models/alder/one;a=b",
            "/models/alder/one?lang=ZH",
            "/models/alder/one?lang=xx",
            "/models/alder/one?fields=name",
            "/models/alder/one?size=3",
            "/models/alder/one?lang=en&lang=en",
            "/models/alder/one?lang",
            "/models/alder/one?lang=",
            "/models/alder/none/card",
            "/models/alder//card",
            "/models/alder/one/card?fields=name",
            "/models/alder/one/cards",
            "/models/alder/two/lineage?direction=up",
            "/models/alder/two/lineage?depth=0",
            "/models/alder/two/lineage?limit=%31",
            "/compare",
            "/compare?ids=alder/one",
            "/compare?ids=alder/one,alder/none",
            "/compare?ids=alder/one,alder/one",
            "/models?q=o%6e",
            "/models?q=one+two",
            "/models?fields=name",
            "/models?include=scores",
            "/models?facets=vendor",
            "/models?size=1",
            "/models?limit=0",
            "/models?sort=size",
            "/models?cursor=x",
            "/models?scoreMin=1",
            "/bands?lower=90&upper=10",
            "/bands?lower=x",
            "/bands?vendor=alder",
            "/bands?cohort=nobody",
            "/bands?histogram=1000");

    @Inject
    ChangedParts changed;

    @Inject
    MeterRegistry meters;

    @Inject
    DataSource database;

    @Inject
    Snapshot snapshot;

    @Inject
    ModelIds ids;

    @BeforeEach
    void catalog() {
        importCatalog();
    }

    static void importCatalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG + others());
    }

    private static String others() {
        StringBuilder records = new StringBuilder();
        for (String id : List.of("window", "room")) {
            records.append("""
                    {"type":"capability","id":"%1$s","label":{"en":"%1$s"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":1024,"ceiling":4194304}}
                    """.formatted(id));
        }
        for (int i = 1; i <= 5; i++) {
            records.append("""
                    {"type":"model","id":"alder/more-%1$d","name":"More %1$d"}
                    {"type":"measurement","id":"c","model":"alder/more-%1$d","benchmark":"context-window","raw":%2$d,"source":"https://alder.example"}
                    """.formatted(i, 10_000 * i));
        }
        return records.toString();
    }

    private long madeOfMemory() {
        return (long) meters.get("modeltree.cache.requests")
                .tag("result", "memory")
                .counter()
                .count();
    }

    /** From the resource, because of the token. */
    static Importing.Answer computed(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + EmptyCatalogProfile.ADMIN;
        return get(path, all);
    }

    /** Reads the facts of each answer; none is in the answer cache then. */
    private void warmUp() {
        long revision = Long.parseLong(Importing.ask("select revision from catalog_revision"));
        await().atMost(Duration.ofSeconds(20)).until(() -> changed.completeTo() >= revision);
        READS.forEach(path -> computed(path).is(200));
    }

    /** All headers but those that differ with the time or the token. */
    private static Map<String, List<String>> headers(Importing.Answer answer) {
        Map<String, List<String>> headers =
                new TreeMap<>(answer.response().headers().map());
        headers.remove("date");
        headers.remove("x-request-id");
        headers.computeIfPresent(
                "cache-control",
                (name, values) -> values.stream()
                        .map(value -> value.replace("private", "public"))
                        .toList());
        return headers;
    }

    static void assertSame(Importing.Answer expected, Importing.Answer answer, String path) {
        assertEquals(expected.status(), answer.status(), path);
        assertArrayEquals(expected.bytes(), answer.bytes(), path);
        assertEquals(headers(expected), headers(answer), path);
    }

    @Test
    void an_answer_of_memory_has_the_bytes_and_headers_of_the_resource() {
        warmUp();
        for (String path : READS) {
            long before = madeOfMemory();
            assertSame(computed(path), get(path), path);
            assertEquals(before + 1, madeOfMemory(), path);
            // It is in the answer cache now.
            assertSame(computed(path), get(path), path);
            assertEquals(before + 1, madeOfMemory(), path);
        }
    }

    @Test
    void a_large_answer_of_memory_is_kept_and_sent_compressed_like_any_other() {
        warmUp();
        long before = madeOfMemory();
        Importing.Answer packed = get(LARGE, "Accept-Encoding", "gzip");
        assertSame(computed(LARGE, "Accept-Encoding", "gzip"), packed, LARGE);
        assertEquals("gzip", packed.header("Content-Encoding"));
        Importing.Answer plain = get(LARGE);
        assertTrue(plain.bytes().length >= LARGE_BYTES, () -> plain.bytes().length + " bytes");
        assertEquals(before + 1, madeOfMemory());
    }

    @Test
    void bands_with_many_numbers_that_nobody_asked_for_yet_wait_for_a_permit() {
        warmUp();
        long before = madeOfMemory();
        get(LARGE + "&lower=13.00001");
        assertEquals(before, madeOfMemory(), "an event loop has less time than they take");
        get("/bands?lower=13.00001");
        assertEquals(before + 1, madeOfMemory());
    }

    @Test
    void conditions_methods_and_encodings_are_those_of_the_resource() {
        warmUp();
        List<String[]> asked = List.of(
                new String[] {"Accept-Encoding", "gzip"},
                new String[] {"Accept-Language", "zh-Hans"},
                new String[] {
                    "If-None-Match", computed("/models/alder/one/card").header("ETag")
                },
                new String[] {"If-None-Match", "*"},
                new String[] {"Accept", "application/json;q=0.5, text/html"});
        long before = madeOfMemory();
        for (String[] headers : asked) {
            assertSame(computed("/models/alder/one/card", headers), get("/models/alder/one/card", headers), headers[1]);
        }
        assertEquals(
                computed("/models/alder/one/scores").header("Content-Length"),
                send("HEAD", "/models/alder/one/scores", null).is(200).header("Content-Length"));
        // A card in English and one in Chinese, each kept after the first time, and scores.
        assertEquals(before + 3, madeOfMemory());
    }

    @Test
    void whatever_is_written_in_another_way_or_is_refused_reaches_its_resource() {
        warmUp();
        long before = madeOfMemory();
        for (String path : OTHERS) {
            Importing.Answer computed = computed(path);
            Importing.Answer answer = get(path);
            assertEquals(computed.status(), answer.status(), path);
            assertEquals(computed.header("Location"), answer.header("Location"), path);
            if (answer.status() == 200) {
                assertArrayEquals(computed.bytes(), answer.bytes(), path);
            }
        }
        assertEquals(before, madeOfMemory());
    }

    @Test
    void markdown_is_not_made_of_memory() {
        warmUp();
        long before = madeOfMemory();
        assertEquals(
                computed("/models/alder/one/card", "Accept", "text/markdown").text(),
                get("/models/alder/one/card", "Accept", "text/markdown").text());
        assertEquals(before, madeOfMemory());
    }

    @Test
    void answers_of_memory_need_no_table_and_no_permit() throws SQLException {
        warmUp();
        List<String> expected =
                READS.stream().map(path -> computed(path).text()).toList();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table model, measurement, offering, lineage_edge, card, capability, tally,"
                    + " catalog_revision in access exclusive mode");
            for (int i = 0; i < READS.size(); i++) {
                assertEquals(expected.get(i), get(READS.get(i)).is(200).text());
            }
            connection.rollback();
        }
    }

    @Test
    void a_client_that_knows_a_newer_revision_gets_nothing_older() {
        warmUp();
        long before = madeOfMemory();
        long revision = changed.completeTo();
        String seen = Long.toString(revision + 1);
        Importing.Answer answer = get("/models/alder/one/card", "Modeltree-Revision", seen);
        assertEquals(Long.toString(revision), answer.header("Modeltree-Revision"));
        assertEquals(before, madeOfMemory());
    }

    @Test
    void a_request_that_must_do_with_memory_gets_no_connection() {
        ManagedContext context = Arc.container().requestContext();
        boolean began = !context.isActive();
        if (began) {
            context.activate();
        }
        try {
            snapshot.markInMemory(0);
            assertThrows(Snapshot.NotInMemory.class, () -> ids.canonical("nobody/none"));
        } finally {
            if (began) {
                context.terminate();
            }
        }
    }
}
