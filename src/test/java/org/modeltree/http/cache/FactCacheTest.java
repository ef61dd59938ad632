package org.modeltree.http.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.config.CacheSettings;
import org.modeltree.imports.Importing;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.ChangedParts;
import org.modeltree.revision.dependency.Part;

/** Answers are made of facts in memory, without the database, until one of their parts changes. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class FactCacheTest {

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"vendor","id":"alder","name":"Alder"}
            {"type":"model","id":"alder/one","name":"One","family":"ones","releaseDate":"2025-01-05"}
            {"type":"model","id":"alder/two","name":"Two","family":"ones","releaseDate":"2025-02-05"}
            {"type":"measurement","id":"c","model":"alder/one","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"offering","model":"alder/one","provider":"quay","id":"one","prices":[{"kind":"metered","input":"1.5","output":"12"}]}
            {"type":"edge","child":"alder/two","parent":"alder/one","relation":"successor"}
            """;

    private static final List<String> READS = List.of(
            "/models/alder/one",
            "/models/alder/one/card",
            "/models/alder/one/scores",
            "/models/alder/one/lineage",
            "/models/alder/one/offerings",
            "/models/alder/two/card",
            "/compare?ids=alder/one,alder/two",
            "/cards?ids=alder/one,ALDER/TWO",
            "/bands",
            "/bands?vendor=alder&percentiles=50",
            "/bands/context?cohort=atRelease:alder/two&lang=zh",
            "/models",
            "/models?family=ones&sort=-releaseDate&limit=1",
            "/models?q=one&sort=name",
            "/models?sort=-score.context&limit=1",
            "/compare?ids=alder/one,ALDER/TWO");

    @Inject
    ChangedParts changed;

    @Inject
    DataSource database;

    @Inject
    Keeping keeping;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    /** With a token, no cached answer is sent. */
    private static Importing.Answer computed(String path, String... headers) {
        return get(
                path,
                IntStream.range(0, headers.length + 2)
                        .mapToObj(i -> i < headers.length
                                ? headers[i]
                                : i == headers.length ? "Authorization" : "Bearer " + EmptyCatalogProfile.ADMIN)
                        .toArray(String[]::new));
    }

    private long allChangesKnown() {
        long revision = Long.parseLong(Importing.ask("select revision from catalog_revision"));
        await().atMost(Duration.ofSeconds(20)).until(() -> changed.completeTo() >= revision);
        return revision;
    }

    /** Runs something while nobody can read a table of facts: each statement on them would wait and be canceled. */
    private void withoutTables(Runnable work) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table model, measurement, offering, lineage_edge, card, capability, tally,"
                    + " catalog_revision in access exclusive mode");
            work.run();
            connection.rollback();
        }
    }

    @Test
    void answers_of_facts_in_memory_read_no_table() throws SQLException {
        long revision = allChangesKnown();
        List<String> read = READS.stream()
                .map(path -> computed(path))
                .map(Importing.Answer::text)
                .toList();
        withoutTables(() -> {
            for (int i = 0; i < READS.size(); i++) {
                Importing.Answer answer = computed(READS.get(i));
                answer.is(200);
                assertEquals(read.get(i), answer.text(), READS.get(i));
                assertEquals(Long.toString(revision), answer.header("Modeltree-Revision"), READS.get(i));
            }
        });
    }

    @Test
    void a_change_of_one_model_leaves_the_facts_of_others() throws SQLException {
        allChangesKnown();
        READS.forEach(path -> computed(path));
        write("PATCH", "/models/alder/two", "{\"licence\":\"mit\"}", "If-Match", "*")
                .is(200);
        long revision = allChangesKnown();
        withoutTables(() -> {
            for (String path : READS.subList(0, 5)) {
                Importing.Answer answer = computed(path);
                answer.is(200);
                assertEquals(Long.toString(revision), answer.header("Modeltree-Revision"), path);
            }
        });
        assertTrue(computed("/models/alder/two").text().contains("\"licence\":\"mit\""));
        assertTrue(computed("/models/alder/two/card").text().contains("mit"));
    }

    @Test
    void a_change_of_a_model_leaves_the_pages_and_bands_that_it_does_not_move() throws SQLException {
        List<String> pages =
                List.of("/models?sort=-releaseDate", "/models?family=ones", "/bands", "/bands?vendor=alder");
        allChangesKnown();
        pages.forEach(path -> computed(path));
        write("PATCH", "/models/alder/two", "{\"licence\":\"mit\"}", "If-Match", "*")
                .is(200);
        long revision = allChangesKnown();
        String changed = computed("/models/alder/two").text();
        withoutTables(() -> {
            for (String path : pages) {
                Importing.Answer answer = computed(path);
                answer.is(200);
                assertEquals(Long.toString(revision), answer.header("Modeltree-Revision"), path);
                assertTrue(path.startsWith("/bands") || answer.text().contains(changed), answer.text());
            }
        });
    }

    @Test
    void a_page_is_read_again_after_its_order_changed() {
        allChangesKnown();
        assertEquals("alder/two", firstId("/models?sort=-releaseDate"));
        write("PATCH", "/models/alder/one", "{\"releaseDate\":\"2025-03-05\"}", "If-Match", "*")
                .is(200);
        allChangesKnown();
        assertEquals("alder/one", firstId("/models?sort=-releaseDate"));
    }

    private static String firstId(String path) {
        return computed(path).json().at("/data/0/id").asText();
    }

    @Test
    void a_client_that_has_seen_a_revision_gets_no_older_facts() {
        long revision = allChangesKnown();
        computed("/models/alder/one");
        // Behind the back of the service, which is not notified.
        Importing.execute("alter table catalog_revision disable trigger catalog_revision_notify");
        try {
            Importing.execute("update model set name = 'Changed' where id = 'alder/one'");
            Importing.execute("update catalog_revision set revision = revision + 1");
            Importing.Answer answer = computed("/models/alder/one", "Modeltree-Revision", Long.toString(revision + 1));
            assertTrue(answer.text().contains("\"name\":\"Changed\""), answer.text());
            assertEquals(Long.toString(revision + 1), answer.header("Modeltree-Revision"));
        } finally {
            Importing.execute("alter table catalog_revision enable trigger catalog_revision_notify");
        }
    }

    @Test
    void a_past_revision_that_this_instance_has_not_heard_of_is_answered() {
        long revision = allChangesKnown();
        computed("/models/alder/one");
        Importing.execute("alter table catalog_revision disable trigger catalog_revision_notify");
        try {
            Importing.execute("update catalog_revision set revision = revision + 1");
            computed("/models/alder/one?atRevision=" + (revision + 1)).is(200);
        } finally {
            Importing.execute("alter table catalog_revision enable trigger catalog_revision_notify");
        }
    }

    @Test
    void a_fact_stays_in_memory_while_it_is_not_known_what_a_newer_revision_changed() {
        long known = allChangesKnown() - 1;
        ChangedParts before = new ChangedParts();
        before.addEverything(known);
        FactCache cache = keeping.cache(before);
        keeping.keepAt(cache, known);
        assertFalse(keeping.hasAt(cache, known + 1));
        assertTrue(keeping.hasAt(cache, known));
    }

    /** Keeps facts in a cache of its own. */
    @ApplicationScoped
    static class Keeping {

        private final Snapshot snapshot;
        private final ChangedParts changed;

        Keeping(Snapshot snapshot, ChangedParts changed) {
            this.snapshot = snapshot;
            this.changed = changed;
        }

        FactCache cache(long maxBytes, MeterRegistry meters) {
            return new FactCache(snapshot, changed, new Settings(maxBytes), meters);
        }

        /** A cache that knows only these changes. */
        FactCache cache(ChangedParts known) {
            return new FactCache(snapshot, known, new Settings(100_000), new SimpleMeterRegistry());
        }

        @InSnapshot
        public void keepAt(FactCache cache, long revision) {
            snapshot.recordRevision(revision);
            cache.keep("fact", 1, List.of(Part.model("a/b")), 100);
        }

        @InSnapshot
        public boolean hasAt(FactCache cache, long revision) {
            snapshot.recordRevision(revision);
            return cache.find("fact", Integer.class).isPresent();
        }

        /** Keeps that many facts of a size, and returns how many are in memory afterwards. */
        @InSnapshot
        public long kept(FactCache cache, int facts, int bytes) {
            snapshot.recordRevision(1);
            IntStream.range(0, facts).forEach(i -> cache.keep("fact " + i, i, List.of(Part.model("a/b")), bytes));
            return IntStream.range(0, facts)
                    .filter(i -> cache.find("fact " + i, Integer.class).isPresent())
                    .count();
        }
    }

    private record Settings(long factsMaxBytes) implements CacheSettings {

        @Override
        public long maxBytes() {
            return 0;
        }

        @Override
        public Duration maxStale() {
            return Duration.ZERO;
        }
    }

    @Test
    void facts_take_no_more_bytes_than_the_setting_says() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FactCache cache = keeping.cache(100_000, meters);
        assertEquals(10, keeping.kept(cache, 10, 1_000));
        long kept = keeping.kept(cache, 1_000, 1_000);
        assertTrue(kept > 40 && kept <= 100, "kept " + kept);
        double bytes = meters.get("modeltree.cache.facts.bytes").gauge().value();
        assertTrue(bytes > 50_000 && bytes <= 100_000, "bytes " + bytes);
        cache.clear();
        assertEquals(0, keeping.kept(cache, 1, 12_400), "more than an eighth");
    }

    @Test
    void no_bytes_keep_no_facts() {
        FactCache cache = keeping.cache(0, new SimpleMeterRegistry());
        assertFalse(cache.isOn());
        assertEquals(0, keeping.kept(cache, 10, 0));
    }
}
