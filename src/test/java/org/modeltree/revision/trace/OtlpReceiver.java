package org.modeltree.revision.trace;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;

/** A collector of traces, which keeps what it gets: bodies of requests in the binary form of OTLP. */
public class OtlpReceiver implements QuarkusTestResourceLifecycleManager {

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.createContext("/v1/traces", exchange -> {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body = zipped
                    ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                    : exchange.getRequestBody().readAllBytes();
            boolean mayIn =
                    "Bearer collector".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(mayIn ? 200 : 401, -1);
            exchange.close();
            if (mayIn) {
                received.add(body);
            }
        });
        server.start();
        return Map.of(
                "modeltree.tracing.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "modeltree.tracing.headers",
                "Authorization=Bearer collector");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(received, new TestInjector.MatchesType(BlockingQueue.class));
    }
}
