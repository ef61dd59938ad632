package org.modeltree.pages.card;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of pages. */
@ConfigMapping(prefix = "modeltree.pages")
public interface PageSettings {

    /** Address under which readers find the service, such as {@code https://models.example}; pages name their pictures by it. */
    Optional<String> publicUrl();
}
