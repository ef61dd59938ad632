package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Connections to the primary; a request holds none of them after its {@link Deadline}. */
@ApplicationScoped
public class Connections {

    /** With fewer, one client could block all others. */
    private static final int MIN_READS = 3;

    private final AgroalDataSource primary;
    private final ConnectionDeadlines deadlines;
    private final List<ConnectionShare> shares;

    Connections(AgroalDataSource primary, ConnectionDeadlines deadlines, @All List<ConnectionShare> shares) {
        this.primary = primary;
        this.deadlines = deadlines;
        this.shares = shares;
    }

    /**
     * Number of connections that reads may hold at the same time: the pool's size without all shares.
     *
     * @throws ConfigurationException if the pool is too small for the shares and reads
     */
    public int forReads() {
        int size = primary.getConfiguration().connectionPoolConfiguration().maxSize();
        int reserved = shares.stream().mapToInt(ConnectionShare::connections).sum();
        if (size - reserved < MIN_READS) {
            throw new ConfigurationException("quarkus.datasource.jdbc.max-size must be at least "
                    + (reserved + MIN_READS) + ", was " + size + ": " + reserved
                    + " connections are reserved for writes, imports, exports and tokens, and reads need " + MIN_READS);
        }
        return size - reserved;
    }

    /**
     * A connection; the current transaction's connection, if it already has one.
     *
     * @throws SQLException if no connection is available before the request's deadline
     */
    public Connection open() throws SQLException {
        return deadlines.open(primary);
    }

    /**
     * Postpones the deadline of the request that the current thread works for, on a connection that it has opened. Background work
     * has no deadline, so nothing happens.
     */
    public void postpone(Connection connection, Duration time) {
        deadlines.postpone(connection, time);
    }
}
