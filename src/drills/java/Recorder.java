import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of a cluster that record what they send and get: writers of names, prices and measurements, each with an
 * Idempotency-Key, importers, and readers, through the proxy and at single instances. Runs until the file STOP exists.
 *
 * <pre>java src/drills/java/Recorder.java SEED TOKEN PROXY-PORT PORT,PORT,PORT HISTORY STOP</pre>
 *
 * <p>Each attempt is a line of HISTORY with columns that are separated by tabs; times are milliseconds of one clock:
 *
 * <pre>W  start  end  port  kind  thing  value  key  attempt  status  revision  replayed  hash
 * R  start  end  port  path  seen  status  revision  stale  hash  thing=value;thing=value  instance  fault</pre>
 *
 * <p>The status is 0 without an answer, 599 if the outcome is stated to be unknown, and 598 if an answer is not of the service.
 * The instance is the one that answered, as the proxy says in {@code X-Instance}; empty if none did. The fault is what the
 * client got instead of an answer with 200.
 * Things are {@code name/MODEL}, {@code licence/MODEL}, {@code price/MODEL} and {@code raw/MODEL}; a value is written once.
 */
public final class Recorder {

    private static final int MODELS = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(9);
    /** Longer than a proxy may try two instances, one after the other: whether a read fails is another question than how long it takes. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    private static final int MAX_FAULT = 300;
    private static final long GIVE_UP_MILLIS = 90_000;
    private static final Pattern NAMES =
            Pattern.compile("\"id\" ?: ?\"jepsen/(m[0-9])\"[^{}]*?\"name\" ?: ?\"([^\"]*)\"");
    private static final Pattern LICENCE = Pattern.compile("\"licence\" ?: ?\"([^\"]*)\"");
    private static final Pattern PRICE = Pattern.compile("\"input\" ?: ?\"0\\.([0-9]*)\"");
    private static final Pattern RAW = Pattern.compile("\"raw\" ?: ?([0-9]+)");

    private static final Pattern IS_DONE = Pattern.compile("\"status\" ?: ?\"done\"");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private static String token;
    private static List<String> ports;
    private static PrintWriter history;
    private static Path stop;

    /** The newest revision that any client has seen. */
    private static final AtomicLong NEWEST = new AtomicLong();

    private static final AtomicLong VALUES = new AtomicLong(1000);

    private Recorder() {}

    private record Answer(
            int status, String body, long revision, boolean replayed, boolean stale, String instance) {}

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        token = args[1];
        ports = new ArrayList<>(List.of(args[2]));
        ports.addAll(Arrays.asList(args[3].split(",")));
        history = new PrintWriter(Files.newBufferedWriter(Path.of(args[4]), StandardCharsets.UTF_8));
        stop = Path.of(args[5]);
        prepare();
        List<Thread> threads = new ArrayList<>();
        for (String kind : List.of("name", "name", "name", "price", "raw", "import")) {
            Random random = new Random(seed * 31 + threads.size());
            String own = kind.equals("name") && threads.size() > 0 ? ports.get(threads.size()) : ports.get(0);
            threads.add(new Thread(() -> {
                while (!Files.exists(stop)) {
                    write(kind, own, random);
                    sleep(40 + random.nextInt(120));
                }
            }));
        }
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed * 37 + i);
            String own = ports.get(i);
            threads.add(new Thread(() -> {
                long seen = 0;
                while (!Files.exists(stop)) {
                    seen = read(own, random, seen);
                    sleep(5 + random.nextInt(40));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        history.close();
    }

    private static void prepare() throws InterruptedException {
        must("PUT", "/api/v1/providers/jepsen", "{\"name\":\"Jepsen\"}");
        for (int i = 0; i < MODELS; i++) {
            String model = "/api/v1/models/jepsen/m" + i;
            must("PUT", model, "{\"name\":\"0\",\"kind\":\"instruct\"}");
            must("PUT", model + "/offerings/jepsen/m" + i, price("100"));
            must("PUT", model + "/measurements/m", raw("100"));
        }
    }

    private static void must(String method, String path, String body) throws InterruptedException {
        for (int attempt = 0; attempt < 30; attempt++) {
            Answer answer = send(writing(ports.get(0), method, path, body)
                    .header("If-None-Match", "*")
                    .build());
            if (answer.status() == 201 || answer.status() == 412) {
                return;
            }
            System.err.println(path + ": " + answer.status() + " " + answer.body());
            Thread.sleep(500);
        }
        throw new IllegalStateException(path + " cannot be created");
    }

    private static String price(String value) {
        return "{\"prices\":[{\"kind\":\"metered\",\"input\":\"0." + value + "\",\"output\":\"1\"}]}";
    }

    private static String raw(String value) {
        return "{\"benchmark\":\"context-window\",\"raw\":" + value
                + ",\"source\":\"https://d.example\",\"date\":\"2026-06-30\",\"verified\":true}";
    }

    private static HttpRequest.Builder writing(String port, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    /** One write, repeated with the same key until its outcome is certain, and sometimes once more. */
    private static void write(String kind, String own, Random random) {
        String model = "m" + random.nextInt(MODELS);
        // A last digit other than 0, because a price would lose it.
        long number = VALUES.incrementAndGet();
        String value = Long.toString(number % 10 == 0 ? VALUES.incrementAndGet() : number);
        String key = kind + "-" + value;
        long giveUp = millis() + GIVE_UP_MILLIS;
        boolean repeated = random.nextInt(5) == 0;
        for (int attempt = 1; millis() < giveUp; attempt++) {
            String port = attempt == 1 ? own : ports.get(random.nextInt(ports.size()));
            int status = attempt(kind, model, value, key, port, attempt);
            boolean certain = status >= 200 && status < 500;
            if (certain && (!repeated || kind.equals("import") || status >= 300)) {
                return;
            }
            if (certain) {
                repeated = false;
            } else {
                sleep(200 + random.nextInt(200));
            }
        }
    }

    private static int attempt(String kind, String model, String value, String key, String port, int attempt) {
        String path = "/api/v1/models/jepsen/" + model;
        HttpRequest.Builder request =
                switch (kind) {
                    case "name" -> writing(port, "PATCH", path, "{\"name\":\"" + value + "\"}");
                    case "price" -> writing(port, "PUT", path + "/offerings/jepsen/" + model, price(value));
                    case "raw" -> writing(port, "PUT", path + "/measurements/m", raw(value));
                    default -> writing(port, "POST", "/api/v1/imports?format=modeltree", catalog(value));
                };
        if (!kind.equals("import")) {
            request.header("If-Match", "*").header("Idempotency-Key", key);
        }
        long start = millis();
        Answer answer = send(request.build());
        if (kind.equals("import") && answer.status() == 202) {
            // It may still be stored.
            answer = new Answer(599, answer.body(), -1, false, false, answer.instance());
        } else if (kind.equals("import") && answer.status() == 200 && !IS_DONE.matcher(answer.body()).find()) {
            answer = new Answer(503, answer.body(), -1, false, false, answer.instance());
        }
        record(
                "W",
                start,
                millis(),
                port,
                kind,
                kind.equals("import") ? "licence/all" : kind + "/" + model,
                value,
                key,
                attempt,
                answer.status(),
                answer.revision(),
                answer.replayed(),
                answer.body().hashCode());
        if (answer.status() >= 400 && answer.status() < 500) {
            System.err.println(key + ": " + answer.status() + " " + answer.body());
        }
        return answer.status();
    }

    /** Licences of all models, which no writer changes. */
    private static String catalog(String value) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < MODELS; i++) {
            // Required, but a curator's name stays.
            lines.append("{\"type\":\"model\",\"name\":\"0\",\"id\":\"jepsen/m").append(i).append("\",\"licence\":\"");
            lines.append(value).append("\"}\n");
        }
        return lines.toString();
    }

    private static long read(String own, Random random, long seen) {
        String model = "m" + random.nextInt(MODELS);
        String base = "/api/v1/models/jepsen/" + model;
        String path =
                switch (random.nextInt(10)) {
                    case 0, 1 -> base;
                    case 2, 3 -> base + "/card";
                    case 4 -> base + "/offerings";
                    case 5 -> base + "/measurements";
                    case 6 -> "/api/v1/models?vendor=jepsen&limit=20";
                    case 7 -> "/api/v1/bands/context";
                    case 8 -> base + "/scores";
                    default -> "/api/v1/models?vendor=jepsen&sort=-contextWindow";
                };
        String port = random.nextInt(3) == 0 ? ports.get(random.nextInt(ports.size())) : own;
        long known = random.nextBoolean() ? Math.max(seen, NEWEST.get()) : seen;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(READ_TIMEOUT);
        if (known > 0) {
            request.header("Modeltree-Revision", Long.toString(known));
        }
        long start = millis();
        Answer answer = send(request.build());
        String observed = answer.status() == 200 ? observed(path, model, answer.body()) : "";
        record(
                "R",
                start,
                millis(),
                port,
                path,
                known,
                answer.status(),
                answer.revision(),
                answer.stale(),
                answer.body().hashCode(),
                observed,
                ports.indexOf(port) > 0 ? "app" + ports.indexOf(port) : answer.instance(),
                answer.status() == 200 ? "" : fault(answer.body()));
        return answer.status() == 200 ? Math.max(known, answer.revision()) : seen;
    }

    private static String observed(String path, String model, String body) {
        List<String> found = new ArrayList<>();
        if (path.endsWith("/offerings")) {
            first(PRICE, body).forEach(value -> found.add("price/" + model + "=" + value));
        } else if (path.endsWith("/measurements")) {
            first(RAW, body).forEach(value -> found.add("raw/" + model + "=" + value));
        } else {
            Matcher names = NAMES.matcher(body);
            while (names.find()) {
                found.add("name/" + names.group(1) + "=" + names.group(2));
            }
            if (path.endsWith(model)) {
                first(LICENCE, body).forEach(value -> found.add("licence/all=" + value));
            }
        }
        return String.join(";", found);
    }

    private static String fault(String body) {
        String line = body.replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), MAX_FAULT));
    }

    private static List<String> first(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? List.of(matcher.group(1)) : List.of();
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            long revision = response.headers().firstValueAsLong("Modeltree-Revision").orElse(-1);
            int status = response.statusCode();
            if (status < 300) {
                NEWEST.accumulateAndGet(revision, Math::max);
            }
            boolean ours = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            if (status >= 500 && !ours) {
                status = 598;
            } else if (status >= 500 && response.body().contains("outcome is unknown")) {
                status = 599;
            }
            return new Answer(
                    status,
                    response.body(),
                    revision,
                    response.headers().firstValue("Idempotency-Replayed").isPresent(),
                    response.headers().firstValue("Cache-Status").isPresent(),
                    response.headers().firstValue("X-Instance").orElse(""));
        } catch (IOException failed) {
            return new Answer(0, String.valueOf(failed.getMessage()), -1, false, false, "");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void record(Object... columns) {
        StringBuilder line = new StringBuilder();
        for (Object column : columns) {
            line.append(line.length() == 0 ? "" : "\t").append(column);
        }
        synchronized (history) {
            history.println(line);
            history.flush();
        }
    }

    private static long millis() {
        return System.currentTimeMillis();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
