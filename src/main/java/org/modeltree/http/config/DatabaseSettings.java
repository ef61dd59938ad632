package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of database access, embedded or not. */
@ConfigMapping(prefix = "modeltree.database")
public interface DatabaseSettings {

    /** Milliseconds after which a query is cancelled and its request answered with 503, from 100 to 600000. A complete request takes at most one second longer. */
    @WithDefault("5000")
    @Range(min = 100, max = 600_000)
    int statementTimeoutMs();
}
