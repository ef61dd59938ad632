package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If the embedded PostgreSQL cannot start, the failure says immediately why, and what to do. */
class BrokenFolderTest {

    /** Far below the start timeout of a PostgreSQL that may still start; most of it is for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(60);

    @TempDir
    static Path sound;

    /** A copy of the sound one, because a start that fails keeps its lock until its JVM ends. */
    @TempDir
    Path home;

    @BeforeAll
    static void start_and_stop_on_an_empty_directory() {
        EmbeddedServer.start(sound).stop();
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(sound)) {
            for (Path file : files.filter(any -> !any.equals(sound)).toList()) {
                Files.copy(file, home.resolve(sound.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void too_wide_permissions_are_reported() throws IOException {
        Path cluster = home.resolve("postgres");
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxr-xr-x"));
        refused(home, "has invalid permissions. Permissions should be", "Run: chmod 700 " + cluster.toRealPath());
    }

    @Test
    void another_major_version_is_reported() throws IOException {
        refusedWith(
                "PG_VERSION", "17\n", "initialized by PostgreSQL version 17", "Start the version of Modeltree that");
    }

    @Test
    void an_invalid_version_is_reported() throws IOException {
        refusedWith(
                "PG_VERSION", "seventeen\n", "is not a valid data directory", "Restore the directory from a backup");
    }

    @Test
    void a_missing_version_is_reported() throws IOException {
        refusedWith("PG_VERSION", null, "is not a database cluster directory", "Restore the directory from a backup");
    }

    @Test
    void a_missing_control_file_is_reported() throws IOException {
        refusedWith("global/pg_control", null, "pg_control", "Restore the directory from a backup");
    }

    @Test
    void a_binary_pid_file_does_not_prevent_the_start() throws IOException, SQLException {
        Files.write(home.resolve("postgres").resolve("postmaster.pid"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10});
        starts(home);
    }

    @Test
    void a_damaged_pid_file_does_not_prevent_the_start() throws IOException, SQLException {
        Files.writeString(home.resolve("postgres").resolve("postmaster.pid"), "not a number");
        starts(home);
    }

    /** After a power failure, the pid in the file may belong to another process; at worst to another PostgreSQL. */
    @Test
    void a_process_with_a_reused_pid_is_left_alone() throws IOException, SQLException {
        ProcessHandle bystander = ProcessHandle.of(TestServer.pid()).orElseThrow();
        Path cluster = home.resolve("postgres");
        Files.writeString(
                cluster.resolve("postmaster.pid"),
                bystander.pid() + "\n" + cluster + "\n1700000000\n5432\n\nlocalhost\n 1 1\nready\n");
        starts(home);
        assertTrue(bystander.isAlive());
    }

    @Test
    void an_empty_cluster_directory_is_used(@TempDir Path other) throws IOException, SQLException {
        Files.createDirectory(other.resolve("postgres"));
        starts(other);
    }

    @Test
    void a_file_in_place_of_the_directory_is_reported(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("data"), "no folder");
        refused(file, file + " is a file, not a directory", "set modeltree.embedded.data-dir to another directory");
    }

    @Test
    void a_file_in_place_of_the_cluster_is_reported(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("postgres"), "no folder");
        refused(other, file.toRealPath() + " is a file, not a directory");
    }

    @Test
    void a_full_disk_is_reported(@TempDir Path other) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(other.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()) == 0,
                "small disks can be made by root alone");
        try {
            refused(disk, "No space left on device", "The disk is full.");
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    /** Starts with a changed or missing file in the cluster. */
    private void refusedWith(String name, String content, String... reasons) throws IOException {
        Path file = home.resolve("postgres").resolve(name);
        if (content == null) {
            Files.delete(file);
        } else {
            Files.writeString(file, content, StandardCharsets.UTF_8);
        }
        refused(home, reasons);
    }

    private static void refused(Path folder, String... reasons) throws IOException {
        String failure = assertTimeout(
                AT_ONCE,
                () -> assertThrows(StartupFailure.class, () -> EmbeddedServer.start(folder))
                        .getMessage());
        assertTrue(failure.startsWith("The "), failure);
        for (String reason : reasons) {
            assertTrue(failure.contains(reason), failure);
        }
        assertEquals(List.of(), PackagedService.postgres(folder));
    }

    private static void starts(Path folder) throws SQLException {
        EmbeddedServer server = EmbeddedServer.start(folder);
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedServer.USER, "")) {
            assertTrue(connection.isValid(5));
        } finally {
            server.stop();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }
}
