package org.modeltree.security.token;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Connections for token look-ups and for recording their last use. */
@Singleton
class TokenConnections implements ConnectionShare {

    /** Number of tokens looked up at the same time. */
    static final int LOOKUPS = 2;

    /** The background thread that records last uses. */
    private static final int USES = 1;

    @Override
    public int connections() {
        return LOOKUPS + USES;
    }
}
