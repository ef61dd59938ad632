package org.modeltree.http.admission;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.modeltree.ReadmeProfile;

/** Clients that request much and read nothing fill a bounded part of the memory, and take nothing from others. */
@QuarkusTest
@TestProfile(ReadmeProfile.class)
class UnsentAnswersTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int PAGES = 12;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    MeterRegistry meters;

    @Test
    void a_client_that_reads_nothing_is_refused_until_it_disconnects() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try {
            await().atMost(SOON).until(() -> {
                stalled.add(stall());
                return isRefused();
            });
            small().then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .body("detail", containsString("waiting to be sent"));
            // Another client must not be affected unless all memory is taken.
            assertEquals("200", statusFrom(2));
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
        await().atMost(SOON).until(() -> small().statusCode() == 200);
    }

    @Test
    void a_client_that_reads_no_cached_answers_is_not_served_further_until_it_does() throws IOException {
        String page = "/api/v1/models?limit=200&include=scores,lineage,offerings&contextWindowMax=" + Integer.MAX_VALUE;
        given().get(page).then().statusCode(200);
        int length = given().get(page).asByteArray().length;
        double before = hits();
        try (Socket socket = connect(3)) {
            byte[] request =
                    ("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 60; i++) {
                socket.getOutputStream().write(request);
            }
            await().atMost(SOON).until(() -> hits() > before);
            await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> hits() - before < 30);
            // Nothing is lost: every answer arrives once the client reads.
            long sum = 0;
            byte[] buffer = new byte[1 << 16];
            while (sum < 60L * length) {
                int count = socket.getInputStream().read(buffer);
                assertTrue(count > 0, "ended early");
                sum += count;
            }
        }
        await().atMost(SOON).until(() -> small().statusCode() == 200);
    }

    @Test
    void a_stream_of_http_2_that_takes_nothing_counts_as_well() throws IOException {
        try (Socket socket = connect(1)) {
            Http2Frames frames = new Http2Frames(socket);
            frames.begin(0);
            AtomicInteger stream = new AtomicInteger(1);
            await().atMost(SOON).until(() -> {
                frames.get(
                        stream.getAndAdd(2),
                        "/api/v1/models?limit=200&include=scores,lineage,offerings&contextWindowMin="
                                + NUMBERS.incrementAndGet());
                return isRefused();
            });
            assertEquals("200", statusFrom(2));
        }
        await().atMost(SOON).until(() -> small().statusCode() == 200);
    }

    private double hits() {
        return meters.get("modeltree.cache.requests")
                .tag("result", "hit")
                .counter()
                .count();
    }

    /** Retries, because the budget fluctuates while the network buffers fill up. */
    private static boolean isRefused() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            if (small().statusCode() != 503) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /** Requests more large pages than the network buffers hold, and reads nothing. */
    private static Socket stall() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < PAGES; i++) {
            requests.append("GET /api/v1/models?limit=200&include=scores,lineage,offerings&contextWindowMin=")
                    .append(NUMBERS.incrementAndGet())
                    .append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        Socket socket = connect(1);
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** From 127.0.0.1 or another address of this machine. */
    private static Socket connect(int host) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port()));
        return socket;
    }

    private static String statusFrom(int host) throws IOException {
        try (Socket socket = connect(host)) {
            socket.getOutputStream()
                    .write(("GET /api/v1/models?limit=1&contextWindowMin=" + NUMBERS.incrementAndGet()
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.split(" ", 3)[1];
        }
    }

    private static Response small() {
        return given().get("/api/v1/models?limit=1&contextWindowMin=" + NUMBERS.incrementAndGet());
    }
}
