import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds cached answers of several instances against those of one without caches, while writers change the catalog.
 *
 * <pre>java src/drills/java/Fresh.java SEED SECONDS TOKEN REFERENCE-PORT PORT,PORT READS WRITES WRITES-PER-SECOND</pre>
 *
 * <p>READS is a file of paths. WRITES is a file of lines with method, path and body, separated by tabs; <code>{n}</code>
 * becomes a random number, <code>{a}</code> a random letter. Readers ask the reference first, and then an instance, with the
 * revision of the first answer. The second answer must not be older; if it is of the same revision, its body and its ETag must
 * be the same. Prints figures such as {@code compared=1234}; each difference is a line on standard error.
 */
public final class Fresh {

    private static final int READERS = 4;
    private static final int MAX_SHOWN = 10;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final Map<String, AtomicLong> FIGURES = new ConcurrentHashMap<>();

    private Fresh() {}

    private record Answer(int status, String body, long revision, String etag) {}

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        long end = System.nanoTime() + Math.round(Double.parseDouble(args[1]) * 1e9);
        String token = args[2];
        String reference = args[3];
        List<String> instances = Arrays.asList(args[4].split(","));
        List<String> reads = Files.readAllLines(Path.of(args[5]));
        List<String> writes = Files.readAllLines(Path.of(args[6]));
        long pauseMillis = Math.max(1, Math.round(1000 * instances.size() / Double.parseDouble(args[7])));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Random random = new Random(seed * 31 + i);
            String instance = instances.get(i % instances.size());
            threads.add(new Thread(() -> {
                while (System.nanoTime() < end) {
                    compare(reads.get(random.nextInt(reads.size())), reference, instance);
                }
            }));
        }
        for (int i = 0; i < instances.size(); i++) {
            Random random = new Random(seed * 37 + i);
            String instance = instances.get(i);
            threads.add(new Thread(() -> {
                while (System.nanoTime() < end) {
                    write(writes.get(random.nextInt(writes.size())), instance, token, random);
                    sleep(random.nextInt((int) (2 * pauseMillis) + 1));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        new TreeMap<>(FIGURES).forEach((name, figure) -> System.out.println(name + "=" + figure));
    }

    private static void compare(String path, String reference, String instance) {
        Answer expected = read(reference, path, 0);
        Answer cached = expected == null ? null : read(instance, path, expected.revision());
        if (cached == null) {
            count("failed");
        } else if (cached.revision() < expected.revision()) {
            differs("older", path, instance, expected, cached);
        } else if (cached.revision() > expected.revision()) {
            count("skipped");
        } else if (cached.status() != expected.status()
                || !cached.body().equals(expected.body())
                || !cached.etag().equals(expected.etag())) {
            differs("different", path, instance, expected, cached);
        } else {
            count("compared");
        }
    }

    private static Answer read(String port, String path, long seen) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        if (seen > 0) {
            request.header("Modeltree-Revision", Long.toString(seen));
        }
        HttpResponse<String> response = send(request.build());
        if (response == null || response.statusCode() >= 500) {
            if (count("failed." + (response == null ? "unanswered" : response.statusCode())) <= MAX_SHOWN) {
                System.err.println(path + ": " + (response == null ? "no answer" : start(response.body())));
            }
            return null;
        }
        return new Answer(
                        response.statusCode(),
                        response.body(),
                        response.headers().firstValueAsLong("Modeltree-Revision").orElse(-1),
                        response.headers().firstValue("ETag").orElse(""));
    }

    private static void write(String line, String port, String token, Random random) {
        String filled = line.replace("{n}", Integer.toString(1 + random.nextInt(90)))
                .replace("{a}", Character.toString('a' + random.nextInt(26)));
        String[] parts = filled.split("\t", -1);
        String type = parts[0].equals("PATCH") ? "application/merge-patch+json" : "application/json";
        HttpRequest.BodyPublisher body = parts.length < 3 || parts[2].isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(parts[2].replace("\\n", "\n"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + parts[1]))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(parts[0], body);
        if (!parts[0].equals("POST")) {
            request.header("If-Match", "*");
        }
        if (parts[0].equals("PUT")) {
            // Creates or replaces: whichever fits what another writer left.
            request = HttpRequest.newBuilder(request.build(), (name, value) -> !name.equalsIgnoreCase("If-Match"))
                    .header(random.nextBoolean() ? "If-Match" : "If-None-Match", "*");
        }
        HttpResponse<String> response = send(request.build());
        if (response == null) {
            count("writes.failed");
        } else {
            count("writes." + response.statusCode());
            if (response.statusCode() == 400 || response.statusCode() == 422 || response.statusCode() >= 500) {
                System.err.println(filled + "\n  " + response.statusCode() + " " + start(response.body()));
            }
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            return null;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void differs(String how, String path, String instance, Answer expected, Answer cached) {
        if (count(how) <= MAX_SHOWN) {
            int at = 0;
            while (at < Math.min(expected.body().length(), cached.body().length())
                    && expected.body().charAt(at) == cached.body().charAt(at)) {
                at++;
            }
            System.err.printf(
                    Locale.ROOT,
                    "%s: %s on port %s, revision %d of %d, status %d of %d, from character %d:%n  %s%n  %s%n",
                    how,
                    path,
                    instance,
                    cached.revision(),
                    expected.revision(),
                    cached.status(),
                    expected.status(),
                    at,
                    start(cached.body().substring(Math.max(0, at - 80))),
                    start(expected.body().substring(Math.max(0, at - 80))));
        }
    }

    private static String start(String text) {
        return text.substring(0, Math.min(300, text.length()));
    }

    private static long count(String name) {
        return FIGURES.computeIfAbsent(name, none -> new AtomicLong()).incrementAndGet();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
