package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged service as a command: {@code migrate}. */
class MigrateCommandIT {

    private static final String NEVER_AT_START = "-Dmodeltree.migrate-at-start=false";

    /** Enough for statistics of tables that grow, which only their owner may renew. */
    private static final int MANY = 3_000;

    private static final String GRANT = """
            grant usage on schema public to modeltree_app;
            grant select, insert, update, delete on all tables in schema public to modeltree_app;
            grant usage on all sequences in schema public to modeltree_app""";

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

    /** The grants are those of the guide to operating. */
    @Test
    void a_service_that_does_not_migrate_needs_no_rights_on_the_schema() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.migratedDatabase("least-rights");
        String url = database.get("DB_URL");
        TestServer.execute(url, "drop role if exists modeltree_app");
        TestServer.execute(url, "create role modeltree_app login");
        for (String grant : GRANT.split(";", -1)) {
            TestServer.execute(url, grant);
        }
        String token = "mt_q8RZ2mVtYw5LkXj0HsBn7cPdUf3gAe9oTi6KvJx1MyQ";
        Map<String, String> limited = Map.of(
                "DB_URL",
                url,
                "DB_USER",
                "modeltree_app",
                "DB_PASSWORD",
                "",
                "MODELTREE_SECURITY_BOOTSTRAP_TOKEN",
                token);
        try (PackagedService service = PackagedService.with(
                        limited,
                        NEVER_AT_START,
                        "-Dmodeltree.starter-catalog=none",
                        "-Dmodeltree.retention.changes=1d",
                        "-Dmodeltree.retention.interval=1s")
                .up()) {
            StringBuilder models = new StringBuilder("{\"type\":\"vendor\",\"id\":\"a\",\"name\":\"A\"}\n");
            for (int i = 0; i < MANY; i++) {
                models.append("{\"type\":\"model\",\"id\":\"a/m%1$d\",\"name\":\"M %1$d\"}\n".formatted(i));
            }
            assertSent(200, service, token, "POST", "/api/v1/imports?format=modeltree", models.toString());
            assertSent(201, service, token, "PUT", "/api/v1/models/a/b", "{\"name\":\"B\"}");
            assertSent(201, service, token, "PUT", "/api/v1/models/a/c", "{\"name\":\"C\"}");
            assertSent(201, service, token, "PUT", "/api/v1/models/a/c/parents/a/b", "{\"relation\":\"merge\"}");
            assertSent(204, service, token, "DELETE", "/api/v1/models/a/b?reparentTo=a/m1", null);
            assertSent(201, service, token, "POST", "/api/v1/tokens", "{\"name\":\"Ada\",\"role\":\"reader\"}");
            assertEquals(200, service.get("/api/v1/models/a/m7/card").statusCode());
            assertEquals(200, service.get("/api/v1/export").statusCode());
            assertFalse(service.console().contains("ERROR"), service.console());
        } finally {
            TestServer.execute(url, "drop owned by modeltree_app");
            TestServer.execute(url, "drop role modeltree_app");
        }
    }

    private static void assertSent(
            int status, PackagedService service, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token)
                .header(status == 201 && method.equals("PUT") ? "If-None-Match" : "If-Match", "*")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", path.contains("/imports") ? "application/x-ndjson" : "application/json");
        }
        HttpResponse<String> answer = service.send(path, request);
        assertEquals(status, answer.statusCode(), path + " returned " + answer.body() + "\n" + service.console());
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
