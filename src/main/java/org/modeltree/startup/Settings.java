package org.modeltree.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the startup. */
@ConfigMapping(prefix = "modeltree")
public interface Settings {

    /** Key of {@link #migrateAtStart()}. */
    String MIGRATE_AT_START = "modeltree.migrate-at-start";

    /** Key of {@link Embedded#dataDir()}. */
    String DATA_DIR = "modeltree.embedded.data-dir";

    /** Default of {@link Embedded#dataDir()}. */
    String DEFAULT_DATA_DIR = "${user.home}/.modeltree/data";

    /**
     * Catalog loaded into an empty database: `builtin`, the path of a file in Modeltree's NDJSON format, `false` for only the
     * built-in benchmarks and capabilities, or `none`.
     */
    @WithDefault("builtin")
    String starterCatalog();

    /**
     * Whether a start applies migrations that the database lacks. If not, the command {@code migrate} applies them, and the
     * service refuses to start before.
     */
    @WithDefault("true")
    boolean migrateAtStart();

    /** Whether the service is ready only after it has sent itself a first request of each kind. */
    @WithDefault("true")
    boolean warmUp();

    /** The PostgreSQL server that is started if `DB_URL` is not set. */
    Embedded embedded();

    /** The embedded PostgreSQL. */
    interface Embedded {

        /** Directory of its data; only one process at a time can use a directory. */
        @WithDefault(DEFAULT_DATA_DIR)
        String dataDir();
    }
}
