package org.modeltree.agents;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.http.problem.Parameters;

/**
 * Origins whose pages may use the tools for agents: those of this machine, and those in the settings. The origin of the
 * service itself is not among them, because after DNS rebinding a page of anybody has it.
 */
@Singleton
class AgentOrigins {

    private static final String SETTING = "modeltree.mcp.origins";
    private static final String ANY = "*";
    private static final Pattern LOCAL = Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");

    private final Set<String> inSettings;

    AgentOrigins(AgentSettings settings) {
        inSettings = settings.origins().orElse(List.of()).stream()
                .map(AgentOrigins::origin)
                .collect(Collectors.toSet());
    }

    private static String origin(String setting) {
        String origin = setting.strip().toLowerCase(Locale.ROOT);
        if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(SETTING
                    + " must be origins such as https://agent.example, separated by commas, or *; was "
                    + Parameters.quoted(setting));
        }
        return origin;
    }

    /** Whether the page that sends the request, if it is a page, may use the tools. */
    boolean allow(HttpServerRequest request) {
        return inSettings.contains(ANY)
                || request.headers().getAll(HttpHeaders.ORIGIN).stream()
                        .map(given -> given.strip().toLowerCase(Locale.ROOT))
                        .allMatch(origin -> inSettings.contains(origin)
                                || LOCAL.matcher(origin).matches());
    }

    /** The refusal of a page that may not. */
    static String refusal(HttpServerRequest request) {
        return "Pages of " + Parameters.shown(request.getHeader(HttpHeaders.ORIGIN))
                + " may not use /mcp. To let them, add the origin to the setting " + SETTING
                + ". Programs that are no pages send no Origin header.";
    }
}
