package org.modeltree.http.edge;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.http.config.CorsSettings;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.CrossOrigin;

/**
 * Answers CORS preflights. Pages of every origin may read; only those of the origins in the settings may write. A browser
 * asks before each write from another origin, because a write has a token in its headers.
 */
@Singleton
class Preflights {

    private static final int FORBIDDEN = 403;
    private static final int NO_CONTENT = 204;
    private static final String ANY = "*";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");

    private final Set<String> writeOrigins;
    private final RouteProblems problems;

    Preflights(CorsSettings settings, RouteProblems problems) {
        this.problems = problems;
        writeOrigins = settings.writeOrigins().orElse(List.of()).stream()
                .map(Preflights::origin)
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

    /** Answers a preflight; other requests continue. */
    void answer(RoutingContext routing) {
        String method = routing.request().getHeader("Access-Control-Request-Method");
        if (method == null) {
            routing.next();
            return;
        }
        String origin = String.valueOf(routing.request().getHeader("Origin"));
        boolean mayWrite = writeOrigins.contains(ANY) || writeOrigins.contains(origin.toLowerCase(Locale.ROOT));
        boolean isRead = READS.contains(method) || PostedReads.contain(method, routing.normalizedPath());
        routing.response().putHeader("Vary", "Origin, Access-Control-Request-Method");
        if (!isRead && !mayWrite) {
            problems.send(
                    routing,
                    FORBIDDEN,
                    "Pages of " + Parameters.shown(origin)
                            + " may read, but not write. To let them write, add the origin" + " to the setting "
                            + CorsSettings.WRITE_ORIGINS + ".");
            return;
        }
        CrossOrigin.ofPreflight(mayWrite, !READS.contains(method)).forEach(routing.response()::putHeader);
        routing.response().setStatusCode(NO_CONTENT).end();
    }
}
