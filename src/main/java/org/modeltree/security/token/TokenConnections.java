package org.modeltree.security.token;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Those with which tokens are looked up, and their use is noted. */
@Singleton
class TokenConnections implements ConnectionShare {

    /** Tokens that are looked up at once. */
    static final int LOOKUPS = 2;

    private static final int USES = 1;

    @Override
    public int connections() {
        return LOOKUPS + USES;
    }
}
