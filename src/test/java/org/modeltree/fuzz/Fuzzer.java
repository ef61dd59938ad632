package org.modeltree.fuzz;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.modeltree.contract.Contract;

/** Several clients that send random requests at the same time, and what they find. */
final class Fuzzer {

    private static final int MAX_FINDINGS = 200;

    private final long seed;
    private final int port;
    private final String admin;
    private final Judge judge = new Judge(Contract.committed());
    private final ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> operations = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> slowest = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> secrets = new ConcurrentLinkedQueue<>();
    private final LongAdder overHttp2 = new LongAdder();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));

    /**
     * @param admin token of an admin
     */
    Fuzzer(long seed, int port, String admin) {
        this.seed = seed;
        this.port = port;
        this.admin = admin;
    }

    /** Sends at least this many requests. Of each client, the requests follow from the seed and the answers. */
    void run(int clients, int requests) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> runClient(client, requests / clients), "fuzz-" + client);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        vertx.close();
    }

    private void runClient(int number, int requests) {
        try (FuzzClient client = new FuzzClient(this, number)) {
            client.run(requests);
        } catch (Exception broken) {
            findings.add(new Finding(
                    seed, number, -1, List.of("the client failed"), "", broken.toString(), stackOf(broken)));
        }
    }

    private static String stackOf(Exception broken) {
        return List.of(broken.getStackTrace()).toString();
    }

    long seed() {
        return seed;
    }

    int port() {
        return port;
    }

    String admin() {
        return admin;
    }

    /** What clients speak HTTP/2 with. */
    Vertx vertx() {
        return vertx;
    }

    /** Number of requests over HTTP/2. */
    long overHttp2() {
        return overHttp2.sum();
    }

    Judge judge() {
        return judge;
    }

    /** Notes a secret that must not appear in what the service writes. */
    void plant(String secret) {
        secrets.add(secret);
    }

    void report(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    void count(Call call, Answer answer) {
        statuses.computeIfAbsent(answer.status(), none -> new LongAdder()).increment();
        String name = call.operation().map(Contract.Operation::name).orElse("no operation");
        operations.computeIfAbsent(name, none -> new LongAdder()).increment();
        slowest.merge(name, answer.millis(), Math::max);
        if (call.isOverHttp2()) {
            overHttp2.increment();
        }
    }

    /** One finding of each kind. */
    List<Finding> findings() {
        Map<String, Finding> kinds = new TreeMap<>();
        findings.forEach(finding -> kinds.putIfAbsent(finding.kind(), finding));
        return List.copyOf(kinds.values());
    }

    List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** Number of answers by status. */
    Map<Integer, Long> statuses() {
        Map<Integer, Long> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** Number of requests by operation. */
    Map<String, Long> operations() {
        Map<String, Long> counts = new TreeMap<>();
        operations.forEach((operation, count) -> counts.put(operation, count.sum()));
        return counts;
    }

    /** The operations with the slowest answers, in milliseconds. */
    String slowest() {
        return slowest.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(5)
                .map(entry -> entry.getKey() + " " + entry.getValue() + " ms")
                .toList()
                .toString();
    }
}
