package org.modeltree.imports;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Database connections of running imports and of their reports. */
@Singleton
class ImportConnections implements ConnectionShare {

    /** Connections for the first reports of imports, stored when they enter the queue. */
    static final int FIRST_REPORTS = 1;

    /** Connection for heartbeats. An import stores its own last report while it holds no other connection. */
    private static final int LATER_REPORTS = 1;

    private final ImportSettings imports;

    ImportConnections(ImportSettings imports) {
        this.imports = imports;
    }

    @Override
    public int connections() {
        return imports.atOnce() + FIRST_REPORTS + LATER_REPORTS;
    }
}
