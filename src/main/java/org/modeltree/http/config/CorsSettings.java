package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings for web pages of other origins. */
@ConfigMapping(prefix = "modeltree.cors")
public interface CorsSettings {

    /** Name of {@link #readOrigins()}. */
    String READ_ORIGINS = "modeltree.cors.read-origins";

    /** Name of {@link #writeOrigins()}. */
    String WRITE_ORIGINS = "modeltree.cors.write-origins";

    /** Origins whose pages may read, such as {@code https://shop.example}, or {@code *} for all. */
    @WithDefault("*")
    List<String> readOrigins();

    /** Origins whose pages may write, such as {@code https://editor.example}, or {@code *} for all. They may read, too. */
    Optional<List<String>> writeOrigins();
}
