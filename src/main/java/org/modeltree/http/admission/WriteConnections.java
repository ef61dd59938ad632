package org.modeltree.http.admission;

import jakarta.inject.Singleton;
import org.modeltree.revision.ConnectionShare;

/** Connections that writes need. */
@Singleton
class WriteConnections implements ConnectionShare {

    @Override
    public int connections() {
        return Admission.WRITES_AT_ONCE;
    }
}
