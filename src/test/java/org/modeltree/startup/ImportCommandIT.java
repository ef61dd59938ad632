package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a command: {@code import --format=… FILE}. {@link ImportCommandTest} has its options. */
class ImportCommandIT {

    private static final String NO_STARTER = "-Dmodeltree.starter-catalog=none";
    private static final int LINKS = 12;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String GOOD = """
            {"type":"model","id":"orbit/one","name":"One"}
            {"type":"model","id":"orbit/two","name":"Two"}
            """;
    private static final String BAD = """
            {"type":"model","id":"orbit/four","name":"Four","parameters":-4}
            """;

    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static void assertEnds(int code, String said, Map<String, String> database, String... arguments)
            throws IOException, InterruptedException {
        try (PackagedService command = PackagedService.importing(database, List.of(arguments), NO_STARTER)) {
            assertEquals(code, command.end(LONGEST), command.console());
            assertTrue(command.console().contains(said), command.console());
            assertTrue(!command.console().contains("\tat "), command.console());
        }
    }

    @Test
    void the_exit_code_tells_the_result() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.migratedDatabase("import-command");
        assertEnds(
                1,
                "rejected line 1 /parameters: must be between 1 and 1000000000000000, was -4\n",
                database,
                "--format=modeltree",
                file("bad.ndjson", BAD));
        assertEquals("0", TestServer.ask(database.get("DB_URL"), "select revision from catalog_revision"));
        assertEnds(2, "Cannot read the file missing.csv.\n", database, "--format=csv", "missing.csv");
    }

    @Test
    void a_running_service_sees_the_import() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.migratedDatabase("import-beside");
        try (PackagedService service =
                PackagedService.with(database, NO_STARTER).up()) {
            assertEquals(404, service.get("/api/v1/models/orbit/one").statusCode());
            assertEnds(0, "done: 2 created", database, "--format=modeltree", file("good.ndjson", GOOD));
            assertEquals(
                    "One", service.json("/api/v1/models/orbit/one").get("name").asText());
            assertEquals(2, service.json("/api/v1/models").at("/meta/total").asInt());
        }
    }

    @Test
    void memory_does_not_grow_with_the_file() throws IOException, InterruptedException {
        Map<String, String> database = TestServer.migratedDatabase("import-large");
        Path large = folder.resolve("large.ndjson");
        int models = 1_100;
        try (BufferedWriter lines = Files.newBufferedWriter(large)) {
            lines.write(
                    "{\"type\":\"benchmark\",\"id\":\"context-window\",\"label\":\"Context window\",\"unit\":\"tokens\"}\n");
            for (int i = 0; i < models; i++) {
                String links = IntStream.range(0, LINKS)
                        .mapToObj(("{\"type\":\"paper\",\"url\":\"https://orbit.example/" + "long-path/".repeat(195)
                                + "%d\"}")::formatted)
                        .collect(Collectors.joining(","));
                lines.write(
                        ("{\"type\":\"model\",\"id\":\"orbit/m-%d\",\"name\":\"Model %d\",\"releaseDate\":\"2031-05\","
                                        + "\"aliases\":[\"orbit model number %d\"],\"webLinks\":[%s]}%n")
                                .formatted(i, i, i, links));
                lines.write(
                        ("{\"type\":\"measurement\",\"model\":\"orbit/m-%d\",\"benchmark\":\"context-window\",\"raw\":%d,"
                                        + "\"source\":\"https://orbit.example/%d\"}%n")
                                .formatted(i, 2_048 + i, i));
            }
        }
        assertTrue(Files.size(large) > 24 << 20, "the file is smaller than what the command needs anyway");
        try (PackagedService command = PackagedService.importing(
                database, List.of("--format=modeltree", large.toString()), NO_STARTER, "-Xmx48m")) {
            assertEquals(0, command.end(LONGEST), command.console());
            assertTrue(command.console().contains("done: " + (2 * models + 1) + " created"), command.console());
        }
        assertEquals(
                models + " " + models,
                TestServer.ask(
                        database.get("DB_URL"),
                        "select (select count(*) from model) || ' ' || (select count(*) from measurement)"));
    }
}
