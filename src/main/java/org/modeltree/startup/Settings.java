package org.modeltree.startup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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

    /** The embedded PostgreSQL. */
    interface Embedded {

        /** Folder that it keeps its data in; only one service at a time uses a folder. */
        @WithDefault(DEFAULT_DATA_DIR)
        String dataDir();
    }
}
