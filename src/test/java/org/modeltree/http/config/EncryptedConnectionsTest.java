package org.modeltree.http.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code modeltree.encryption.required}, settings that leave a connection plain are refused, each by its name. */
class EncryptedConnectionsTest {

    private static final Map<String, String> ENCRYPTED = Map.of(
            "modeltree.encryption.required", "true",
            "quarkus.http.ssl.certificate.files", "/etc/modeltree/tls.crt",
            "quarkus.http.insecure-requests", "disabled",
            "quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/modeltree?sslmode=verify-full");

    private static List<String> faults(String... changed) {
        Map<String, String> settings = new LinkedHashMap<>(ENCRYPTED);
        for (int i = 0; i < changed.length; i += 2) {
            settings.put(changed[i], changed[i + 1]);
        }
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder();
        settings.forEach(config::withDefaultValue);
        return EncryptedConnections.faults(config.build());
    }

    private static void refuses(String named, String key, String... values) {
        for (String value : values) {
            List<String> faults = faults(key, value);
            assertEquals(1, faults.size(), () -> key + " " + value + " " + faults);
            assertTrue(faults.get(0).contains(named), faults.get(0));
        }
    }

    private static void accepts(String key, String... values) {
        for (String value : values) {
            assertEquals(List.of(), faults(key, value), value);
        }
    }

    @Test
    void nothing_is_asked_unless_it_is_required() {
        assertEquals(List.of(), faults("modeltree.encryption.required", "false", "quarkus.http.insecure-requests", ""));
        assertEquals(List.of(), EncryptedConnections.faults(new SmallRyeConfigBuilder().build()));
    }

    @Test
    void all_that_is_plain_is_named_at_once() {
        List<String> faults = EncryptedConnections.faults(new SmallRyeConfigBuilder()
                .withDefaultValue("modeltree.encryption.required", "true")
                .withDefaultValue("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/modeltree")
                .build());
        List<String> expected = new ArrayList<>(
                List.of("quarkus.http.ssl.certificate.files", "insecure-requests", "quarkus.datasource.jdbc.url"));
        assertEquals(expected.size(), faults.size());
        for (int i = 0; i < faults.size(); i++) {
            assertTrue(faults.get(i).contains(expected.get(i)), faults.get(i));
        }
    }

    @Test
    void the_service_itself_has_no_plain_port() {
        refuses("insecure-requests", "quarkus.http.insecure-requests", "enabled", "");
        accepts("quarkus.http.insecure-requests", "redirect", "DISABLED");
        refuses("modeltree.management.host", "modeltree.management.port", "9000");
        assertEquals(List.of(), faults("modeltree.management.port", "9000", "modeltree.management.host", "127.0.0.1"));
    }

    @Test
    void a_command_that_serves_nobody_needs_no_certificate() {
        List<String> faults = EncryptedConnections.faults(new SmallRyeConfigBuilder()
                .withDefaultValue("modeltree.encryption.required", "true")
                .withDefaultValue("quarkus.http.host-enabled", "false")
                .withDefaultValue("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/modeltree")
                .build());
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).contains("quarkus.datasource.jdbc.url"), faults.get(0));
    }

    @Test
    void databases_elsewhere_show_their_certificate() {
        refuses(
                "sslmode=verify-full",
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://db.example/modeltree",
                "jdbc:postgresql://db.example/modeltree?sslmode=require",
                "jdbc:postgresql://db.example/modeltree?sslmode=verify-full&sslmode=disable",
                "jdbc:postgresql://localhost,db.example:5433/modeltree",
                "jdbc:postgresql://localhost.example/modeltree",
                "jdbc:postgresql:modeltree?PGHOST=db.example",
                "jdbc:postgresql://localhost/modeltree?PGHOST=db.example",
                "jdbc:postgresql://db.example/modeltree&sslmode=verify-full",
                "jdbc:postgresql://db.example/modeltree?application_name=?sslmode=verify-full",
                "jdbc:postgresql://db.example/modeltree?sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.NonValidatingFactory");
        accepts(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:5432/modeltree",
                "jdbc:postgresql://[::1]:5432/modeltree",
                "jdbc:postgresql:modeltree",
                "jdbc:postgresql:///modeltree",
                "jdbc:postgresql://a.example,b.example/modeltree?targetServerType=primary&sslmode=verify-full");
        refuses(
                "modeltree.read-replica.url",
                "modeltree.read-replica.url",
                "jdbc:postgresql://a.example/m?sslmode=verify-full,jdbc:postgresql://b.example/m");
        assertTrue(faults("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/m?password=hidden").stream()
                .noneMatch(fault -> fault.contains("hidden")));
    }

    @Test
    void other_addresses_are_https() {
        refuses(
                "public-key-location",
                "modeltree.security.jwt.public-key-location",
                "http://issuer.example/keys",
                "HTTP://localhost@issuer.example/keys");
        accepts(
                "modeltree.security.jwt.public-key-location",
                "https://issuer.example/keys",
                "/etc/keys.json",
                "http://localhost:8081/keys");
        refuses("tracing", "modeltree.tracing.endpoint", "http://collector:4318");
        accepts("modeltree.tracing.endpoint", "https://collector:4318", "http://127.0.0.1:4318");
        refuses("webhooks", "modeltree.webhooks.allow-http", "true");
    }

    @Test
    void logs_that_leave_the_machine_are_encrypted() {
        for (String sender : List.of("syslog", "socket", "handler.syslog.\"all\"", "handler.socket.\"all\"")) {
            String key = "quarkus.log." + sender;
            for (String enabled : List.of(key + ".enabled", key + ".enable")) {
                List<String> faults = faults(enabled, "true", key + ".endpoint", "logs.example:514");
                assertEquals(
                        List.of("Logs are sent as plain text: set " + key + ".protocol to ssl-tcp."), faults, enabled);
            }
            assertEquals(
                    List.of(),
                    faults(
                            key + ".enabled",
                            "true",
                            key + ".endpoint",
                            "a.example:6514",
                            key + ".protocol",
                            "SSL-TCP"));
            assertEquals(List.of(), faults(key + ".enabled", "true"), "to this machine, by default");
            assertEquals(List.of(), faults(key + ".enabled", "true", key + ".endpoint", "[::1]:514"));
            assertEquals(List.of(), faults(key + ".enabled", "false", key + ".endpoint", "logs.example:514"));
        }
    }

    @Test
    void a_word_that_is_neither_true_nor_false_requires_encryption() {
        for (String value : List.of("TRUE", "ture", "enabled", "yes")) {
            List<String> faults = faults("modeltree.encryption.required", value, "quarkus.http.insecure-requests", "");
            assertEquals(1, faults.size(), value);
        }
    }
}
