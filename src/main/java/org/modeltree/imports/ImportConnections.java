package org.modeltree.imports;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Those of imports that run, of their reports, and of exports. */
@Singleton
class ImportConnections implements ConnectionShare {

    private static final int REPORTS = 2;
    private static final int EXPORTS = 2;

    private final ImportSettings settings;

    ImportConnections(ImportSettings settings) {
        this.settings = settings;
    }

    @Override
    public int connections() {
        return settings.atOnce() + REPORTS + EXPORTS;
    }
}
