package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the database is used, embedded or not. */
@ConfigMapping(prefix = "modeltree.database")
public interface DatabaseSettings {

    /** Milliseconds after which a query is given up and answered with 503, from 100 to 600000. A whole request takes at most a second more. */
    @WithDefault("5000")
    @Range(least = 100, greatest = 600_000)
    int statementTimeoutMs();
}
