package org.modeltree.startup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with its embedded PostgreSQL. */
class EmbeddedDatabaseIT {

    private static final String CARD = "/api/v1/models/openai/instructgpt/card";

    private static final Pattern DATED =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) [A-Z]+ +\\[.+");

    @TempDir
    static Path home;

    private static PackagedService first;
    private static JsonNode firstCard;
    private static int firstExit;
    private static List<ProcessHandle> leftByFirst;

    @BeforeAll
    static void start_and_stop_on_an_empty_directory() throws IOException, InterruptedException {
        first = PackagedService.on(home).up();
        firstCard = first.json(CARD);
        firstExit = first.stop().end(PackagedService.MAX_STOP);
        leftByFirst = PackagedService.postgres(home);
    }

    @AfterAll
    static void leave_nothing() throws IOException, InterruptedException {
        first.close();
    }

    @Test
    void the_first_start_logs_all_addresses_in_one_line() throws IOException {
        List<String> lines = first.console()
                .lines()
                .filter(line -> line.contains("Modeltree is up"))
                .toList();
        assertEquals(1, lines.size(), first.console());
        String base = "http://localhost:" + first.port();
        assertTrue(
                lines.get(0)
                        .endsWith("docs " + base + "/q/swagger-ui, first card " + base + CARD + ", data in " + home),
                lines.get(0));
    }

    @Test
    void each_line_has_its_date_time_and_offset() throws IOException {
        first.console().lines().forEach(line -> assertTrue(DATED.matcher(line).matches(), line));
    }

    @Test
    void the_console_shows_no_output_of_postgres() throws IOException {
        for (String chatter : List.of("io.zonky", "initdb", "LOG:", "pg_ctl", "DEBUG", "WARN", "\tat ")) {
            assertFalse(first.console().contains(chatter), first.console());
        }
        assertEquals("", first.errors());
        assertTrue(
                Pattern.compile("The database was empty; loaded \\d+ models")
                        .matcher(first.console())
                        .find(),
                first.console());
    }

    @Test
    void the_first_card_is_available_immediately() {
        assertEquals(2048, firstCard.at("/contextWindow/tokens").asLong(), firstCard.toString());
    }

    @Test
    void a_service_that_stops_also_stops_its_postgres() {
        assertEquals(0, firstExit);
        assertEquals(List.of(), leftByFirst);
    }

    @Test
    void a_service_leaves_no_script_behind() throws IOException {
        // The empty folder is that of Vert.x, for all services of a machine.
        assertEquals(List.of("vertx-cache"), first.temporaryFiles());
    }

    /** Several things in two starts, which are what takes the time. */
    @Test
    void a_restart_keeps_the_data_and_the_directory_and_goes_on_when_postgres_or_the_service_is_killed()
            throws IOException, InterruptedException {
        try (PackagedService again = PackagedService.on(home).up()) {
            assertEquals(firstCard, again.json(CARD));
            assertFalse(again.console().contains("loaded"), again.console());
            assertRestartsKilledPostgres(again);
            // Closing it would end the PostgreSQL of the directory, so it is open to the end.
            try (PackagedService intruder = PackagedService.on(home)) {
                assertEquals(1, intruder.end(Duration.ofSeconds(30)));
                assertEquals(
                        "Modeltree cannot start. Another Modeltree process is using the data directory " + home
                                + ". Stop it, or set modeltree.embedded.data-dir to another directory.\n",
                        intruder.console());
                assertEquals(200, again.get(CARD).statusCode());
                again.kill();
                assertFindsTheDataOfAKilledService();
            }
        }
    }

    private static void assertFindsTheDataOfAKilledService() throws IOException, InterruptedException {
        ProcessHandle orphan = PackagedService.postgres(home).get(0);
        assertTrue(orphan.isAlive());
        try (PackagedService next = PackagedService.on(home).up()) {
            assertEquals(firstCard, next.json(CARD));
            assertFalse(next.console().contains("loaded"), next.console());
            assertFalse(orphan.isAlive());
            assertEquals(1, PackagedService.postgres(home).size());
            assertEquals(0, next.stop().end(PackagedService.MAX_STOP));
            assertEquals(List.of(), PackagedService.postgres(home));
        }
    }

    private static void assertRestartsKilledPostgres(PackagedService service) throws IOException, InterruptedException {
        Path pidFile = home.resolve("postgres").resolve("postmaster.pid");
        List<String> before = Files.readAllLines(pidFile);
        ProcessHandle.of(Long.parseLong(before.get(0))).orElseThrow().destroyForcibly();
        await().atMost(PackagedService.MAX_START)
                .until(() -> service.console().contains("The embedded PostgreSQL is running again"));
        await().atMost(PackagedService.MAX_START)
                .until(() -> service.get("/q/health/ready").statusCode() == 200);
        assertEquals(200, service.get("/q/health/live").statusCode());
        List<String> after = Files.readAllLines(pidFile);
        assertNotEquals(before.get(0), after.get(0));
        assertEquals(before.get(3), after.get(3));
        assertEquals(200, service.get("/api/v1/models?q=gpt&limit=3").statusCode());
    }

    @Test
    void a_stop_during_the_start_logs_nothing_and_leaves_nothing() throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.on(home)) {
            long end = System.nanoTime() + PackagedService.MAX_START.toNanos();
            while (PackagedService.postgres(home).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertEquals(0, service.stop().end(PackagedService.MAX_START));
            assertEquals("", service.errors());
            assertEquals(List.of(), PackagedService.postgres(home));
        }
    }

    /** {@link BrokenFolderTest} has the other reasons, which reach people in the same way. */
    @Test
    void a_directory_that_cannot_be_used_stops_the_start_with_a_message(@TempDir Path other)
            throws IOException, InterruptedException {
        Path file = Files.writeString(other.resolve("data"), "no folder");
        try (PackagedService service = PackagedService.on(file)) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. The data directory " + file + " cannot be used: " + file
                            + " is a file, not a directory. Fix this, or set modeltree.embedded.data-dir to another"
                            + " directory.\n",
                    service.console());
        }
    }

    @Test
    void a_system_without_binaries_stops_the_start_with_a_message(@TempDir Path other)
            throws IOException, InterruptedException {
        Path data = other.resolve("data");
        try (PackagedService service = PackagedService.on(data, "-Dos.arch=ppc64le")) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. The embedded PostgreSQL in " + data
                            + " failed to start: Missing embedded postgres binaries\n"
                            + "This service has no PostgreSQL for this system. For macOS, build it there, or with"
                            + " -Devery-machine. On every system, you can set DB_URL, DB_USER and DB_PASSWORD to use your"
                            + " own PostgreSQL.\n",
                    service.console());
        }
    }

    @Test
    void an_interrupted_first_start_is_repeated(@TempDir Path other) throws IOException, InterruptedException {
        try (PackagedService interrupted = PackagedService.on(other)) {
            Path settings = other.resolve("postgres").resolve("postgresql.conf");
            long end = System.nanoTime() + PackagedService.MAX_START.toNanos();
            while (!Files.exists(settings) && System.nanoTime() < end) {
                Thread.sleep(2);
            }
            interrupted.kill();
            try (PackagedService next = PackagedService.on(other, "-Dmodeltree.starter-catalog=none")
                    .up()) {
                assertEquals(0, next.json("/api/v1/models").at("/meta/total").asInt(-1));
            }
        }
    }
}
