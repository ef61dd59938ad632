package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Connections to the primary, which never outlive the {@link Deadline} of the request that they work for. */
@ApplicationScoped
public class Connections {

    /** Fewer would let one client stop all others. */
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
     * How many connections reads may hold at once: what the pool has beyond the shares of all else.
     *
     * @throws ConfigurationException if the pool is too small to leave any
     */
    public int forReads() {
        int size = primary.getConfiguration().connectionPoolConfiguration().maxSize();
        int others = shares.stream().mapToInt(ConnectionShare::connections).sum();
        if (size - others < MIN_READS) {
            throw new ConfigurationException("quarkus.datasource.jdbc.max-size must be at least " + (others + MIN_READS)
                    + ": " + others + " connections are for writes, imports, exports and tokens, and reads need "
                    + MIN_READS);
        }
        return size - others;
    }

    /**
     * A connection; that of the current transaction, if it has one already.
     *
     * @throws SQLException if there is none before the request's deadline
     */
    public Connection open() throws SQLException {
        return deadlines.open(primary);
    }
}
