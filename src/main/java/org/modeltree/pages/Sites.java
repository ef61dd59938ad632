package org.modeltree.pages;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.modeltree.http.RequestLink;
import org.modeltree.http.config.PublicAddressSettings;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.Language;

/** Makes the surroundings of pages, which know the address of the service if the settings do. */
@Singleton
class Sites {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#@&\"'<>\\\\]+");

    private final Optional<String> base;

    Sites(PublicAddressSettings settings) {
        base = settings.publicUrl().map(Sites::origin);
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
    Optional<String> base() {
        return base;
    }

    /**
     * The surroundings of the page at an address.
     *
     * @param section id of the entry of the navigation that the page belongs to; empty for none
     */
    Site of(Language language, RequestLink request, String section) {
        return Site.of(language, base, request, section);
    }
}
