package org.modeltree.startup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher restarts a server that exits, whatever happens to the watcher itself. */
class EmbeddedServerTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Logger LOG = Logger.getLogger("modeltree");

    @TempDir
    static Path home;

    private static EmbeddedServer server;
    private Handler listener;

    @BeforeAll
    static void start() {
        LOG.setLevel(Level.INFO);
        server = EmbeddedServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @AfterEach
    void nobody_listens() {
        if (listener != null) {
            LOG.removeHandler(listener);
        }
    }

    /** Runs an action in the watcher, once, when it logs a message with this text. */
    private AtomicInteger when(String said, Runnable action) {
        AtomicInteger done = new AtomicInteger();
        listener = new Handler() {
            @Override
            public void publish(LogRecord message) {
                if (message.getMessage().contains(said) && done.getAndIncrement() == 0) {
                    action.run();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(listener);
        return done;
    }

    private static void kill() {
        try {
            String first =
                    Postmaster.lines(home.toRealPath().resolve("postgres")).get(0);
            ProcessHandle process = ProcessHandle.of(Long.parseLong(first)).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static boolean answers() {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedServer.USER, "")) {
            return connection.isValid(5);
        } catch (SQLException away) {
            return false;
        }
    }

    @Test
    void a_server_that_exits_before_its_process_was_seen_is_restarted() {
        AtomicInteger starts = when("is running again", EmbeddedServerTest::kill);
        kill();
        await().atMost(SOON).until(() -> starts.get() == 2);
        await().atMost(SOON).until(EmbeddedServerTest::answers);
    }

    @Test
    void a_watcher_that_runs_out_of_memory_while_logging_continues() {
        AtomicInteger starts = when("is running again", () -> {
            throw new OutOfMemoryError("a drill");
        });
        kill();
        await().atMost(SOON).until(() -> starts.get() == 1);
        kill();
        await().atMost(SOON).until(() -> starts.get() == 2);
        await().atMost(SOON).until(EmbeddedServerTest::answers);
    }

    /** A killed PostgreSQL leaves a lock of its port behind, which counts as soon as another process has its pid. */
    @Test
    void what_another_server_left_in_the_folder_for_temporary_files_stops_no_start() throws IOException {
        int port = URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
        Path left = Path.of("/tmp", ".s.PGSQL." + port + ".lock");
        // Another process, because PostgreSQL ignores a lock with the pid of the process that has started it.
        Process other = new ProcessBuilder("sleep", Long.toString(SOON.toSeconds())).start();
        Files.writeString(left, other.pid() + "\n/elsewhere\n1\n" + port + "\n/tmp\n");
        try {
            AtomicInteger starts = when("is running again", () -> {});
            kill();
            await().atMost(SOON).until(() -> starts.get() == 1);
            await().atMost(SOON).until(EmbeddedServerTest::answers);
        } finally {
            other.destroy();
            Files.delete(left);
        }
    }

    @Test
    void an_interrupted_watcher_continues() {
        long interrupted = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("embedded-postgres-watch"))
                .peek(Thread::interrupt)
                .count();
        assertEquals(1, interrupted);
        AtomicInteger starts = when("is running again", () -> {});
        kill();
        await().atMost(SOON).until(() -> starts.get() == 1);
        await().atMost(SOON).until(EmbeddedServerTest::answers);
    }
}
