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
    void a_restart_keeps_the_data_and_loads_nothing() throws IOException, InterruptedException {
        try (PackagedService again = PackagedService.on(home).up()) {
            assertEquals(firstCard, again.json(CARD));
            assertFalse(again.console().contains("loaded"), again.console());
            assertEquals(0, again.stop().end(PackagedService.MAX_STOP));
            assertEquals(List.of(), PackagedService.postgres(home));
        }
    }

    @Test
    void the_data_survive_a_killed_service() throws IOException, InterruptedException {
        try (PackagedService killed = PackagedService.on(home).up()) {
            killed.kill();
            ProcessHandle orphan = PackagedService.postgres(home).get(0);
            assertTrue(orphan.isAlive());
            try (PackagedService next = PackagedService.on(home).up()) {
                assertEquals(firstCard, next.json(CARD));
                assertFalse(next.console().contains("loaded"), next.console());
                assertFalse(orphan.isAlive());
                assertEquals(1, PackagedService.postgres(home).size());
            }
        }
    }

    @Test
    void a_killed_postgres_is_restarted_on_the_same_port() throws IOException, InterruptedException {
        Path pidFile = home.resolve("postgres").resolve("postmaster.pid");
        try (PackagedService service = PackagedService.on(home).up()) {
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
            assertEquals(0, service.stop().end(PackagedService.MAX_STOP));
            assertEquals(List.of(), PackagedService.postgres(home));
        }
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

    @Test
    void a_second_service_on_the_directory_is_refused_and_the_first_keeps_running()
            throws IOException, InterruptedException {
        try (PackagedService owner = PackagedService.on(home).up();
                PackagedService intruder = PackagedService.on(home)) {
            assertEquals(1, intruder.end(Duration.ofSeconds(30)));
            assertEquals(
                    "Modeltree cannot start. Another Modeltree process is using the data directory " + home
                            + ". Stop it, or set modeltree.embedded.data-dir to another directory.\n",
                    intruder.console());
            assertEquals(200, owner.get(CARD).statusCode());
        }
    }

    /** After a power failure, the pid in the file may belong to another process; at worst to another PostgreSQL. */
    @Test
    void a_process_with_a_reused_pid_is_left_alone() throws IOException, InterruptedException {
        Path cluster = home.resolve("postgres");
        ProcessHandle bystander = ProcessHandle.of(TestServer.pid()).orElseThrow();
        Files.writeString(
                cluster.resolve("postmaster.pid"),
                bystander.pid() + "\n" + cluster + "\n1700000000\n5432\n\nlocalhost\n 1 1\nready\n");
        try (PackagedService service = PackagedService.on(home).up()) {
            assertEquals(firstCard, service.json(CARD));
            assertTrue(bystander.isAlive());
            assertNotEquals(List.of(), PackagedService.postgres(home));
        }
    }

    @Test
    void a_damaged_pid_file_does_not_prevent_the_start() throws IOException, InterruptedException {
        Files.writeString(home.resolve("postgres").resolve("postmaster.pid"), "not a number");
        try (PackagedService service = PackagedService.on(home).up()) {
            assertEquals(firstCard, service.json(CARD));
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
