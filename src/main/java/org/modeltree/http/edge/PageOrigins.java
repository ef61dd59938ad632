package org.modeltree.http.edge;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
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
 * Origins whose pages may read or write: that of the service itself, and those in the settings, which let pages of every origin
 * read by default. Who may write may read. Requests without an Origin header come from no page of another origin.
 */
@Singleton
class PageOrigins {

    private static final String ANY = "*";

    /** Origin header of pages that have no origin that can be named. */
    private static final String NONE = "null";

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String SAME_ORIGIN = "same-origin";
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/\\s?#@*]+)");
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

    /** Headers that let scripts of another origin read an answer. */
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private static final String EXPOSED = "Access-Control-Expose-Headers";

    private final Set<String> readers;
    private final Set<String> writers;

    PageOrigins(CorsSettings settings) {
        readers = origins(CorsSettings.READ_ORIGINS, settings.readOrigins());
        writers = origins(CorsSettings.WRITE_ORIGINS, settings.writeOrigins().orElse(List.of()));
    }

    private static Set<String> origins(String name, List<String> setting) {
        return setting.stream().map(given -> origin(name, given)).collect(Collectors.toSet());
    }

    private static String origin(String name, String given) {
        String origin = given.strip().toLowerCase(Locale.ROOT);
        if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(
                    name + " must be origins such as https://editor.example, separated by commas, or *; was "
                            + Parameters.quoted(given));
        }
        return origin;
    }

    /** Whether pages of every origin may read. */
    boolean allMayRead() {
        return readers.contains(ANY) || writers.contains(ANY);
    }

    /** Whether the page that sends the request may read. */
    boolean mayRead(HttpServerRequest request) {
        return allMayRead()
                || request.headers().getAll(HttpHeaders.ORIGIN).stream()
                        .allMatch(given -> isInSettings(given) || isOwn(plain(given), request));
    }

    /**
     * Makes the headers of an answer that every page may read those for the page that asks: its origin, or none. Answers of the
     * tools for agents are left alone, because they have origins of their own.
     */
    void restrict(RoutingContext routing) {
        MultiMap headers = routing.response().headers();
        if (allMayRead()
                || !headers.contains(ALLOWED)
                || PostedReads.areOfAgents(routing.request().path())) {
            return;
        }
        // Caches must not give the answer for one page to another one, and not that for a program to a page.
        if (headers.getAll(HttpHeaders.VARY).stream().noneMatch(names -> names.contains("Origin"))) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        List<String> given = routing.request().headers().getAll(HttpHeaders.ORIGIN);
        // Pages of the service itself need no header.
        if (given.size() == 1 && isInSettings(given.get(0))) {
            headers.set(ALLOWED, given.get(0).strip());
        } else {
            headers.remove(ALLOWED).remove(EXPOSED);
        }
    }

    private boolean isInSettings(String given) {
        String origin = plain(given);
        return readers.contains(origin) || writers.contains(origin);
    }

    private static String plain(String given) {
        return given.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the page that sends the request may write. */
    boolean mayWrite(HttpServerRequest request) {
        // With several headers, which one counts depends on the reader, so all must be allowed.
        return writers.contains(ANY)
                || request.headers().getAll(HttpHeaders.ORIGIN).stream().allMatch(given -> mayWrite(given, request));
    }

    private boolean mayWrite(String given, HttpServerRequest request) {
        String origin = plain(given);
        return writers.contains(origin) || isOwn(origin, request);
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
    String refusalOfWrite(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HttpHeaders.ORIGIN);
        if (given.size() > 1) {
            return "The Origin header must appear only once on a write.";
        }
        String origin = given.get(0).strip();
        if (origin.isEmpty()) {
            return "The Origin header is empty. Leave it out, or send the origin of the page that writes.";
        }
        String refused = allMayRead() ? " may read, but not write." : " may not write.";
        return origin.equals(NONE)
                ? "Pages without an origin, such as local files and sandboxed frames," + refused
                        + " To let them write, set " + CorsSettings.WRITE_ORIGINS
                        + " to *, which lets pages of all origins write."
                : "Pages of " + Parameters.shown(origin) + refused
                        + " To let them write, add the origin to the setting " + CorsSettings.WRITE_ORIGINS + ".";
    }

    /** The refusal of a preflight of a read by a page that may not. */
    static String refusalOfRead(HttpServerRequest request) {
        return "Pages of "
                + Parameters.shown(String.join(", ", request.headers().getAll(HttpHeaders.ORIGIN)))
                + " may not read. To let them read, add the origin to the setting " + CorsSettings.READ_ORIGINS + ".";
    }
}
