package org.modeltree.imports;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Those of imports that run, and of their reports. */
@Singleton
class ImportConnections implements ConnectionShare {

    /** First reports that are stored at once, of imports that begin to wait. */
    static final int FIRST_REPORTS = 1;

    /** For those that say that imports live. What an import says itself it says while it has no other connection. */
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
