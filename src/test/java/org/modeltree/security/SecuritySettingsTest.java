package org.modeltree.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.modeltree.http.problem.Problem;
import org.modeltree.security.token.BootstrapToken;
import org.modeltree.security.token.Secret;

/** The service does not start with security settings that cannot work. */
class SecuritySettingsTest {

    private record Fixed(Optional<String> bootstrapToken, Optional<String> issuer, Optional<String> publicKeyLocation)
            implements SecuritySettings, SecuritySettings.Jwt, SecuritySettings.Groups {

        static Fixed token(String token) {
            return new Fixed(Optional.of(token), Optional.empty(), Optional.empty());
        }

        static Fixed keys(String location) {
            return new Fixed(Optional.empty(), Optional.of(TestIssuer.NAME), Optional.of(location));
        }

        @Override
        public boolean publicRead() {
            return true;
        }

        @Override
        public Jwt jwt() {
            return this;
        }

        @Override
        public String rolesClaim() {
            return "groups";
        }

        @Override
        public Groups groups() {
            return this;
        }

        @Override
        public Optional<List<String>> reader() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> curator() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> admin() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> types() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> algorithms() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> authentication() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> refusedSubjects() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> audience() {
            return Optional.empty();
        }

        @Override
        public String tokenHash() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RateLimit rateLimit() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void an_invalid_bootstrap_token_prevents_the_start_and_is_not_repeated() {
        for (String wrong : List.of(
                "secret",
                "mt_short",
                "mt_" + "abcdefgh".repeat(5) + "ij",
                "mt_" + "ab".repeat(30),
                GuardedProfile.BOOTSTRAP + "!",
                GuardedProfile.BOOTSTRAP + " ",
                GuardedProfile.BOOTSTRAP.substring(3),
                "mt_" + "0123456789abcdefghij".repeat(7))) {
            String message = assertThrows(
                            ConfigurationException.class, () -> new BootstrapToken(Fixed.token(wrong)), wrong)
                    .getMessage();
            assertTrue(message.startsWith("modeltree.security.bootstrap-token must be mt_ and 43 to 128"), message);
            assertFalse(message.contains(wrong), message);
        }
        assertTrue(new BootstrapToken(Fixed.token(GuardedProfile.BOOTSTRAP)).isSet());
    }

    @Test
    void an_issuer_without_keys_or_keys_without_an_issuer_prevent_the_start() {
        for (Fixed half : List.of(
                new Fixed(Optional.empty(), Optional.of("x"), Optional.empty()),
                new Fixed(Optional.empty(), Optional.empty(), Optional.of("x")))) {
            String message = assertThrows(ConfigurationException.class, () -> new JwtIssuer(half))
                    .getMessage();
            assertEquals(
                    "modeltree.security.jwt.issuer and modeltree.security.jwt.public-key-location must be set together;"
                            + " only one of them is set",
                    message);
        }
        assertFalse(new JwtIssuer(new Fixed(Optional.empty(), Optional.empty(), Optional.empty())).isSet());
    }

    @Test
    void unreadable_keys_prevent_the_start() {
        assertStops("cannot read the file target/no-such.pem", "target/no-such.pem");
        Path text = TestIssuer.written("text", "no key at all");
        assertStops("must name a file with a PEM key, a PEM certificate or a JWKS", text.toString());
        Path broken = TestIssuer.written("broken.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertStops("the PEM file contains no public key", broken.toString());
    }

    private static void assertStops(String why, String location) {
        String message = assertThrows(ConfigurationException.class, () -> new JwtIssuer(Fixed.keys(location)))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void keys_of_every_kind_are_read() {
        for (Path file : List.of(
                TestIssuer.pem(), TestIssuer.jwks(), TestIssuer.otherPem("EC"), TestIssuer.otherPem("Ed25519"))) {
            assertDoesNotThrow(() -> new JwtIssuer(Fixed.keys(file.toString())), file.toString());
        }
        for (Path file : List.of(TestIssuer.pem(), TestIssuer.jwks())) {
            JwtIssuer issuer = new JwtIssuer(Fixed.keys(file.toString()));
            assertEquals(
                    "Cora",
                    issuer.bearer(TestIssuer.signed(TestIssuer.claims())).name());
        }
        assertTrue(new JwtIssuer(Fixed.keys("https://issuer.example/jwks")).isSet());
    }

    @Test
    void keys_are_fetched_from_the_issuer_and_an_issuer_that_is_down_means_503_not_401() throws Exception {
        String token = TestIssuer.signed(TestIssuer.claims());
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        AtomicInteger status = new AtomicInteger(500);
        AtomicInteger fetches = new AtomicInteger();
        byte[] keys = Files.readAllBytes(TestIssuer.jwks());
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
        try {
            JwtIssuer issuer = new JwtIssuer(
                    Fixed.keys("http://localhost:" + server.getAddress().getPort() + "/jwks"));
            assertThrows(Problem.Unavailable.class, () -> issuer.bearer(token));
            status.set(200);
            assertEquals("Cora", issuer.bearer(token).name());
            int once = fetches.get();
            assertEquals(Optional.empty(), issuer.bearer(token).role());
            assertEquals(once, fetches.get());
            String stranger = TestIssuer.signed(TestIssuer.claims(), TestIssuer.key("stranger"), "RS256");
            assertThrows(Problem.Unauthorized.class, () -> issuer.bearer(stranger));
            assertThrows(Problem.Unauthorized.class, () -> issuer.bearer(stranger));
            // At most one more fetch for an unknown key, not one for each token.
            assertTrue(fetches.get() <= once + 1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_secret_does_not_print_itself() {
        assertEquals("mt_…", Secret.of(GuardedProfile.BOOTSTRAP).orElseThrow().toString());
    }
}
