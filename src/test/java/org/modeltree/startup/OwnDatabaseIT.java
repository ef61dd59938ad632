package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeltree.TestDatabase;

/** The service with a database of the operator, and its messages if that database cannot be used. */
class OwnDatabaseIT {

    private static final String CARD = "/api/v1/models/openai/instructgpt/card";
    private static final String BENCHMARKS_ONLY = "-Dmodeltree.starter-catalog=false";
    private static final String NONE = "-Dmodeltree.starter-catalog=none";

    @Test
    void no_embedded_server_is_started_where_there_is_a_database(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        Map<String, String> database = TestServer.freshDatabase("own");
        try (PackagedService service = PackagedService.with(database, "-Xlog:class+load:file=" + classes)
                .up()) {
            assertEquals(200, service.get(CARD).statusCode());
            assertFalse(service.console().contains("data in"), service.console());
            assertEquals(0, service.stop().end(PackagedService.MAX_STOP));
            assertFalse(Files.exists(service.home()));
            try (Stream<String> loaded = Files.lines(classes)) {
                assertEquals(
                        List.of(),
                        loaded.filter(line -> line.contains("io.zonky")).toList());
            }
        }
        assertEquals("1", TestServer.ask(database.get("DB_URL"), "select revision from catalog_revision"));
    }

    @Test
    void the_long_names_of_the_settings_work_as_well() throws IOException, InterruptedException {
        String url = TestDatabase.freshDatabase("long-names");
        try (PackagedService service = PackagedService.with(
                        Map.of(),
                        "-Dquarkus.datasource.jdbc.url=" + url,
                        "-Dquarkus.datasource.username=" + TestServer.USER,
                        NONE)
                .up()) {
            assertEquals(0, service.json("/api/v1/models").at("/meta/total").asInt(-1));
            assertEquals(0, service.json("/api/v1/bands").at("/data").size());
            assertTrue(service.json("/api/v1/bands").at("/data").isArray());
            assertEquals(404, service.get(CARD).statusCode());
            assertFalse(Files.exists(service.home()));
        }
        assertEquals("0", TestServer.ask(url, "select revision from catalog_revision"));
    }

    @Test
    void without_a_starter_catalog_there_are_benchmarks_and_capabilities_once()
            throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("built-in");
        String url = database.get("DB_URL");
        try (PackagedService service =
                PackagedService.with(database, BENCHMARKS_ONLY).up()) {
            assertEquals(0, service.json("/api/v1/models").at("/meta/total").asInt(-1));
            assertEquals(15, service.json("/api/v1/capabilities").at("/data").size());
            assertEquals(0, service.json("/api/v1/bands/knowledge").get("count").asInt(-1));
            assertTrue(
                    service.console().contains("loaded the built-in benchmarks and capabilities"), service.console());
            assertEquals(0, service.stop().end(PackagedService.MAX_STOP));
        }
        // What was changed or deleted since stays so, whatever the setting says at the next start.
        TestServer.execute(url, "delete from capability where id = 'terminal'");
        TestServer.execute(url, "update capability set label_en = 'Mine' where id = 'coding'");
        for (String setting : List.of(BENCHMARKS_ONLY, "-Dmodeltree.starter-catalog=builtin")) {
            try (PackagedService service =
                    PackagedService.with(database, setting).up()) {
                assertEquals(
                        14, service.json("/api/v1/capabilities").at("/data").size());
                assertEquals(
                        "Mine",
                        service.json("/api/v1/capabilities/coding").get("label").asText());
                assertEquals(0, service.stop().end(PackagedService.MAX_STOP));
            }
        }
        assertEquals("1", TestServer.ask(url, "select revision from catalog_revision"));
    }

    @Test
    void two_services_that_start_together_load_the_catalog_once() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("race");
        try (PackagedService one = PackagedService.with(database);
                PackagedService other = PackagedService.with(database)) {
            assertEquals(one.up().json(CARD), other.up().json(CARD));
            long loads = Stream.of(one.console(), other.console())
                    .filter(console -> console.contains("The database was empty; loaded"))
                    .count();
            assertEquals(1, loads, one.console() + other.console());
        }
        assertEquals("1", TestServer.ask(database.get("DB_URL"), "select revision from catalog_revision"));
    }

    @Test
    void a_closed_port_is_reported() throws IOException, InterruptedException {
        String url = "jdbc:postgresql://localhost:" + PackagedService.freePort() + "/modeltree";
        refused(Map.of("DB_URL", url), "The database " + url + " cannot be used: Connection to");
    }

    @Test
    void a_server_that_accepts_connections_and_never_answers_is_reported() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/modeltree";
            refused(Map.of("DB_URL", url), "The database " + url + " cannot be used: ");
        }
    }

    @Test
    void a_missing_database_is_reported() throws IOException, InterruptedException {
        Map<String, String> database = new HashMap<>(TestServer.freshDatabase("nobody"));
        database.compute("DB_URL", (key, url) -> url.replace("/nobody", "/nobodys"));
        refused(database, "database \"nobodys\" does not exist");
    }

    @Test
    void a_wrong_password_is_reported() throws IOException, InterruptedException {
        String url = TestDatabase.freshDatabase("locked");
        TestServer.execute(url, "drop role if exists locked_user");
        TestServer.execute(url, "create role locked_user login password 'right'");
        TestServer.admit(url, "host all locked_user all scram-sha-256");
        refused(
                Map.of("DB_URL", url, "DB_USER", "locked_user", "DB_PASSWORD", "wrong"),
                "password authentication failed for user \"locked_user\"");
        refused(Map.of("DB_URL", url, "DB_USER", "locked_user"), "no password was provided");
    }

    @Test
    void a_read_only_database_is_refused() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("frozen");
        TestServer.execute(
                TestDatabase.freshDatabase("bystander"),
                "alter database frozen set default_transaction_read_only = on");
        refused(database, "cannot be used: it is read-only. Check default_transaction_read_only");
    }

    @Test
    void another_encoding_is_refused() throws IOException, InterruptedException {
        String bystander = TestDatabase.freshDatabase("bystander");
        TestServer.execute(bystander, "drop database if exists latin");
        TestServer.execute(bystander, "create database latin encoding 'LATIN1' locale 'C' template template0");
        refused(
                Map.of("DB_URL", bystander.replace("/bystander", "/latin"), "DB_USER", TestServer.USER),
                "its encoding is LATIN1 and must be UTF8");
    }

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
    void a_database_without_free_connections_is_reported() throws IOException, InterruptedException {
        String url = TestDatabase.freshDatabase("crowded");
        TestServer.execute(url, "drop role if exists crowded_user");
        TestServer.execute(url, "create role crowded_user login connection limit 0");
        refused(
                Map.of("DB_URL", url, "DB_USER", "crowded_user"),
                "too many connections for role \"crowded_user\". Raise max_connections");
    }

    @Test
    void a_compatible_newer_schema_is_accepted() throws IOException, InterruptedException {
        Map<String, String> database = migratedByNewer("newer", "more indexes");
        try (PackagedService service = PackagedService.with(database, NONE).up()) {
            assertEquals(200, service.get("/q/health/ready").statusCode());
            assertTrue(
                    service.console()
                            .contains(
                                    "This database was migrated by a newer Modeltree (schema 901, this version knows up"
                                            + " to "),
                    service.console());
        }
    }

    @Test
    void an_incompatible_newer_schema_is_refused() throws IOException, InterruptedException {
        refused(
                migratedByNewer("much-newer", "drop old names needs 900"),
                "This database was migrated by a newer Modeltree (schema 901, this version knows up to ",
                "migration 901 removed what this version needs. Start the newer version");
    }

    /** A database with two more migrations than this version has, the first of which changes nothing. */
    private static Map<String, String> migratedByNewer(String name, String description)
            throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase(name);
        try (PackagedService service = PackagedService.with(database, NONE).up()) {
            assertEquals(0, service.stop().end(PackagedService.MAX_STOP));
        }
        String insert =
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) values (%1$d, '%1$d', '%2$s', 'SQL', 'V%1$d.sql', 0, 'a', 1, true)";
        TestServer.execute(database.get("DB_URL"), String.format(insert, 900, "nothing"));
        TestServer.execute(database.get("DB_URL"), String.format(insert, 901, description));
        return database;
    }

    @Test
    void a_write_on_a_full_disk_is_refused_with_the_reason() throws IOException, InterruptedException {
        String token = "mt_tests-write-to-a-full-disk-with-a-token-of-their-own-00";
        Map<String, String> database = TestServer.freshDatabase("full");
        try (PackagedService service = PackagedService.with(database, "-Dmodeltree.security.bootstrap-token=" + token)
                .up()) {
            TestServer.execute(database.get("DB_URL"), """
                    create function full_disk() returns trigger language plpgsql as $$
                    begin raise exception 'could not extend file' using errcode = '53100'; end $$
                    """);
            TestServer.execute(
                    database.get("DB_URL"),
                    "create trigger full_disk before insert on change for each row execute function full_disk()");
            HttpResponse<String> answer = service.send(
                    "/api/v1/models/openai/instructgpt",
                    HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + token)
                            .header("If-Match", "*")
                            .header("Content-Type", "application/merge-patch+json")
                            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"name\": \"Renamed\"}")));
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("The disk of the database is full; nothing was stored."), answer.body());
        }
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
    void a_port_in_use_is_reported() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                PackagedService late = PackagedService.with(
                        TestServer.freshDatabase("port"), "-Dquarkus.http.port=" + taken.getLocalPort(), NONE)) {
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
