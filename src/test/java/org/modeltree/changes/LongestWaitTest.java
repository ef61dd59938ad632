package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A write waits for another one up to the configured time, and is then answered with Retry-After. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class LongestWaitTest {
    private static final String MODEL = "/api/v1/models/eibe/a";

    @Test
    void a_write_that_waits_too_long_for_another_is_told_when_to_come_again_and_readers_never_wait()
            throws SQLException {
        Importing.empty();
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
            assertTrue(waited.compareTo(Duration.ofMillis(600)) >= 0, waited::toString);
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
