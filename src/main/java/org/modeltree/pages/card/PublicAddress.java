package org.modeltree.pages.card;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.modeltree.http.problem.Parameters;

/**
 * Addresses of the service as other sites see it. Not from the Host of a request: a page is kept for all clients, and one of
 * them would choose the address for the others.
 */
@Singleton
@Startup
public class PublicAddress {

    private static final Pattern URL = Pattern.compile("https?://[^/\\s?#@\"'<>]+(/[^\\s?#\"'<>]*)?");

    private final String base;

    PublicAddress(PageSettings settings) {
        String url = settings.publicUrl().map(String::strip).orElse("");
        if (!url.isEmpty() && !URL.matcher(url).matches()) {
            throw new ConfigurationException(
                    "modeltree.pages.public-url must be an address such as https://models.example, was "
                            + Parameters.quoted(url));
        }
        base = url.replaceFirst("/+$", "");
    }

    /** Address of a path; without the setting, the path itself. */
    public String of(String path) {
        return base + path;
    }
}
