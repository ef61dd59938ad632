package org.modeltree.changes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Waiting writers hold no resources that readers need. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class WaitingWritersTest {

    private static final int WRITERS = 120;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WAITING =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    @Test
    void a_hundred_waiting_writers_hold_two_connections_and_readers_go_on() throws Exception {
        Client curator = Client.admin();
        Client reader = Client.anybody();
        for (int i = 0; i < 10; i++) {
            curator.create(model(i), json("{name: 'A'}"));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        try (Connection other = DriverManager.getConnection(url, "postgres", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select revision from catalog_revision for update");
            List<CompletableFuture<Reply>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String path = model(i % 10);
                String name = "B" + i;
                writers.add(CompletableFuture.supplyAsync(
                        () -> curator.patch(path, json("{name: '" + name + "'}"), "If-Match", "*"), threads));
            }
            await().atMost(SOON).until(() -> count(url, WAITING) == 2);
            for (int i = 0; i < 20; i++) {
                reader.get("/api/v1/models?contextWindowMin=" + (i + 1)).is(200);
                assertTrue(count(url, WAITING) <= 2);
            }
            for (CompletableFuture<Reply> writer : writers) {
                Reply refused = writer.get(60, TimeUnit.SECONDS);
                refused.refuses(503, "unavailable");
                assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1, refused::said);
            }
            other.rollback();
            for (int i = 0; i < 10; i++) {
                assertEquals("A", reader.ok(model(i)).get("name").asText());
                curator.patch(model(i), json("{name: 'C'}"), "If-Match", "*").is(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String model(int number) {
        return "/api/v1/models/erle/m" + number;
    }

    private static int count(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
