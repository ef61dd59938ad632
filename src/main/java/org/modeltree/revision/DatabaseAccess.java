package org.modeltree.revision;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether requests can be answered from the database at the moment, so that none waits for one that is away. */
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
        return monitor.isReachable() || replica.lives();
    }

    /** Whether the primary answers. */
    public boolean canWrite() {
        return monitor.isReachable();
    }

    /** Whole seconds since the primary answered last. */
    public long secondsSinceLastAnswer() {
        return monitor.sinceLastAnswer().toSeconds();
    }
}
