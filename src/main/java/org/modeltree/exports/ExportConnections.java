package org.modeltree.exports;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Database connections that exports read with. */
@Singleton
class ExportConnections implements ConnectionShare {

    private final ExportSettings settings;

    ExportConnections(ExportSettings settings) {
        this.settings = settings;
    }

    @Override
    public int connections() {
        return settings.atOnce();
    }
}
