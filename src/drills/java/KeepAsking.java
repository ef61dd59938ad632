import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that read and write without pause over keep-alive connections, and never retry.
 *
 * <p>{@code java KeepAsking.java PORT CLIENTS SECONDS TOKEN [PID | FILE]}: one client in six writes to a model of its own, one
 * exports, the others read. With a PID, that process is asked to stop after a warm-up, and only requests sent before that
 * count. With a FILE, the clients stop as soon as it exists. Prints a line of figures; exits with 1 if a request failed or an
 * acknowledged write is lost.
 */
public final class KeepAsking {

    private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"([^\"/]+/[^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\"name\" ?: ?\"Number (\\d+)\"");

    /** Average number of responses per client before the process is asked to stop. */
    private static final int WARM_UP = 20;

    private final int port;
    private final String token;
    private final LongAdder answered = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder exports = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder later = new LongAdder();
    private final AtomicInteger failed = new AtomicInteger();
    private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
    private volatile long signalled = Long.MAX_VALUE;
    private volatile long end;

    private KeepAsking(int port, String token) {
        this.port = port;
        this.token = token;
    }

    private record Answer(int status, String body, boolean close) {}

    private static final class Connection implements AutoCloseable {

        private final Socket socket = new Socket();
        private final InputStream in;

        Connection(int port) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        Answer ask(String request, boolean keep) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            int status = Integer.parseInt(line().split(" ")[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            StringBuilder body = new StringBuilder();
            if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
                int size;
                do {
                    size = Integer.parseInt(line(), 16);
                    read(size, keep ? body : null);
                    line();
                } while (size > 0);
            } else {
                read(Integer.parseInt(headers.getOrDefault("content-length", "0")), keep ? body : null);
            }
            return new Answer(status, body.toString(), headers.getOrDefault("connection", "").equals("close"));
        }

        private void read(int size, StringBuilder body) throws IOException {
            if (body == null) {
                in.skipNBytes(size);
            } else {
                byte[] bytes = in.readNBytes(size);
                if (bytes.length < size) {
                    throw new EOFException("connection closed during a response");
                }
                body.append(new String(bytes, StandardCharsets.UTF_8));
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException(line.isEmpty() ? "connection closed without a response" : "connection closed during a response");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private String patch(String model, int number) {
        String body = "{\"name\": \"Number " + number + "\"}";
        return "PATCH /api/v1/models/" + model + " HTTP/1.1\r\nHost: localhost\r\nIf-Match: *\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Type: application/merge-patch+json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** One client, which writes, exports or reads. */
    private final class Client implements Runnable {

        private final int index;
        private final List<String> models;
        private int sent;
        private int acknowledged;
        private int turn;

        Client(int index, List<String> models) {
            this.index = index;
            this.models = models;
        }

        private boolean isWriter() {
            return index % 6 == 1;
        }

        private String request() {
            turn++;
            if (isWriter()) {
                return patch(models.get(index), ++sent);
            }
            if (index == 0) {
                return get("/api/v1/export");
            }
            String model = models.get((index * 31 + turn) % models.size());
            return get("/api/v1/models/" + model + (turn % 3 == 0 ? "/card" : turn % 3 == 1 ? "/lineage" : ""));
        }

        @Override
        public void run() {
            Connection connection = null;
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                try {
                    if (connection == null) {
                        connection = new Connection(port);
                    }
                } catch (IOException away) {
                    // A refused connection is no failed request.
                    refused.increment();
                    if (signalled != Long.MAX_VALUE) {
                        return;
                    }
                    pause();
                    continue;
                }
                String request = request();
                try {
                    began = System.nanoTime();
                    Answer answer = connection.ask(request, false);
                    if (answer.status >= 400) {
                        fail(began, "status " + answer.status, request);
                    } else {
                        answered.increment();
                        if (isWriter()) {
                            acknowledged = sent;
                            writes.increment();
                        } else if (index == 0) {
                            exports.increment();
                        }
                    }
                    if (answer.close) {
                        connection.close();
                        connection = null;
                    }
                } catch (IOException cut) {
                    fail(began, cut.getMessage(), request);
                    try {
                        connection.close();
                    } catch (IOException gone) {
                        // The connection is broken anyway.
                    }
                    connection = null;
                }
            }
        }

        private void fail(long began, String reason, String request) {
            if (began > signalled) {
                later.increment();
                return;
            }
            failed.incrementAndGet();
            failures.merge(reason + ": " + request.lines().findFirst().orElse(""), 1, Integer::sum);
        }

        /** Whether the last acknowledged write, or a later one, is stored. */
        boolean isKept(Connection connection) throws IOException {
            if (!isWriter() || acknowledged == 0) {
                return true;
            }
            Matcher name = NAME.matcher(connection.ask(get("/api/v1/models/" + models.get(index)), true).body);
            return name.find() && Integer.parseInt(name.group(1)) >= acknowledged;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> models() throws IOException {
        List<String> models = new ArrayList<>();
        try (Connection connection = new Connection(port)) {
            Matcher id = ID.matcher(connection.ask(get("/api/v1/models?limit=200"), true).body);
            while (id.find()) {
                models.add(id.group(1));
            }
        }
        return models;
    }

    public static void main(String... args) throws IOException, InterruptedException {
        KeepAsking all = new KeepAsking(Integer.parseInt(args[0]), args[3]);
        List<String> models = all.models();
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long nanos = (long) (Double.parseDouble(args[2]) * 1e9);
        all.end = System.nanoTime() + nanos;
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            clients.add(all.new Client(i, models));
            threads.add(new Thread(clients.get(i)));
            threads.get(i).start();
        }
        boolean signals = args.length > 4 && args[4].matches("\\d+");
        while (args.length > 4 && !signals && !Files.exists(Path.of(args[4])) && System.nanoTime() < all.end) {
            Thread.sleep(50);
        }
        if (args.length > 4 && !signals) {
            all.end = System.nanoTime();
        }
        if (signals) {
            while (all.answered.sum() < WARM_UP * clients.size() && System.nanoTime() < all.end) {
                Thread.sleep(10);
            }
            all.end = System.nanoTime() + nanos;
            ProcessHandle service = ProcessHandle.of(Long.parseLong(args[4])).orElseThrow();
            all.signalled = System.nanoTime();
            service.destroy();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        int lost = 0;
        if (!signals) {
            try (Connection connection = new Connection(all.port)) {
                for (Client client : clients) {
                    lost += client.isKept(connection) ? 0 : 1;
                }
            }
        } else {
            clients.forEach(client -> {
                if (client.isWriter()) {
                    System.out.println("acknowledged " + models.get(client.index) + " " + client.acknowledged);
                }
            });
        }
        System.out.printf(
                "answered %d (%d writes, %d exports), failed %d, lost %d, failed after the signal %d, connections refused %d%n",
                all.answered.sum(), all.writes.sum(), all.exports.sum(), all.failed.get(), lost, all.later.sum(), all.refused.sum());
        all.failures.forEach((reason, count) -> System.out.println("  " + count + " x " + reason));
        System.exit(all.failed.get() + lost == 0 ? 0 : 1);
    }
}
