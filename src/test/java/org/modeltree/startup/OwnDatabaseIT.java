package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a database of the operator. */
class OwnDatabaseIT {

    private static final String CARD = "/api/v1/models/openai/instructgpt/card";
    private static final String BENCHMARKS_ONLY = "-Dmodeltree.starter-catalog=false";
    private static final String NONE = "-Dmodeltree.starter-catalog=none";

    @Test
    void no_embedded_server_is_started_where_there_is_a_database(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        Map<String, String> database = TestServer.freshDatabase("own");
        try (PackagedService service = PackagedService.with(
                        database, "-Xlog:class+load:file=" + classes, PackagedService.oneModel())
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
    void the_long_names_of_the_settings_work_as_well_and_a_compatible_newer_schema_is_accepted()
            throws IOException, InterruptedException {
        String url = RefusedDatabaseIT.migratedByNewer("newer", "more indexes").get("DB_URL");
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
            assertFalse(service.console().contains("first card"), service.console());
            assertTrue(
                    service.console()
                            .contains(
                                    "This database was migrated by a newer Modeltree (schema 901, this version knows up"
                                            + " to "),
                    service.console());
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
        try (PackagedService service = PackagedService.with(database, "-Dmodeltree.starter-catalog=builtin")
                .up()) {
            assertEquals(14, service.json("/api/v1/capabilities").at("/data").size());
            assertEquals(
                    "Mine",
                    service.json("/api/v1/capabilities/coding").get("label").asText());
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
    void a_service_is_ready_when_its_first_answers_are_in_memory() throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(
                        TestServer.migratedDatabase("warm"),
                        PackagedService.oneModel(),
                        "-Dmodeltree.warm-up=true",
                        // Known, though no bean has it.
                        "-Dmodeltree.encryption.required=false")
                .up()) {
            double before = hits(service);
            assertEquals(200, service.get(CARD).statusCode());
            assertEquals(200, service.get("/api/v1/bands").statusCode());
            assertEquals(before + 2, hits(service));
        }
    }

    private static double hits(PackagedService service) throws IOException, InterruptedException {
        return service.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("modeltree_cache_requests_total{") && line.contains("result=\"hit\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
