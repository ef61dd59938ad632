package org.modeltree.fuzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.contract.Contract;
import org.modeltree.startup.PackagedService;
import org.modeltree.startup.TestServer;

/**
 * Random requests, documented and broken ones, get only answers that the contract declares, lose no acknowledged write, and
 * leave nothing behind. The system property {@code fuzz.requests} sets their number, a few in a build, {@code fuzz.clients} the
 * number of clients that send them at the same time, and {@code fuzz.seed} the seed.
 */
class FuzzIT {

    private static final int CLIENTS = Integer.getInteger("fuzz.clients", 4);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 400);
    /** Fewer requests leave out some operations. */
    private static final int ENOUGH_FOR_ALL = 3_000;

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_130L);
    /** More requests than this take less time if the JVM also uses its optimizing compiler, as in production. */
    private static final int FEW = 10_000;

    /** Trust in a test database asks for no password, so this one is only there to be found in a log. */
    private static final String PASSWORD = "planted-password-9c2f71";

    /** Caches of 12 MB and what a service has after its start. */
    private static final long MAX_HEAP = 96L << 20;

    private static final Pattern LATE_RESUME =
            Pattern.compile("(?m)^.* ERROR .*Request has already been read\\R(?:\\tat .*\\R?)+");

    /** All pools together. */
    private static final int MAX_THREADS = 100;

    @Test
    void no_request_gets_an_answer_that_is_not_declared_and_nothing_is_lost_or_left_behind()
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(TestServer.migratedDatabase("fuzz"));
        environment.put("DB_PASSWORD", PASSWORD);
        environment.put("MODELTREE_SECURITY_BOOTSTRAP_TOKEN", EmptyCatalogProfile.ADMIN);
        try (PackagedService service = PackagedService.with(
                        environment,
                        REQUESTS > FEW ? "-XX:TieredStopAtLevel=4" : "-XX:TieredStopAtLevel=1",
                        "-Dmodeltree.starter-catalog=false",
                        "-Dmodeltree.security.rate-limit.writes-per-minute=0",
                        "-Dmodeltree.cache.max-bytes=8000000",
                        "-Dmodeltree.cache.facts-max-bytes=4000000")
                .up()) {
            Fuzzer fuzzer = new Fuzzer(SEED, service.port(), EmptyCatalogProfile.ADMIN);
            fuzzer.plant(EmptyCatalogProfile.ADMIN);
            fuzzer.plant(PASSWORD);
            fuzzer.run(CLIENTS, REQUESTS);
            LeavingClients.leave(service.port(), REQUESTS < ENOUGH_FOR_ALL ? 100 : 400, new Random(SEED));
            System.out.println(
                    fuzzer.statuses() + " over HTTP/2: " + fuzzer.overHttp2() + " slowest: " + fuzzer.slowest());
            assertEquals("", fuzzer.findings().stream().map(Finding::toString).collect(Collectors.joining("\n")));
            assertEnoughWasTried(fuzzer);
            assertAtRest(service);
            assertSilent(service, fuzzer);
        }
    }

    private static void assertEnoughWasTried(Fuzzer fuzzer) {
        List<String> missing = Contract.committed().operations().stream()
                .filter(operation -> !operation.isEndless())
                .map(Contract.Operation::name)
                .filter(name -> !fuzzer.operations().containsKey(name))
                .toList();
        if (REQUESTS >= ENOUGH_FOR_ALL) {
            assertEquals(List.of(), missing);
        }
        assertTrue(
                fuzzer.statuses().values().stream().mapToLong(Long::longValue).sum() >= REQUESTS);
        assertTrue(fuzzer.overHttp2() > REQUESTS / 10, () -> "over HTTP/2: " + fuzzer.overHttp2());
    }

    /** Nothing is in progress, no permit is missing, and threads and memory are as bounded as they should be. */
    private static void assertAtRest(PackagedService service) throws IOException, InterruptedException {
        assertEquals(200, service.get("/q/health/live").statusCode());
        assertEquals(200, service.get("/q/health/ready").statusCode());
        // As many as there are permits of reads and writes, one after the other.
        for (int i = 0; i < 20; i++) {
            assertEquals(200, service.get("/api/v1/models?limit=1&q=rest" + i).statusCode());
        }
        // Those who have left give their places back as soon as an event loop has noticed it.
        for (String name :
                List.of("modeltree_exports_clients", "modeltree_change_streams_clients", "worker_pool_queue_size")) {
            await(name).atMost(Duration.ofSeconds(20)).until(() -> metric(service, name), value -> value == 0);
        }
        double threads = metric(service, "jvm_threads_live_threads");
        assertTrue(threads <= MAX_THREADS, () -> threads + " threads");
        double used = usedAfterCollection(service);
        assertTrue(used < MAX_HEAP, () -> used + " bytes are in use");
    }

    /** Bytes that live objects take. */
    private static double usedAfterCollection(PackagedService service) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(service.pid()),
                        "GC.run")
                .start();
        assertTrue(jcmd.waitFor(60, TimeUnit.SECONDS));
        return service.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static double metric(PackagedService service, String name) throws IOException, InterruptedException {
        Matcher line = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? ([0-9.E-]+)$")
                .matcher(service.get("/q/metrics").body());
        assertTrue(line.find(), name);
        return Double.parseDouble(line.group(2));
    }

    /** The log names no error, no stack frame and no secret, whoever left; neither do the metrics name a secret. */
    private static void assertSilent(PackagedService service, Fuzzer fuzzer) throws IOException, InterruptedException {
        String console = service.console();
        String written = console
                + service.get("/q/metrics").body()
                + service.get("/q/health").body();
        assertEquals(
                List.of(), fuzzer.secrets().stream().filter(written::contains).toList());
        assertEquals(
                List.of(),
                withoutLateResumes(console)
                        .lines()
                        .filter(line -> line.contains(" ERROR ") || line.startsWith("\tat "))
                        .limit(20)
                        .toList());
        assertTrue(console.getBytes(StandardCharsets.UTF_8).length < 1 << 20, "the log is flooded");
    }

    /**
     * Without a fault of Quarkus that comes once in a hundred thousand requests over HTTP/2: it resumes a request when the answer is
     * written, which fails if the client has ended it in that moment.
     */
    private static String withoutLateResumes(String console) {
        return LATE_RESUME.matcher(console).replaceAll(fault -> {
            boolean isLate = fault.group().contains("ResumingRequestWrapper");
            if (isLate) {
                System.out.println("left out, because Quarkus resumed an ended request:\n" + fault.group());
            }
            return isLate ? "" : Matcher.quoteReplacement(fault.group());
        });
    }
}
