package org.modeltree.revision;

import jakarta.enterprise.context.ApplicationScoped;

/** Current availability of the database, so that requests fail fast instead of waiting for a database that is down. */
@ApplicationScoped
public class DatabaseAccess {

    private final DatabaseMonitor monitor;
    private final ReplicaMonitor replica;

    DatabaseAccess(DatabaseMonitor monitor, ReplicaMonitor replica) {
        this.monitor = monitor;
        this.replica = replica;
    }

    /** Whether the primary or the standby answers. */
    public boolean canRead() {
        return monitor.isReachable() || replica.isAlive();
    }

    /**
     * Whether the primary or a standby answers, or a standby did so a moment ago: while another server becomes the primary, there
     * may be none for some milliseconds, which a read can wait.
     */
    public boolean canReadSoon() {
        return monitor.isReachable() || replica.wasAliveJustNow();
    }

    /** Whether the primary answers. */
    public boolean canWrite() {
        return monitor.isReachable();
    }

    /** Whole seconds since the primary last answered. */
    public long secondsSinceLastAnswer() {
        return monitor.sinceLastAnswer().toSeconds();
    }
}
