package org.modeltree.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * First requests of a service, which it sends to itself: the first card takes half a second, because it reads the tallies,
 * prepares statements and runs code for the first time. The service answers others meanwhile, but is not ready, so that a
 * proxy sends nothing that would take so long.
 */
@Readiness
class WarmUp implements HealthCheck {

    /** System property by which {@link Main} says that a warm-up will follow. */
    static final String DUE = "org.modeltree.warm-up";

    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final String HOST = "quarkus.http.host";
    private static final String PORT = "quarkus.http.port";
    /** The service becomes ready after this time, however far it has come. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int BUFFER_BYTES = 1 << 13;

    /** One for each kind of answer, and some of facts that are in memory by then; {@code $} stands for a model. */
    private static final List<String> PATHS = List.of(
            "/models/$/card",
            "/models/$/scores",
            "/models/$/lineage",
            "/models/$/offerings",
            "/models/$",
            "/models",
            "/models?q=$",
            "/cards?ids=$",
            "/bands",
            "/models/$/card?lang=en",
            "/models/$/scores?lang=en",
            "/bands?lang=en");

    private final long begun = System.nanoTime();
    private volatile boolean running = Boolean.getBoolean(DUE);

    @Override
    public HealthCheckResponse call() {
        boolean isOver = !running || System.nanoTime() - begun > LONGEST.toNanos();
        return HealthCheckResponse.named("Warm-up").status(isOver).build();
    }

    /**
     * Sends the requests one after the other, and returns after the last one or after 20 seconds.
     *
     * @param model id of a model that has every section of a card
     */
    void run(String model) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            for (String path : PATHS) {
                int left = (int) Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return;
                }
                String status = get("/api/v1" + path.replace("$", model), left);
                if (!status.startsWith("HTTP/1.1 200")) {
                    // Such as where anonymous clients may read nothing.
                    LOG.infof("No first answers are in memory yet, because the service answers itself: %s", status);
                    return;
                }
            }
        } catch (IOException | RuntimeException refused) {
            // Such as a service that listens for TLS only, or that is already stopping.
            LOG.debug("No warm-up", refused);
        } finally {
            end();
        }
    }

    /** Ends the warm-up, also if there is nothing to ask for. */
    void end() {
        running = false;
    }

    /** Sends a request, and returns the first line of the answer. */
    private static String get(String path, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(timeoutMillis);
            socket.connect(address(), timeoutMillis);
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] first = in.readNBytes(BUFFER_BYTES);
            // The whole answer is read, and stays in the cache.
            in.transferTo(OutputStream.nullOutputStream());
            return new String(first, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("nothing");
        }
    }

    private static InetSocketAddress address() {
        String host = ConfigProvider.getConfig().getValue(HOST, String.class);
        InetSocketAddress address =
                new InetSocketAddress(host, ConfigProvider.getConfig().getValue(PORT, Integer.class));
        return !address.isUnresolved() && address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }
}
