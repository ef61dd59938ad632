package org.modeltree.changes.feed;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** The database connection with which all streams of changes read the log. */
@Singleton
class StreamConnections implements ConnectionShare {

    @Override
    public int connections() {
        return 1;
    }
}
