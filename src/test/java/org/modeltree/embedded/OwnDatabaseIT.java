package org.modeltree.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** The service for people who have a PostgreSQL, and what it says when that cannot be used. */
class OwnDatabaseIT {

    private static final String CARD = "/api/v1/models/openai/instructgpt/card";
    private static final String NONE = "-Dmodeltree.starter-catalog=false";

    @Test
    void no_embedded_server_is_started_where_there_is_a_database(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        Map<String, String> database = TestServer.freshDatabase("own");
        try (PackagedService service = PackagedService.with(database, "-Xlog:class+load:file=" + classes)
                .up()) {
            assertEquals(200, service.get(CARD).statusCode());
            assertFalse(service.console().contains("data in"), service.console());
            assertEquals(0, service.stop().end(PackagedService.LONGEST_STOP));
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
    void the_long_names_of_the_settings_will_do_too() throws IOException, InterruptedException {
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
    void two_services_that_start_at_once_load_the_catalog_once() throws IOException, InterruptedException {
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
    void a_closed_port_is_named() throws IOException, InterruptedException {
        String url = "jdbc:postgresql://localhost:" + PackagedService.freePort() + "/modeltree";
        refused(Map.of("DB_URL", url), "The database " + url + " cannot be used: Connection to");
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_given_up() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/modeltree";
            refused(Map.of("DB_URL", url), "The database " + url + " cannot be used: ");
        }
    }

    @Test
    void a_database_that_does_not_exist_is_named() throws IOException, InterruptedException {
        Map<String, String> database = new HashMap<>(TestServer.freshDatabase("nobody"));
        database.compute("DB_URL", (key, url) -> url.replace("/nobody", "/nobodys"));
        refused(database, "database \"nobodys\" does not exist");
    }

    @Test
    void a_wrong_password_is_said_to_be_wrong() throws IOException, InterruptedException {
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
    void an_address_of_another_kind_is_refused_and_its_password_not_repeated()
            throws IOException, InterruptedException {
        String errors = refused(
                Map.of("DB_URL", "postgres://joe:secret@localhost/modeltree"), "must begin with jdbc:postgresql:");
        assertFalse(errors.contains("secret"), errors);
    }

    @Test
    void tables_of_somebody_else_are_not_touched() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.freshDatabase("other-tables");
        TestServer.execute(database.get("DB_URL"), "create table customer (id int)");
        refused(database, "has to be empty or Modeltree's own");
        assertEquals(
                "1",
                TestServer.ask(
                        database.get("DB_URL"),
                        "select count(*) from information_schema.tables where table_schema = 'public'"));
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                PackagedService late = PackagedService.with(
                        TestServer.freshDatabase("port"), "-Dquarkus.http.port=" + taken.getLocalPort(), NONE)) {
            assertEquals(1, late.end(PackagedService.LONGEST_START));
            assertEquals(
                    "Modeltree cannot start. Port " + taken.getLocalPort()
                            + " is in use by another process. Stop that one, or choose another port with PORT.\n",
                    late.errors());
        }
    }

    private static String refused(Map<String, String> environment, String reason)
            throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(environment, NONE)) {
            assertEquals(1, service.end(Duration.ofSeconds(15)));
            String errors = service.errors();
            assertTrue(errors.startsWith("Modeltree cannot start. "), errors);
            assertTrue(errors.contains(reason), errors);
            assertEquals(1, errors.lines().count(), errors);
            assertFalse(service.console().contains("\tat "), service.console());
            assertFalse(Files.exists(service.home()));
            return errors;
        }
    }
}
