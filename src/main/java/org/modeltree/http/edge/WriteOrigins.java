package org.modeltree.http.edge;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.http.config.CorsSettings;
import org.modeltree.http.problem.Parameters;

/**
 * Origins whose pages may write: that of the service itself, and those in the settings. Pages of every origin may read.
 * Requests without an Origin header come from no page of another origin.
 */
@Singleton
class WriteOrigins {

    private static final String ANY = "*";

    /** Origin header of pages that have no origin that can be named. */
    private static final String NONE = "null";

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String SAME_ORIGIN = "same-origin";
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/\\s?#@*]+)");
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

    private final Set<String> inSettings;

    WriteOrigins(CorsSettings settings) {
        inSettings = settings.writeOrigins().orElse(List.of()).stream()
                .map(WriteOrigins::origin)
                .collect(Collectors.toSet());
    }

    private static String origin(String setting) {
        String origin = setting.strip().toLowerCase(Locale.ROOT);
        if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(CorsSettings.WRITE_ORIGINS
                    + " must be origins such as https://editor.example, separated by commas, or *; was "
                    + Parameters.quoted(setting));
        }
        return origin;
    }

    /** Whether the page that sends the request may write. */
    boolean mayWrite(HttpServerRequest request) {
        // With several headers, which one counts depends on the reader, so all must be allowed.
        return inSettings.contains(ANY)
                || request.headers().getAll(HttpHeaders.ORIGIN).stream().allMatch(given -> mayWrite(given, request));
    }

    private boolean mayWrite(String given, HttpServerRequest request) {
        String origin = given.strip().toLowerCase(Locale.ROOT);
        return inSettings.contains(origin) || isOwn(origin, request);
    }

    /**
     * Whether a page of the service itself sends the request. Browsers say so in Sec-Fetch-Site, which no page can set; for
     * others, the host of the origin is that of the request. The scheme makes no difference, because a proxy may have ended
     * TLS.
     */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        if (SAME_ORIGIN.equals(request.getHeader(FETCH_SITE))) {
            return true;
        }
        Matcher parts = ORIGIN.matcher(origin);
        // Quarkus puts the forwarded host here if it is set to trust the proxy.
        HostAndPort own = request.authority();
        if (!parts.matches() || own == null) {
            return false;
        }
        int defaultPort = parts.group(1).equals("https") ? 443 : 80;
        String host = PORT.matcher(parts.group(2)).replaceFirst("");
        Matcher port = PORT.matcher(parts.group(2));
        int givenPort = port.find() ? Integer.parseInt(port.group(1)) : defaultPort;
        return host.equalsIgnoreCase(own.host()) && givenPort == (own.port() < 0 ? defaultPort : own.port());
    }

    /** The refusal of a write by a page that may not. */
    static String refusal(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HttpHeaders.ORIGIN);
        if (given.size() > 1) {
            return "The Origin header must appear only once on a write.";
        }
        String origin = given.get(0).strip();
        if (origin.isEmpty()) {
            return "The Origin header is empty. Leave it out, or send the origin of the page that writes.";
        }
        return origin.equals(NONE)
                ? "Pages without an origin, such as local files and sandboxed frames, may read, but not write. To let"
                        + " them write, set " + CorsSettings.WRITE_ORIGINS
                        + " to *, which lets pages of all origins write."
                : "Pages of " + Parameters.shown(origin)
                        + " may read, but not write. To let them write, add the origin to the setting "
                        + CorsSettings.WRITE_ORIGINS + ".";
    }
}
