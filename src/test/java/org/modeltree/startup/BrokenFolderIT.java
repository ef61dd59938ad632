package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If the embedded PostgreSQL cannot start, the service says immediately why, and what to do. */
class BrokenFolderIT {

    private static final String NONE = "-Dmodeltree.starter-catalog=none";
    /** Far below the start timeout of a PostgreSQL that may still start; most of it is for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    @BeforeAll
    static void start_and_stop_on_an_empty_directory() throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.on(home, NONE).up()) {
            service.stop().end(PackagedService.MAX_STOP);
        }
    }

    @Test
    void too_wide_permissions_are_reported() throws IOException, InterruptedException {
        Path cluster = home.resolve("postgres");
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            refused(home, "has invalid permissions. Permissions should be", "Run: chmod 700 " + cluster);
        } finally {
            Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void another_major_version_is_reported() throws IOException, InterruptedException {
        refusedWith(
                "PG_VERSION", "17\n", "initialized by PostgreSQL version 17", "Start the version of Modeltree that");
    }

    @Test
    void an_invalid_version_is_reported() throws IOException, InterruptedException {
        refusedWith(
                "PG_VERSION", "seventeen\n", "is not a valid data directory", "Restore the directory from a backup");
    }

    @Test
    void a_missing_version_is_reported() throws IOException, InterruptedException {
        refusedWith("PG_VERSION", null, "is not a database cluster directory", "Restore the directory from a backup");
    }

    @Test
    void a_missing_control_file_is_reported() throws IOException, InterruptedException {
        refusedWith("global/pg_control", null, "pg_control", "Restore the directory from a backup");
    }

    @Test
    void a_binary_pid_file_does_not_prevent_the_start() throws IOException, InterruptedException {
        Files.write(home.resolve("postgres").resolve("postmaster.pid"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10});
        try (PackagedService service = PackagedService.on(home, NONE).up()) {
            assertEquals(200, service.get("/q/health/ready").statusCode());
        }
    }

    @Test
    void a_file_in_place_of_the_directory_is_reported(@TempDir Path other) throws IOException, InterruptedException {
        Path file = Files.writeString(other.resolve("data"), "no folder");
        refused(file, file + " is a file, not a directory", "set modeltree.embedded.data-dir to another directory");
    }

    @Test
    void a_file_in_place_of_the_cluster_is_reported(@TempDir Path other) throws IOException, InterruptedException {
        Path file = Files.writeString(other.resolve("postgres"), "no folder");
        refused(other, file.toRealPath() + " is a file, not a directory");
    }

    @Test
    void an_empty_cluster_directory_is_used(@TempDir Path other) throws IOException, InterruptedException {
        Files.createDirectory(other.resolve("postgres"));
        try (PackagedService service = PackagedService.on(other, NONE).up()) {
            assertEquals(200, service.get("/q/health/ready").statusCode());
        }
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
    private static void refusedWith(String name, String content, String... reasons)
            throws IOException, InterruptedException {
        Path file = home.resolve("postgres").resolve(name);
        byte[] right = Files.readAllBytes(file);
        try {
            if (content == null) {
                Files.delete(file);
            } else {
                Files.writeString(file, content, StandardCharsets.UTF_8);
            }
            refused(home, reasons);
        } finally {
            Files.write(file, right);
        }
    }

    private static void refused(Path folder, String... reasons) throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.on(folder, NONE)) {
            assertEquals(1, service.end(AT_ONCE));
            String errors = service.errors();
            assertTrue(errors.startsWith("Modeltree cannot start. The "), errors);
            for (String reason : reasons) {
                assertTrue(errors.contains(reason), errors);
            }
            assertFalse(service.console().contains("\tat "), service.console());
            assertEquals(List.of(), PackagedService.postgres(folder));
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
