package org.modeltree.http;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.modeltree.http.config.PublicAddressSettings;
import org.modeltree.http.problem.Parameters;

/**
 * Addresses of the service as other sites see it. Not from the Host of a request: a page is kept for all clients, and one of
 * them would choose the address for the others. A setting that is no address stops the start.
 */
@Singleton
@Startup
public class PublicAddress {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#@&\"'<>\\\\]+");

    private final Optional<String> base;

    PublicAddress(PublicAddressSettings settings) {
        base = settings.publicUrl().map(PublicAddress::origin);
    }

    private static String origin(String setting) {
        String origin = setting.strip().replaceFirst("/$", "");
        if (!ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(PublicAddressSettings.PUBLIC_URL
                    + " must be a scheme and a host such as https://models.example, was " + Parameters.quoted(setting));
        }
        return origin;
    }

    /** Scheme and host of the service, without a slash at the end; empty if the settings do not have them. */
    public Optional<String> base() {
        return base;
    }

    /** Address of a path; without the setting, the path itself. */
    public String of(String path) {
        return base.orElse("") + path;
    }
}
