package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Extent;

/** The service on PostgreSQL 15, the oldest supported version, where it is installed; in the whole form of {@link Extent}. */
class OldestDatabaseIT {

    @Test
    void postgresql_15_is_supported() throws IOException, InterruptedException {
        if (!Extent.isWhole()) {
            System.out.println(
                    "OldestDatabaseIT is skipped: the step java25 of CI runs it, and -Dtests.whole=true does.");
        }
        assumeTrue(Extent.isWhole(), "the step java25 of CI runs it");
        assumeTrue(
                run("initdb", "--version").contains("(PostgreSQL) 15."),
                "initdb, pg_ctl and postgres of PostgreSQL 15 are not on the PATH");
        // Not a @TempDir, which only root could enter: PostgreSQL refuses to run as root.
        Path folder = Files.createTempDirectory("modeltree-pg15");
        String nobody = "root".equals(System.getProperty("user.name")) ? "65534" : "";
        if (!nobody.isEmpty()) {
            run("chown", nobody, folder.toString());
        }
        String data = folder.resolve("data").toString();
        String log = folder.resolve("log").toString();
        int port = PackagedService.freePort();
        runAs(nobody, "initdb", "-D", data, "-U", TestServer.USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        try {
            String options = "-p " + port + " -k " + folder + " -h 127.0.0.1";
            runAs(nobody, "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start");
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + TestServer.USER;
            assertEquals("15", TestServer.ask(url, "show server_version").substring(0, 2));
            try (PackagedService service = PackagedService.with(Map.of("DB_URL", url, "DB_USER", TestServer.USER))
                    .up()) {
                assertEquals(
                        2048,
                        service.json("/api/v1/models/openai/instructgpt/card")
                                .at("/contextWindow/tokens")
                                .asLong());
                assertEquals(
                        200, service.get("/api/v1/models?q=instrutcgpt&limit=5").statusCode());
                assertFalse(Files.exists(service.home()));
            }
        } finally {
            runAs(nobody, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
            run("rm", "-rf", folder.toString());
        }
    }

    private static void runAs(String user, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>();
        if (!user.isEmpty()) {
            whole.addAll(List.of("setpriv", "--reuid=" + user, "--clear-groups"));
        }
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    /** Output of a command; empty if the command does not exist. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("modeltree-it", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException missing) {
            return "";
        } finally {
            Files.delete(output);
        }
    }
}
