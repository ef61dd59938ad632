package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged service as a command: {@code migrate}. */
class MigrateCommandIT {

    private static final String NEVER_AT_START = "-Dmodeltree.migrate-at-start=false";

    @Test
    void a_service_that_must_not_migrate_waits_for_the_command() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("migrate-command");
        String url = database.get("DB_URL");
        try (PackagedService refused = PackagedService.with(database, NEVER_AT_START)) {
            assertEquals(1, refused.end(PackagedService.MAX_START), refused.console());
            assertTrue(
                    refused.errors().contains("The database lacks migrations of this version: 1, 2, 3, "),
                    refused.console());
            assertTrue(
                    refused.errors()
                            .contains("Run the command `migrate` with the same database,"
                                    + " or set modeltree.migrate-at-start to true."),
                    refused.console());
        }
        assertEquals("0", TestServer.ask(url, "select count(*) from pg_tables where schemaname = 'public'"));

        // Also with the settings of the instances, which a job shares: it opens no port that a running service may
        // hold.
        try (ServerSocket held = new ServerSocket(0)) {
            migrates(database, "-Dmodeltree.management.port=" + held.getLocalPort());
        }
        assertEquals("1", TestServer.ask(url, "select revision from catalog_revision"));
        assertEquals("openai/instructgpt", TestServer.ask(url, "select id from model"));
        migrates(database);

        try (PackagedService service =
                PackagedService.with(database, NEVER_AT_START).up()) {
            assertEquals(
                    200, service.get("/api/v1/models/openai/instructgpt/card").statusCode());
        }
        assertEquals("1", TestServer.ask(url, "select revision from catalog_revision"));
    }

    @Test
    void a_service_that_must_not_migrate_runs_on_a_newer_schema() throws IOException, InterruptedException {
        Map<String, String> database = RefusedDatabaseIT.migratedByNewer("never-at-start", "more indexes");
        try (PackagedService service = PackagedService.with(
                        database, NEVER_AT_START, "-Dmodeltree.starter-catalog=none")
                .up()) {
            assertTrue(
                    service.console().contains("This database was migrated by a newer Modeltree"), service.console());
        }
    }

    private static void migrates(Map<String, String> database, String... more)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(NEVER_AT_START, PackagedService.oneModel()));
        options.addAll(List.of(more));
        try (PackagedService command = PackagedService.migrating(database, options.toArray(String[]::new))) {
            assertEquals(0, command.end(PackagedService.MAX_START), command.console());
            assertTrue(
                    command.console().contains("The database has all migrations of this version, up to "),
                    command.console());
            assertFalse(command.console().contains("Modeltree is up"), command.console());
        }
    }
}
