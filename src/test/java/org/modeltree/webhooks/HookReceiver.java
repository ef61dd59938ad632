package org.modeltree.webhooks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.modeltree.imports.Importing;

/**
 * Receiver of webhooks on a loopback address. It answers as a test tells it, 204 otherwise, and checks signatures as Standard
 * Webhooks says, with code of its own.
 */
final class HookReceiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_SECONDS = 300;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Answer answer = exchange -> reply(exchange, 204, "");

    /** Answers a call. */
    @FunctionalInterface
    interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }

    /** A call as it came. */
    record Call(String path, String id, String timestamp, String signatures, String body) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }

        String type() {
            return json().get("type").asText();
        }

        JsonNode data() {
            return json().get("data");
        }

        /** Whether one of the signatures is of this secret, and the call is not old. */
        boolean isSignedWith(String secret) {
            assertTrue(
                    Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) < MAX_SECONDS, timestamp);
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "any"));
                mac.update(id.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) '.');
                mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) '.');
                byte[] expected = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
                return Stream.of(signatures.split(" "))
                        .filter(one -> one.startsWith("v1,"))
                        .anyMatch(one -> MessageDigest.isEqual(
                                expected, Base64.getDecoder().decode(one.substring(3))));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    HookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.add(new Call(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(body, StandardCharsets.UTF_8)));
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
    }

    /** Runs a statement, once more if what it changes was changed meanwhile. */
    static void store(String statement) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            Importing.execute(statement);
            return true;
        });
    }

    /** Answers with a status and a text. */
    static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** From now on, calls are answered so. */
    void answers(Answer next) {
        answer = next;
    }

    /** From now on, calls are answered with this status. */
    void answers(int status) {
        answers(exchange -> reply(exchange, status, status < 300 ? "" : "status " + status));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** All calls so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** All calls, once there are this many. */
    List<Call> calls(int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> calls.size() >= count);
        return calls();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
