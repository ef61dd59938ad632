package org.modeltree.security;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;

/**
 * HTTP server with the issuer's keys that can hold its responses back. What it shares with the tests is in system
 * properties: test resources are loaded by another class loader than tests.
 */
public class SlowIssuer implements QuarkusTestResourceLifecycleManager {

    private static final String HELD = "org.modeltree.slow-issuer.held";
    private static final String WAITING = "org.modeltree.slow-issuer.waiting";
    private static final long POLL_MILLIS = 10;

    private HttpServer server;

    /** Holds all following responses back until {@link #release}. */
    static void hold() {
        System.setProperty(HELD, "true");
    }

    /** Sends the responses that were held back, and all following ones at once. */
    static void release() {
        System.clearProperty(HELD);
    }

    /** Whether a request for the keys waits for its response. */
    static boolean isWaiting() {
        return Boolean.getBoolean(WAITING);
    }

    @Override
    public Map<String, String> start() {
        try {
            byte[] keys = Files.readAllBytes(TestIssuer.jwks());
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/jwks", exchange -> {
                waitForRelease();
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
            return Map.of(
                    "modeltree.security.jwt.public-key-location",
                    "http://localhost:" + server.getAddress().getPort() + "/jwks");
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void waitForRelease() throws IOException {
        try {
            while (Boolean.getBoolean(HELD)) {
                System.setProperty(WAITING, "true");
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException end) {
            throw new InterruptedIOException();
        } finally {
            System.clearProperty(WAITING);
        }
    }

    @Override
    public void stop() {
        release();
        server.stop(0);
    }
}
