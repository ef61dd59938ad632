package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The address by which others reach the service. */
@ConfigMapping(prefix = "modeltree")
public interface PublicAddressSettings {

    /** Name of {@link #publicUrl()}. */
    String PUBLIC_URL = "modeltree.public-url";

    /**
     * Scheme, host and port, such as {@code https://models.example}. Search engines and previews of links need it: {@code
     * /sitemap.xml}, pictures, and the links of pages to their address and to their other language are absolute.
     */
    Optional<String> publicUrl();
}
