package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.modeltree.revision.DurationRange;

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

    /**
     * How long browsers that have seen an answer use HTTPS only, for this host and all names below it; 0 says nothing to them. They
     * cannot be told otherwise before that time has passed.
     */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "730d")
    Duration strictTransportSecurity();
}
