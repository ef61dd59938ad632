package org.modeltree.http.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.postgresql.Driver;

/**
 * Check of the settings, if {@link EncryptionSettings#required}: every connection that leaves the machine is encrypted, and the
 * other side has to show a certificate. Addresses of the machine itself are no such connections.
 */
public final class EncryptedConnections {

    private static final String PLAIN_PORT = "quarkus.http.insecure-requests";
    private static final String SERVES = "quarkus.http.host-enabled";
    private static final List<String> CERTIFICATES = List.of(
            "quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-store-file",
            "quarkus.http.tls-configuration-name");

    /** Keys of JDBC URLs. */
    private static final List<String> DATABASES =
            List.of("quarkus.datasource.jdbc.url", "quarkus.flyway.jdbc-url", "modeltree.read-replica.url");

    /** A factory of the driver that takes any certificate, whatever the mode is. */
    private static final String TAKES_ANY = "NonValidatingFactory";

    /** What logs are sent by unless it has a name of its own, as the pattern knows. */
    private static final List<String> SENDERS = List.of("quarkus.log.syslog", "quarkus.log.socket");

    private static final Pattern NAMED_SENDER =
            Pattern.compile("(quarkus[.]log[.]handler[.](?:syslog|socket)[.].+)[.]enabled?");

    private static final List<String> ADDRESSES =
            List.of("modeltree.security.jwt.public-key-location", "modeltree.tracing.endpoint");
    private static final String PLAIN_WEBHOOKS = "modeltree.webhooks.allow-http";
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("http://(?:[^@/]*@)?(\\[[^\\]]*\\]|[^:/]*).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private EncryptedConnections() {}

    /** What the settings leave plain, each as a sentence that says what to set; empty if nothing, or if it is not required. */
    public static List<String> faults(Config config) {
        // Not as a flag, which is false for every word that it does not know.
        if (text(config, EncryptionSettings.REQUIRED).orElse("false").equalsIgnoreCase("false")) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        // A command, such as the one that migrates, serves no requests.
        if (config.getOptionalValue(SERVES, Boolean.class).orElse(true)) {
            addPorts(config, faults);
        }
        for (String key : DATABASES) {
            if (text(config, key).filter(EncryptedConnections::mayBePlain).isPresent()) {
                // The URL is not repeated, because it may contain a password.
                faults.add("The way to the database is not encrypted: add sslmode=verify-full to " + key + ".");
            }
        }
        for (String key : ADDRESSES) {
            Matcher address = PLAIN_ADDRESS.matcher(text(config, key).orElse(""));
            if (address.matches() && !isThisMachine(address.group(1))) {
                faults.add(key + " begins with http: it needs https.");
            }
        }
        addLogs(config, faults);
        if (config.getOptionalValue(PLAIN_WEBHOOKS, Boolean.class).orElse(false)) {
            faults.add("Webhooks may call plain addresses: set " + PLAIN_WEBHOOKS + " to false.");
        }
        return faults;
    }

    private static void addLogs(Config config, List<String> faults) {
        Set<String> senders = new LinkedHashSet<>(SENDERS);
        for (String name : config.getPropertyNames()) {
            Matcher named = NAMED_SENDER.matcher(name);
            if (named.matches()) {
                senders.add(named.group(1));
            }
        }
        for (String sender : senders) {
            boolean sends = Stream.of(".enabled", ".enable")
                    .anyMatch(key ->
                            config.getOptionalValue(sender + key, Boolean.class).orElse(false));
            boolean leaves = !isThisMachine(text(config, sender + ".endpoint").orElse(""));
            if (sends
                    && leaves
                    && !text(config, sender + ".protocol").orElse("tcp").equalsIgnoreCase("ssl-tcp")) {
                faults.add("Logs are sent as plain text: set " + sender + ".protocol to ssl-tcp.");
            }
        }
    }

    private static void addPorts(Config config, List<String> faults) {
        String plainPort = text(config, PLAIN_PORT).orElse("enabled").toLowerCase(Locale.ROOT);
        if (CERTIFICATES.stream().noneMatch(key -> text(config, key).isPresent())) {
            faults.add("The service has no certificate: set " + CERTIFICATES.get(0) + ".");
        }
        if (!Set.of("disabled", "redirect").contains(plainPort)) {
            faults.add("The plain port is open: set " + PLAIN_PORT + " to disabled or redirect.");
        }
        if (text(config, ManagementSettings.PORT).isPresent()
                && !isThisMachine(text(config, "modeltree.management.host").orElse("0.0.0.0"))) {
            faults.add(
                    "Health and metrics are on a plain port: set modeltree.management.host to 127.0.0.1, or do not set "
                            + ManagementSettings.PORT + ".");
        }
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** By what the driver reads in the URL, which has more than one way to name a host. */
    private static boolean mayBePlain(String url) {
        Properties read = Driver.parseURL(url, new Properties());
        // With a URL that it cannot read, the driver connects to nothing.
        return read != null
                && !Stream.of(read.getProperty("PGHOST", "").split(",", -1))
                        .allMatch(EncryptedConnections::isThisMachine)
                && (!read.getProperty("sslmode", "").equals("verify-full")
                        || read.getProperty("sslfactory", "").endsWith(TAKES_ANY));
    }

    /** Whether this is the machine itself, also with a port. Nothing is: without a host, the default is this machine. */
    private static boolean isThisMachine(String host) {
        String name =
                host.startsWith("[") ? host.replaceFirst("\\]:.*", "]") : host.replaceFirst("^([^:]*):[^:]*$", "$1");
        return name.isEmpty() || THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT));
    }
}
