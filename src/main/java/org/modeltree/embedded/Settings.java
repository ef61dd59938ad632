package org.modeltree.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.modeltree.http.Between;

/** What an operator can set. */
@ConfigMapping(prefix = "modeltree")
public interface Settings {

    /** Name of {@link Embedded#dataDir()}. */
    String DATA_DIR = "modeltree.embedded.data-dir";

    /** Default of {@link Embedded#dataDir()}. */
    String DEFAULT_DATA_DIR = "${user.home}/.modeltree/data";

    /** The catalog that an empty database is filled with: `builtin`, a file in Modeltree's NDJSON format, or `false` for none. */
    @WithDefault("builtin")
    String starterCatalog();

    /** The PostgreSQL that is started where no `DB_URL` is given. */
    Embedded embedded();

    /** How the database is used. */
    Database database();

    /** The embedded PostgreSQL. */
    interface Embedded {

        /** Folder that it keeps its data in; only one service at a time uses a folder. */
        @WithDefault(DEFAULT_DATA_DIR)
        String dataDir();
    }

    /** The database, embedded or not. */
    interface Database {

        /** Milliseconds after which a query is given up and answered with 503, from 100 to 600000. */
        @WithDefault("5000")
        @Between(least = 100, greatest = 600_000)
        int statementTimeoutMs();
    }
}
