package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** A write waits for another one up to the configured time, and is then answered with Retry-After. */
@QuarkusTest
@TestProfile(LongestWaitTest.Impatient.class)
class LongestWaitTest {
    private static final String MODEL = "/api/v1/models/eibe/a";

    /** Limits the wait of writers to half a second. */
    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "modeltree.starter-catalog",
                    "false",
                    "modeltree.writes.longest-wait",
                    "500ms",
                    "modeltree.security.bootstrap-token",
                    WritingProfile.ADMIN,
                    "modeltree.security.rate-limit.writes-per-minute",
                    "0");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "impatient")));
        }
    }

    @Test
    void a_write_that_waits_too_long_for_another_is_told_when_to_come_again_and_readers_never_wait()
            throws SQLException {
        Client curator = Client.admin();
        Client reader = Client.anybody();
        Reply created = curator.create(MODEL, json("{name: 'A'}"));
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        try (Connection other = DriverManager.getConnection(url, "postgres", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select revision from catalog_revision for update");
            long began = System.nanoTime();
            for (Reply refused : List.of(
                    curator.put(MODEL, json("{name: 'B'}"), "If-Match", created.etag()),
                    curator.patch(MODEL, json("{name: 'B'}"), "If-Match", "*", "Idempotency-Key", "k"),
                    curator.delete(MODEL, "If-Match", "*"))) {
                refused.refuses(503, "unavailable");
                assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1, refused::said);
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(waited.compareTo(Duration.ofMillis(1500)) >= 0, waited::toString);
            assertTrue(waited.compareTo(Duration.ofSeconds(10)) < 0, waited::toString);
            assertEquals("A", reader.ok(MODEL).get("name").asText());
            assertEquals(1, reader.ok("/api/v1/changes").at("/meta/total").asInt());
            other.rollback();
        }
        curator.patch(MODEL, json("{name: 'B'}"), "If-Match", created.etag(), "Idempotency-Key", "k")
                .is(200);
        assertEquals("B", reader.ok(MODEL).get("name").asText());
        assertEquals(created.revision() + 1, reader.get(MODEL).revision());
    }
}
