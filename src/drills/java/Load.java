import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load generator: many HTTP clients against a service on this machine. Prints statistics of response times and statuses.
 *
 * <pre>java src/drills/java/Load.java PORT SECONDS GROUP...</pre>
 *
 * <p>A group is a name and its options, {@code reads,requests=reads.txt,clients=8,every=20}:
 *
 * <table>
 * <tr><td>requests=FILE</td><td>requests to send in turn, one per line, see below</td></tr>
 * <tr><td>clients=N</td><td>number of clients, each with a keep-alive connection of its own (1)</td></tr>
 * <tr><td>every=MS</td><td>interval at which the group sends a request if a client is free (0: without pause)</td></tr>
 * <tr><td>pause=MS</td><td>pause of a client after a response (0)</td></tr>
 * <tr><td>from=MS, to=MS</td><td>start and end of the group (0 and the end of the run)</td></tr>
 * <tr><td>timeout=SECONDS</td><td>how long a client waits for a response (30)</td></tr>
 * <tr><td>stalled</td><td>clients send one request, never read the response, and close the connection at the end</td></tr>
 * <tr><td>record=FILE</td><td>a line for each request: start (ms since 1970), duration (ms), status (0 without a response),
 * Modeltree-Revision, Retry-After, Cache-Status, Age, method and path, detail of the problem or the failure; separated by
 * tabs, {@code -} for a missing value</td></tr>
 * </table>
 *
 * <p>A request is a line of parts separated by tabs: method and path, then headers, then the body, which begins with
 * <code>{</code>. <code>{n}</code> in it becomes the number of the request, which is unique in the run.
 *
 * <p>The first line printed is {@code begun=…}, in ms since 1970. At its end, a group sends no more requests, waits for the
 * outstanding responses, and prints lines such as {@code reads.p99=12.3}: requests; p50, p99 and max in ms over all
 * requests, answered or not; status.N; refused, the number of 503, and refused.without-retry-after; failed, the number of
 * requests without a complete response, and failed.REASON; per-second.
 */
public final class Load {

    private static final String NONE = "-";
    private static final Pattern DETAIL = Pattern.compile("\"detail\" ?: ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int KEPT_OF_BODY = 4_000;
    private static final AtomicLong NUMBER = new AtomicLong();

    private Load() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        long begin = System.nanoTime();
        long end = begin + Math.round(Double.parseDouble(args[1]) * 1e9);
        List<Group> groups = new ArrayList<>();
        for (String group : Arrays.asList(args).subList(2, args.length)) {
            groups.add(new Group(group, port, begin, end));
        }
        System.out.println("begun=" + System.currentTimeMillis());
        for (Group group : groups) {
            group.start();
        }
        for (Group group : groups) {
            group.join();
        }
        for (Group group : groups) {
            group.print();
        }
        // Stalled clients are still connected, so their threads never end by themselves.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Result of a request. */
    private record Outcome(
            long atMillis, double millis, int status, Map<String, String> headers, String request, String detail) {

        String line() {
            return String.join(
                    "\t",
                    String.valueOf(atMillis),
                    String.format(Locale.ROOT, "%.1f", millis),
                    String.valueOf(status),
                    headers.getOrDefault("modeltree-revision", NONE),
                    headers.getOrDefault("retry-after", NONE),
                    headers.getOrDefault("cache-status", NONE),
                    headers.getOrDefault("age", NONE),
                    request,
                    detail.isEmpty() ? NONE : detail);
        }
    }

    /** A request from the file. */
    private record Template(String target, List<String> headers, String body) {

        static Template of(String line) {
            List<String> headers = new ArrayList<>();
            String body = null;
            String[] parts = line.split("\t");
            for (String part : Arrays.asList(parts).subList(1, parts.length)) {
                if (part.startsWith("{")) {
                    body = part;
                } else {
                    headers.add(part);
                }
            }
            return new Template(parts[0], headers, body);
        }

        byte[] bytes(String number) {
            StringBuilder head = new StringBuilder(target(number)).append(" HTTP/1.1\r\nHost: localhost\r\n");
            for (String header : headers) {
                head.append(header.replace("{n}", number)).append("\r\n");
            }
            String content = body == null ? "" : body.replace("{n}", number);
            if (body != null) {
                head.append("Content-Length: ")
                        .append(content.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n");
            }
            return head.append("\r\n").append(content).toString().getBytes(StandardCharsets.UTF_8);
        }

        String target(String number) {
            return target.replace("{n}", number);
        }
    }

    /** A group of clients with the same requests. */
    private static final class Group {

        private final String name;
        private final Map<String, String> options = new LinkedHashMap<>();
        private final List<Template> requests = new ArrayList<>();
        private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        private final List<Thread> clients = new ArrayList<>();
        private final AtomicLong tickets = new AtomicLong();
        private final int port;
        private final long begin;
        private final long end;
        private final long everyNanos;
        private final long pauseMillis;
        private final int timeoutMillis;

        Group(String given, int port, long begin, long end) throws IOException {
            String[] parts = given.split(",");
            name = parts[0];
            for (String part : Arrays.asList(parts).subList(1, parts.length)) {
                String[] option = part.split("=", 2);
                options.put(option[0], option.length == 1 ? "" : option[1]);
            }
            for (String line : Files.readAllLines(Path.of(options.get("requests")))) {
                if (!line.isBlank()) {
                    requests.add(Template.of(line));
                }
            }
            this.port = port;
            this.begin = begin + TimeUnit.MILLISECONDS.toNanos(number("from", 0));
            this.end = options.containsKey("to") ? begin + TimeUnit.MILLISECONDS.toNanos(number("to", 0)) : end;
            everyNanos = TimeUnit.MILLISECONDS.toNanos(number("every", 0));
            pauseMillis = number("pause", 0);
            timeoutMillis = (int) TimeUnit.SECONDS.toMillis(number("timeout", 30));
        }

        private long number(String option, long otherwise) {
            return options.containsKey(option) ? Long.parseLong(options.get(option)) : otherwise;
        }

        void start() {
            for (long i = 0; i < number("clients", 1); i++) {
                Thread client = new Thread(options.containsKey("stalled") ? this::stall : this::ask, name);
                clients.add(client);
                client.start();
            }
        }

        void join() throws InterruptedException {
            for (Thread client : clients) {
                client.join();
            }
        }

        private void ask() {
            Connection connection = null;
            sleepUntil(begin);
            while (true) {
                long ticket = tickets.getAndIncrement();
                long due = everyNanos == 0 ? System.nanoTime() : begin + ticket * everyNanos;
                if (due >= end) {
                    break;
                }
                sleepUntil(due);
                String number = String.valueOf(NUMBER.incrementAndGet());
                Template template = requests.get((int) (ticket % requests.size()));
                long at = System.currentTimeMillis();
                long started = System.nanoTime();
                int status = 0;
                Map<String, String> headers = Map.of();
                String detail;
                try {
                    if (connection == null) {
                        connection = new Connection(port, timeoutMillis);
                    }
                    Answer answer = connection.ask(
                            template.bytes(number),
                            template.target().startsWith("HEAD "),
                            started + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
                    status = answer.status();
                    headers = answer.headers();
                    detail = answer.detail();
                    if ("close".equalsIgnoreCase(headers.get("connection"))) {
                        connection.close();
                        connection = null;
                    }
                } catch (IOException failed) {
                    detail = reason(failed);
                    if (connection != null) {
                        connection.close();
                        connection = null;
                    }
                }
                double millis = (System.nanoTime() - started) / 1e6;
                outcomes.add(new Outcome(at, millis, status, headers, template.target(number), detail));
                if (pauseMillis > 0) {
                    sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis));
                }
            }
            if (connection != null) {
                connection.close();
            }
        }

        private static String reason(IOException failed) {
            return failed instanceof SocketTimeoutException
                    ? "no answer in time"
                    : failed instanceof EOFException ? "connection closed" : String.valueOf(failed.getMessage());
        }

        private void stall() {
            sleepUntil(begin);
            long ticket = tickets.getAndIncrement();
            Template template = requests.get((int) (ticket % requests.size()));
            try (Socket socket = new Socket()) {
                // A small buffer, because data that the kernel buffers counts as read for the service.
                socket.setReceiveBufferSize(2_048);
                socket.connect(new InetSocketAddress("127.0.0.1", port), timeoutMillis);
                socket.getOutputStream().write(template.bytes(String.valueOf(NUMBER.incrementAndGet())));
                sleepUntil(end);
            } catch (IOException refused) {
                // The service may refuse or disconnect such clients.
                sleepUntil(end);
            }
        }

        void print() throws IOException {
            if (options.containsKey("stalled")) {
                print("clients", clients.size());
                return;
            }
            List<Outcome> all = new ArrayList<>(outcomes);
            all.sort((one, other) -> Long.compare(one.atMillis(), other.atMillis()));
            if (options.containsKey("record")) {
                try (PrintWriter record = new PrintWriter(options.get("record"), StandardCharsets.UTF_8)) {
                    all.forEach(outcome -> record.println(outcome.line()));
                }
            }
            double[] millis = all.stream().mapToDouble(Outcome::millis).sorted().toArray();
            print("requests", all.size());
            print("per-second", all.size() / Math.max(1e-3, seconds(all)));
            print("p50", quantile(millis, 0.5));
            print("p99", quantile(millis, 0.99));
            print("max", quantile(millis, 1));
            Map<String, Long> counts = new TreeMap<>();
            counts.put("failed", 0L);
            counts.put("refused", 0L);
            counts.put("refused.without-retry-after", 0L);
            for (Outcome outcome : all) {
                if (outcome.status() == 0) {
                    counts.merge("failed", 1L, Long::sum);
                    counts.merge("failed." + outcome.detail().replaceAll("[^A-Za-z0-9]+", "-"), 1L, Long::sum);
                } else {
                    counts.merge("status." + outcome.status(), 1L, Long::sum);
                }
                if (outcome.status() == 503) {
                    counts.merge("refused", 1L, Long::sum);
                    if (!outcome.headers().containsKey("retry-after")) {
                        counts.merge("refused.without-retry-after", 1L, Long::sum);
                    }
                }
            }
            counts.forEach(this::print);
        }

        /** Time from the first request to the last response. */
        private static double seconds(List<Outcome> all) {
            long first = all.stream().mapToLong(Outcome::atMillis).min().orElse(0);
            double last = all.stream()
                    .mapToDouble(outcome -> outcome.atMillis() + outcome.millis())
                    .max()
                    .orElse(0);
            return (last - first) / 1_000;
        }

        private void print(String key, long value) {
            System.out.println(name + "." + key + "=" + value);
        }

        private void print(String key, double value) {
            System.out.println(name + "." + key + "=" + String.format(Locale.ROOT, "%.1f", value));
        }

        private static double quantile(double[] sorted, double share) {
            return sorted.length == 0
                    ? 0
                    : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }

        private static void sleepUntil(long nanos) {
            long left = nanos - System.nanoTime();
            if (left > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(left);
                } catch (InterruptedException never) {
                    throw new IllegalStateException(never);
                }
            }
        }
    }

    private record Answer(int status, Map<String, String> headers, String detail) {}

    /** Keep-alive connection. */
    private static final class Connection {

        private final Socket socket;
        private final byte[] buffer = new byte[16_384];
        private int at;
        private int filled;
        private long deadline;

        Connection(int port, int timeoutMillis) throws IOException {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port), timeoutMillis);
        }

        void close() {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        Answer ask(byte[] request, boolean isHead, long until) throws IOException {
            deadline = until;
            socket.getOutputStream().write(request);
            String[] first = line().split(" ", 3);
            int status = Integer.parseInt(first[1]);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            StringBuilder kept = new StringBuilder();
            if (isHead || status == 204 || status == 304) {
                return new Answer(status, headers, "");
            } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                for (long size = chunk(); size > 0; size = chunk()) {
                    skip(size, kept);
                    line();
                }
                line();
            } else if (headers.containsKey("content-length")) {
                skip(Long.parseLong(headers.get("content-length")), kept);
            } else {
                throw new IOException("answer without a length");
            }
            Matcher detail = DETAIL.matcher(kept);
            return new Answer(status, headers, status >= 400 && detail.find() ? detail.group(1) : "");
        }

        private long chunk() throws IOException {
            return Long.parseLong(line().split(";", 2)[0].strip(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                fill();
                char next = (char) (buffer[at++] & 0xff);
                if (next == '\n') {
                    return line.toString();
                }
                if (next != '\r') {
                    line.append(next);
                }
            }
        }

        private void skip(long bytes, StringBuilder kept) throws IOException {
            long left = bytes;
            while (left > 0) {
                fill();
                int taken = (int) Math.min(filled - at, left);
                if (kept.length() < KEPT_OF_BODY) {
                    kept.append(new String(buffer, at, taken, StandardCharsets.UTF_8));
                }
                at += taken;
                left -= taken;
            }
        }

        /** Waits for data in the buffer, at most until the response is due. */
        private void fill() throws IOException {
            if (at == filled) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                at = 0;
                filled = Math.max(0, socket.getInputStream().read(buffer));
                if (filled == 0) {
                    throw new EOFException();
                }
            }
        }
    }
}
