package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** A service whose database is restored from a backup while it runs. */
class LostHistoryIT {

    private static final String TOKEN = "mt_tests-lose-history-with-a-token-of-their-own-000000000";
    private static final String TOKEN_OPTION = "-Dmodeltree.security.bootstrap-token=" + TOKEN;
    /** A catalog of one model, which is written after the start: first cards of a starter catalog take a second of CPU time. */
    private static final String NONE = "-Dmodeltree.starter-catalog=none";

    private static final String NAME = "/api/v1/models/openai/instructgpt";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_service_ends_when_its_database_has_another_history_of_the_same_length()
            throws IOException, InterruptedException, SQLException {
        assertEndsAfter(
                "other-history",
                "update catalog_revision set changed_at = changed_at + interval '1 second'",
                "(known: 2, now: 2)");
    }

    @Test
    void a_service_ends_when_its_database_has_another_and_longer_history()
            throws IOException, InterruptedException, SQLException {
        assertEndsAfter(
                "longer-history",
                "update catalog_revision set revision = 9, changed_at = now();"
                        + " update change set changed_at = changed_at + interval '1 second'",
                "(known: 2, now: 9)");
    }

    @Test
    void a_service_continues_when_its_database_has_grown_meanwhile_and_ends_when_it_has_lost_revisions()
            throws IOException, InterruptedException, SQLException {
        Map<String, String> database = TestServer.migratedDatabase("grown-history");
        try (PackagedService service =
                PackagedService.with(database, TOKEN_OPTION, NONE).up().withModel(TOKEN)) {
            rename(service, "Second");
            withoutConnections(
                    "grown-history",
                    database,
                    "update catalog_revision set revision = 3, changed_at = now();"
                            + " update model set name = 'Third', revision = 3;"
                            + " insert into change (revision, changed_at, kind, type, subject, model_id, patch)"
                            + " select 3, now(), 'update', 'model', id, id, '[]' from model");
            service.up();
            assertEquals("Third", service.json(NAME).get("name").asText());
            // As a backup of before the write would leave it.
            TestServer.execute(
                    database.get("DB_URL"),
                    "begin; update catalog_revision set revision = 1; delete from change where revision > 1; commit");
            assertEnds(service, "(known: 3, now: 1)");
        }
    }

    private static void assertEndsAfter(String name, String change, String revisions)
            throws IOException, InterruptedException, SQLException {
        Map<String, String> database = TestServer.migratedDatabase(name);
        try (PackagedService service =
                PackagedService.with(database, TOKEN_OPTION, NONE).up().withModel(TOKEN)) {
            rename(service, "Second");
            withoutConnections(name, database, change);
            assertEnds(service, revisions);
        }
    }

    private static void rename(PackagedService service, String name) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + TOKEN)
                .header("If-Match", "*")
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"));
        assertEquals(200, service.send(NAME, request).statusCode());
        // What the service has in memory from now on.
        assertEquals(name, service.json(NAME).get("name").asText());
    }

    /** Changes the database while nobody else is connected to it. */
    private static void withoutConnections(String name, Map<String, String> database, String change)
            throws SQLException {
        String other = TestDatabase.freshDatabase("bystander");
        try (Connection connection = DriverManager.getConnection(database.get("DB_URL"), TestServer.USER, "");
                Statement statement = connection.createStatement()) {
            TestServer.execute(other, "alter database \"" + name + "\" with allow_connections false");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            statement.execute(change);
            TestServer.execute(other, "alter database \"" + name + "\" with allow_connections true");
        }
    }

    private static void assertEnds(PackagedService service, String revisions) throws IOException, InterruptedException {
        assertEquals(1, service.end(SOON), service.console());
        assertTrue(
                service.console().contains("The database has lost revisions that this instance knows of"),
                service.console());
        assertTrue(service.console().contains(revisions), service.console());
    }
}
