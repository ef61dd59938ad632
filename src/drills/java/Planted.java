import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proxy with a bug, which the judge of the cluster has to find.
 *
 * <pre>java src/drills/java/Planted.java BUG PORT INSTANCE-PORT</pre>
 *
 * <ul>
 *   <li>{@code early-answers}: acknowledges each fifth change of a name before it is stored, and then forgets it, as a
 *       server does that crashes in between
 *   <li>{@code old-answers}: answers reads with the body of the former revision, once there is a newer one
 * </ul>
 */
public final class Planted {

    private static final int EARLY = 5;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicLong CHANGES = new AtomicLong();
    private static final AtomicLong REVISION = new AtomicLong();
    private static final Map<String, byte[]> FORMER = new ConcurrentHashMap<>();

    private Planted() {}

    public static void main(String[] args) throws IOException {
        boolean early = args[0].equals("early-answers");
        String target = "http://127.0.0.1:" + args[2];
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, target, early);
            }
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String target, boolean early) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String method = exchange.getRequestMethod();
        if (early && method.equals("PATCH") && CHANGES.incrementAndGet() % EARLY == 0) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Modeltree-Revision", Long.toString(REVISION.get() + 1));
            respond(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .timeout(Duration.ofSeconds(9))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(sent));
        for (String name : new String[] {"Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key",
            "Modeltree-Revision"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : new String[] {"Content-Type", "Modeltree-Revision", "Idempotency-Replayed"}) {
                answer.headers().firstValue(name).ifPresent(value ->
                        exchange.getResponseHeaders().add(name, value));
            }
            REVISION.accumulateAndGet(
                    answer.headers().firstValueAsLong("Modeltree-Revision").orElse(0), Math::max);
            byte[] body = answer.body();
            if (!early && method.equals("GET") && answer.statusCode() == 200) {
                byte[] former = FORMER.put(exchange.getRequestURI().toString(), body);
                body = former == null ? body : former;
            }
            respond(exchange, answer.statusCode(), body);
        } catch (IOException gone) {
            // The client's connection ends without an answer.
            return;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
