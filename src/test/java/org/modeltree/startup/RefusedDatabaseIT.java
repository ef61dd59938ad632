package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/**
 * The messages of the service if the database of the operator cannot be used. {@link OwnDatabaseTest} has the other reasons, which
 * reach people in the same way, and {@link SecretsIT} a port that is closed.
 */
class RefusedDatabaseIT {

    private static final String NONE = "-Dmodeltree.starter-catalog=none";

    @Test
    void a_user_without_permission_to_create_tables_is_told_what_to_do() throws IOException, InterruptedException {
        String url = TestDatabase.freshDatabase("powerless");
        TestServer.execute(url, "drop role if exists powerless_user");
        TestServer.execute(url, "create role powerless_user login");
        refused(
                Map.of("DB_URL", url, "DB_USER", "powerless_user"),
                "DB_USER has no permission to create Modeltree's tables in this database: ",
                "Make DB_USER the owner of the database");
    }

    @Test
    void an_incompatible_newer_schema_is_refused() throws IOException, InterruptedException {
        refused(
                migratedByNewer("much-newer", "drop old names needs 900"),
                "This database was migrated by a newer Modeltree (schema 901, this version knows up to ",
                "migration 901 removed what this version needs. Start the newer version");
    }

    /** A database with two more migrations than this version has, the first of which changes nothing. */
    static Map<String, String> migratedByNewer(String name, String description) {
        Map<String, String> database = TestServer.migratedDatabase(name);
        String insert =
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) values (%1$d, '%1$d', '%2$s', 'SQL', 'V%1$d.sql', 0, 'a', 1, true)";
        TestServer.execute(database.get("DB_URL"), String.format(insert, 900, "nothing"));
        TestServer.execute(database.get("DB_URL"), String.format(insert, 901, description));
        return database;
    }

    @Test
    void a_url_of_another_kind_is_refused_and_its_password_is_not_repeated() throws IOException, InterruptedException {
        String errors = refused(
                Map.of("DB_URL", "postgres://joe:secret@localhost/modeltree"), "must begin with jdbc:postgresql:");
        assertFalse(errors.contains("secret"), errors);
    }

    @Test
    void foreign_tables_are_not_touched() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("other-tables");
        TestServer.execute(database.get("DB_URL"), "create table customer (id int)");
        refused(database, "must be empty or already contain them");
        assertEquals(
                "1",
                TestServer.ask(
                        database.get("DB_URL"),
                        "select count(*) from information_schema.tables where table_schema = 'public'"));
    }

    @Test
    void an_unknown_hash_of_tokens_stops_the_start_with_a_message() throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(
                TestServer.migratedDatabase("hash"), "-Dmodeltree.security.token-hash=MD5", NONE)) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            String errors = service.errors();
            assertTrue(
                    errors.contains("modeltree.security.token-hash must be one of SHA-256, SHA-512, SHA3-256, SHA3-512,"
                            + " was MD5"),
                    errors);
            assertFalse(errors.contains("\tat "), errors);
        }
    }

    @Test
    void a_port_in_use_is_reported() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                PackagedService late = PackagedService.with(
                        TestServer.migratedDatabase("port"), "-Dquarkus.http.port=" + taken.getLocalPort(), NONE)) {
            assertEquals(1, late.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. Port " + taken.getLocalPort()
                            + " is in use by another process. Stop that process, or set PORT to a free port.\n",
                    late.errors());
        }
    }

    private static String refused(Map<String, String> environment, String... reasons)
            throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(environment, NONE)) {
            assertEquals(1, service.end(Duration.ofSeconds(30)));
            String errors = service.errors();
            assertTrue(errors.startsWith("Modeltree cannot start. "), errors);
            for (String reason : reasons) {
                assertTrue(errors.contains(reason), errors);
            }
            assertEquals(1, errors.lines().count(), errors);
            assertFalse(service.console().contains("\tat "), service.console());
            assertFalse(Files.exists(service.home()));
            return errors;
        }
    }
}
