package org.modeltree.imports;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Those of imports that run, of their reports, and of exports. */
@Singleton
class ImportConnections implements ConnectionShare {

    private static final int REPORTS = 2;

    private final ImportSettings imports;
    private final ExportSettings exports;

    ImportConnections(ImportSettings imports, ExportSettings exports) {
        this.imports = imports;
        this.exports = exports;
    }

    @Override
    public int connections() {
        return imports.atOnce() + REPORTS + exports.atOnce();
    }
}
