package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Settings for web pages of other origins. */
@ConfigMapping(prefix = "modeltree.cors")
public interface CorsSettings {

    /** Name of {@link #writeOrigins()}. */
    String WRITE_ORIGINS = "modeltree.cors.write-origins";

    /** Origins whose pages may write, such as {@code https://editor.example}, or {@code *} for all. Pages of every origin may read. */
    Optional<List<String>> writeOrigins();
}
