package org.modeltree.webhooks.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to receivers: certificates, names, and addresses that change. */
class SenderTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String PASSWORD = "changeit";
    private static final Message MESSAGE = new Message(1, "msg_1", "{}", Optional.empty(), 0);

    @TempDir
    Path folder;

    /** Addresses that the next look-ups of any name return; the last one stays. */
    private final Queue<String> addresses = new ArrayDeque<>();

    private final List<String> names = new CopyOnWriteArrayList<>();

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Receivers receivers(WebhookSettings settings) {
        return new Receivers(new AddressPolicy(settings), new HostPolicy(settings), settings) {
            @Override
            List<InetAddress> addresses(String host) throws UnknownHostException {
                String next = addresses.size() > 1 ? addresses.remove() : addresses.element();
                return List.of(InetAddress.getAllByName(next));
            }
        };
    }

    /** A key store with a certificate for a name. */
    private PfxOptions certificate(String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + (name.contains(":") ? "ip:" : "dns:") + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        assertEquals(0, made.waitFor(), () -> new String(read(made), StandardCharsets.UTF_8));
        return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpServer serve(PfxOptions certificate) {
        return VERTX.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> {
                    names.add(request.connection().indicatedServerName() + " "
                            + request.authority().host());
                    request.response().setStatusCode(204).end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Outcome send(String url, PfxOptions trusted) {
        WebhookSettings settings = AddressPolicyTest.settings("127.0.0.0/8");
        Sender sender = new Sender(VERTX, receivers(settings), settings, Clock.systemUTC()) {
            @Override
            HttpClientOptions options() {
                return trusted == null ? super.options() : super.options().setTrustOptions(trusted);
            }
        };
        Outcome outcome = sender.send(url, MESSAGE, List.of(new SigningSecret(new byte[32])))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .join();
        sender.stop();
        return outcome;
    }

    @Test
    void a_certificate_must_be_trusted_and_for_the_name_in_the_address() throws IOException, InterruptedException {
        addresses.add("127.0.0.1");
        PfxOptions certificate = certificate("hooks.test");
        HttpServer server = serve(certificate);
        try {
            String port = ":" + server.actualPort() + "/";
            assertEquals(
                    Optional.of(204),
                    send("https://hooks.test" + port, certificate).status());
            assertEquals(List.of("hooks.test hooks.test"), names);
            for (Outcome refused : List.of(
                    send("https://hooks.test" + port, null),
                    send("https://other.test" + port, certificate),
                    // The address that is connected to is not what the certificate is for.
                    send("https://127.0.0.1" + port, certificate))) {
                assertEquals(Optional.empty(), refused.status());
                assertTrue(refused.error().orElseThrow().startsWith("No connection: "), refused::toString);
            }
            assertEquals(1, names.size());
        } finally {
            server.close();
        }
    }

    @Test
    void an_ipv6_address_is_in_brackets_in_the_header_host() throws IOException, InterruptedException {
        addresses.add("127.0.0.1");
        PfxOptions certificate = certificate("::1");
        HttpServer server = serve(certificate);
        try {
            assertEquals(
                    Optional.of(204),
                    send("https://[::1]:" + server.actualPort() + "/", certificate)
                            .status());
            assertTrue(names.get(0).endsWith(" [::1]"), names::toString);
        } finally {
            server.close();
        }
    }

    @Test
    void a_name_that_means_another_address_later_is_not_called() throws Receiver.InvalidAddress {
        WebhookSettings settings = AddressPolicyTest.settings("false");
        Receivers receivers = receivers(settings);
        addresses.add("1.1.1.1");
        addresses.add("169.254.169.254");
        receivers.check("https://hooks.test/");
        Sender sender = new Sender(VERTX, receivers, settings, Clock.systemUTC());
        Outcome outcome = sender.send("https://hooks.test/", MESSAGE, List.of(new SigningSecret(new byte[32])))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertEquals(
                "The host leads to a link-local address, which webhooks must not call",
                outcome.error().orElseThrow());
        sender.stop();
    }

    @Test
    void as_many_addresses_are_looked_up_at_a_time_as_webhooks_are_called_and_more() throws InterruptedException {
        WebhookSettings settings = AddressPolicyTest.settings("false");
        Receivers receivers = receivers(settings);
        java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch begun = new java.util.concurrent.CountDownLatch(settings.atOnce() + 1);
        for (int i = 0; i <= settings.atOnce(); i++) {
            receivers.execute(() -> {
                begun.countDown();
                try {
                    over.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertTrue(begun.await(30, java.util.concurrent.TimeUnit.SECONDS));
        assertEquals(
                settings.atOnce(),
                new Sender(VERTX, receivers, settings, Clock.systemUTC())
                        .options()
                        .getMaxPoolSize());
        over.countDown();
        receivers.stop();
    }

    @Test
    void waits_follow_the_schedule_with_a_tenth_of_jitter_and_the_receiver_within_a_day() {
        RetryDelays delays = new RetryDelays(AddressPolicyTest.settings("false"));
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 1_000; i++) {
            long second =
                    delays.after(2, Optional.empty(), random).orElseThrow().toMillis();
            assertTrue(second >= 270_000 && second <= 330_000, () -> "5 minutes: " + second);
        }
        assertEquals(
                Duration.ofHours(1),
                delays.after(1, Optional.of(Duration.ofHours(1)), random).orElseThrow());
        assertEquals(
                Duration.ofHours(24),
                delays.after(1, Optional.of(Duration.ofDays(300)), random).orElseThrow());
        assertTrue(delays.after(9, Optional.of(Duration.ZERO), random)
                        .orElseThrow()
                        .toHours()
                >= 21);
        assertEquals(Optional.empty(), delays.after(10, Optional.of(Duration.ofHours(1)), random));
    }

    /** The example of the library svix, which Standard Webhooks was made of. */
    @Test
    void a_signature_is_that_of_the_specification() {
        byte[] key = java.util.Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                new SigningSecret(key).signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"));
    }
}
