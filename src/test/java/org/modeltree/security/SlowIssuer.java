package org.modeltree.security;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HTTP server with the issuer's keys that can be slowed down. */
public class SlowIssuer implements QuarkusTestResourceLifecycleManager {

    private static final String DELAY = "org.modeltree.slow-issuer-millis";

    private HttpServer server;

    /** Delays all following responses. */
    static void delay(long millis) {
        System.setProperty(DELAY, Long.toString(millis));
    }

    @Override
    public Map<String, String> start() {
        try {
            byte[] keys = Files.readAllBytes(TestIssuer.jwks());
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/jwks", exchange -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.getLong(DELAY, 0)));
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

    @Override
    public void stop() {
        server.stop(0);
    }
}
