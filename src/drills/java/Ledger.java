import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writers that keep a ledger of their requests and responses, and readers that record the revisions they see. All run until
 * the file {@code enough} exists in the folder.
 *
 * <pre>java src/drills/java/Ledger.java PORT TOKEN FOLDER WRITERS [SEED]</pre>
 *
 * <p>Writer 7 owns the model {@code drills/own-7} with its aliases, offerings and measurements, and no other writer changes them;
 * {@code drills/shared-0} to {@code -4} are shared. All of them must exist before. Each write has a unique mark, such as
 * {@code m0000042}, which is part of the written data. A third of the writes have an Idempotency-Key and are retried until
 * the status is 2xx or 4xx.
 *
 * <p>{@code FOLDER/ledger.tsv} gets a line for each write: writer, mark, key, action, model, part of the model, sent
 * and answered (ms since 1970), attempts, outcome, status, Modeltree-Revision, revision in the ETag, detail. Outcomes:
 *
 * <ul>
 *   <li>{@code acknowledged}: a status of 2xx;
 *   <li>{@code refused}: 4xx, or a 503 that does not say that the outcome is unknown, so nothing was changed;
 *   <li>{@code unsent}: the connection failed;
 *   <li>{@code unknown}: anything else.
 * </ul>
 *
 * <p>{@code FOLDER/reads.tsv} gets a line for each uncached read: sent and answered, status (0 without a response),
 * Modeltree-Revision.
 */
public final class Ledger {

    private static final int READERS = 4;
    private static final int SHARED = 5;
    private static final int PARTS = 3;
    private static final long PAUSE_MILLIS = 100;
    private static final String NONE = "-";
    private static final Duration MAX_ANSWER = Duration.ofSeconds(60);
    private static final Pattern DETAIL = Pattern.compile("\"detail\" ?: ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TAG = Pattern.compile("\"([0-9]+)\\..*\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicInteger marks = new AtomicInteger();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final String base;
    private final String token;
    private final Path folder;
    private final PrintWriter ledger;
    private final PrintWriter reads;

    private Ledger(String port, String token, Path folder) throws IOException {
        base = "http://127.0.0.1:" + port;
        this.token = token;
        this.folder = folder;
        ledger = new PrintWriter(Files.newBufferedWriter(folder.resolve("ledger.tsv")));
        reads = new PrintWriter(Files.newBufferedWriter(folder.resolve("reads.tsv")));
    }

    public static void main(String[] args) throws Exception {
        Ledger ledger = new Ledger(args[0], args[1], Path.of(args[2]));
        long seed = args.length > 4 ? Long.parseLong(args[4]) : 1;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            Writer writer = ledger.new Writer(i, new Random(seed * 1_000 + i));
            threads.add(new Thread(writer::write, "writer-" + i));
        }
        for (int i = 0; i < READERS; i++) {
            threads.add(new Thread(ledger::read, "reader-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        ledger.ledger.close();
        ledger.reads.close();
    }

    private boolean isEnough() {
        return Files.exists(folder.resolve("enough"));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(NONE);
    }

    private void read() {
        while (!isEnough()) {
            // A number that is never requested again, so that the read is not cached.
            String path = "/api/v1/models?limit=5&contextWindowMin=" + marks.incrementAndGet();
            long sent = System.currentTimeMillis();
            int status = 0;
            String revision = NONE;
            try {
                HttpResponse<byte[]> response = http.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .timeout(MAX_ANSWER)
                                .build(),
                        BodyHandlers.ofByteArray());
                status = response.statusCode();
                revision = header(response, "Modeltree-Revision");
            } catch (IOException failed) {
                // Recorded as status 0.
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
            line(reads, sent, System.currentTimeMillis(), status, revision);
            pause();
        }
    }

    private static void line(PrintWriter file, Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(field.toString().replaceAll("[\\\\\\s]+", " "));
        }
        synchronized (file) {
            file.println(line);
            file.flush();
        }
    }

    /** A writer, which sends its next write after the response to the previous one. */
    private final class Writer {

        private final int number;
        private final String own;
        private final Random random;
        private final List<String> aliases = new ArrayList<>();
        private String mark;
        private String action;
        private String model;
        private String part;

        Writer(int number, Random random) {
            this.number = number;
            this.random = random;
            own = "drills/own-" + number;
        }

        void write() {
            while (!isEnough()) {
                mark = String.format(Locale.ROOT, "m%07d", marks.incrementAndGet());
                boolean isKnown = send(next(), random.nextInt(3) == 0 ? "key-" + mark : null);
                if (!isKnown) {
                    pause();
                }
            }
        }

        private HttpRequest.Builder next() {
            int die = random.nextInt(14);
            if (die < 3) {
                return patch("rename", own, "{\"name\": \"" + mark + "\"}");
            } else if (die < 6) {
                HttpRequest.Builder rename =
                        patch("rename", "drills/shared-" + random.nextInt(SHARED), "{\"name\": \"" + mark + "\"}");
                // Usually another writer has changed it in between.
                return die == 5 ? rename.setHeader("If-Match", tags.getOrDefault(model, "*")) : rename;
            } else if (die == 6) {
                return patch("refuse", own, "{\"name\": \"" + mark + "\", \"kind\": \"no such kind\"}");
            } else if (die < 9) {
                aliases.add("drills-" + mark);
                return put("alias", "/aliases/drills-" + mark, "");
            } else if (die == 9 && !aliases.isEmpty()) {
                return delete("alias", "/aliases/" + aliases.remove(random.nextInt(aliases.size())));
            } else if (die < 11) {
                return put(
                        "offering",
                        "/offerings/drills-cloud/" + number + "-" + random.nextInt(PARTS),
                        "{\"contextWindow\": " + (1 + random.nextInt(100_000)) + ", \"source\": \"https://drills.example/"
                                + mark + "\"}");
            } else if (die == 11) {
                return delete("offering", "/offerings/drills-cloud/" + number + "-" + random.nextInt(PARTS));
            } else if (die == 12) {
                return put(
                        "measurement",
                        "/measurements/drill-" + random.nextInt(PARTS),
                        "{\"benchmark\": \"context-window\", \"raw\": " + (1 + random.nextInt(100_000))
                                + ", \"source\": \"https://drills.example/" + mark + "\"}");
            }
            return delete("measurement", "/measurements/drill-" + random.nextInt(PARTS));
        }

        private HttpRequest.Builder patch(String what, String which, String body) {
            return request(what, which, "")
                    .header("Content-Type", "application/merge-patch+json")
                    .method("PATCH", BodyPublishers.ofString(body));
        }

        private HttpRequest.Builder put(String what, String which, String body) {
            HttpRequest.Builder request = request("put-" + what, own, which);
            return body.isEmpty()
                    ? request.PUT(BodyPublishers.noBody())
                    : request.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
        }

        private HttpRequest.Builder delete(String what, String which) {
            return request("delete-" + what, own, which).DELETE();
        }

        private HttpRequest.Builder request(String what, String which, String path) {
            action = what;
            model = which;
            part = path.isEmpty() ? NONE : path;
            return HttpRequest.newBuilder(URI.create(base + "/api/v1/models/" + which + path))
                    .timeout(MAX_ANSWER)
                    .header("Authorization", "Bearer " + token)
                    .header("If-Match", "*");
        }

        /** Whether the response is final, so that a retry is pointless. */
        private boolean send(HttpRequest.Builder builder, String key) {
            HttpRequest request =
                    (key == null ? builder : builder.header("Idempotency-Key", key)).build();
            long sent = System.currentTimeMillis();
            for (int attempt = 1; ; attempt++) {
                Map<String, String> came = once(request);
                String outcome = came.get("outcome");
                boolean isFinal = outcome.equals("acknowledged") || came.get("status").startsWith("4");
                if (key == null || isFinal) {
                    line(
                            ledger,
                            number,
                            mark,
                            key == null ? NONE : key,
                            action,
                            model,
                            part,
                            sent,
                            System.currentTimeMillis(),
                            attempt,
                            outcome,
                            came.get("status"),
                            came.get("revision"),
                            came.get("tag"),
                            came.get("detail"));
                    return isFinal;
                }
                pause();
            }
        }

        private Map<String, String> once(HttpRequest request) {
            Map<String, String> came = new HashMap<>(
                    Map.of("outcome", "unknown", "status", "0", "revision", NONE, "tag", NONE, "detail", NONE));
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
                int status = response.statusCode();
                Matcher said = DETAIL.matcher(response.body());
                String detail = status >= 300 && said.find() ? said.group(1) : NONE;
                boolean isRefused = status / 100 == 4 || (status == 503 && !detail.contains("unknown"));
                came.put("outcome", status / 100 == 2 ? "acknowledged" : isRefused ? "refused" : "unknown");
                came.put("status", String.valueOf(status));
                came.put("detail", detail);
                Matcher tag = TAG.matcher(header(response, "ETag"));
                if (status / 100 == 2) {
                    came.put("revision", header(response, "Modeltree-Revision"));
                    if (tag.matches()) {
                        came.put("tag", tag.group(1));
                        tags.put(model, tag.group());
                    }
                }
            } catch (ConnectException | HttpConnectTimeoutException none) {
                came.put("outcome", "unsent");
            } catch (IOException cut) {
                came.put("detail", cut.getClass().getSimpleName() + " " + cut.getMessage());
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
            return came;
        }
    }
}
