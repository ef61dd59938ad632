package org.modeltree.http.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

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

    /** Keys of JDBC URLs; the second one may have several, separated by commas that begin a new URL. */
    private static final List<String> DATABASES = List.of("quarkus.datasource.jdbc.url", "modeltree.read-replica.url");

    private static final Pattern NEXT_URL = Pattern.compile(",(?=jdbc:)");
    private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://([^/?]*).*", Pattern.DOTALL);
    private static final Pattern MODE = Pattern.compile("[?&]sslmode=([^&]*)");
    private static final List<String> ADDRESSES =
            List.of("modeltree.security.jwt.public-key-location", "modeltree.tracing.endpoint");
    private static final String PLAIN_WEBHOOKS = "modeltree.webhooks.allow-http";
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("http://(?:[^@/]*@)?(\\[[^\\]]*\\]|[^:/]*).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private EncryptedConnections() {}

    /** What the settings leave plain, each as a sentence that says what to set; empty if nothing, or if it is not required. */
    public static List<String> faults(Config config) {
        if (!config.getOptionalValue(EncryptionSettings.REQUIRED, Boolean.class).orElse(false)) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        // A command, such as the one that migrates, serves no requests.
        if (config.getOptionalValue(SERVES, Boolean.class).orElse(true)) {
            addPorts(config, faults);
        }
        for (String key : DATABASES) {
            for (String url : NEXT_URL.split(text(config, key).orElse(""), -1)) {
                if (!url.isEmpty() && !isLocal(url) && !isVerified(url)) {
                    // The URL is not repeated, because it may contain a password.
                    faults.add("The way to the database is not encrypted: add sslmode=verify-full to " + key + ".");
                }
            }
        }
        for (String key : ADDRESSES) {
            Matcher address = PLAIN_ADDRESS.matcher(text(config, key).orElse(""));
            if (address.matches() && !isThisMachine(address.group(1))) {
                faults.add(key + " begins with http: it needs https.");
            }
        }
        if (config.getOptionalValue("quarkus.log.syslog.enabled", Boolean.class).orElse(false)
                && !text(config, "quarkus.log.syslog.protocol").orElse("tcp").equals("ssl-tcp")) {
            faults.add("Logs are sent as plain text: set quarkus.log.syslog.protocol to ssl-tcp.");
        }
        if (config.getOptionalValue(PLAIN_WEBHOOKS, Boolean.class).orElse(false)) {
            faults.add("Webhooks may call plain addresses: set " + PLAIN_WEBHOOKS + " to false.");
        }
        return faults;
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

    private static boolean isLocal(String url) {
        Matcher hosts = HOSTS.matcher(url);
        if (!hosts.matches()) {
            // Without a host, the driver connects to this machine.
            return true;
        }
        for (String host : hosts.group(1).split(",", -1)) {
            if (!isThisMachine(
                    host.startsWith("[") ? host.replaceFirst("\\]:.*", "]") : host.replaceFirst(":.*", ""))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isThisMachine(String host) {
        return host.isEmpty() || THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
    }

    /** The driver takes the last one of several. */
    private static boolean isVerified(String url) {
        Matcher mode = MODE.matcher(url);
        String last = "";
        while (mode.find()) {
            last = mode.group(1);
        }
        return last.equals("verify-full");
    }
}
