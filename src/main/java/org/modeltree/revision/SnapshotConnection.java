package org.modeltree.revision;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.modeltree.revision.sql.FailedStatement;
import org.modeltree.revision.sql.ReadConnection;
import org.modeltree.revision.sql.SqlQuery;
import org.postgresql.PGConnection;

/** The connection of the current snapshot; outside of one, that of the current transaction. */
@Singleton
class SnapshotConnection implements ReadConnection {

    private final Snapshot snapshot;
    private final AgroalDataSource primary;
    private final ConnectionDeadlines deadlines;

    SnapshotConnection(Snapshot snapshot, AgroalDataSource primary, ConnectionDeadlines deadlines) {
        this.snapshot = snapshot;
        this.primary = primary;
        this.deadlines = deadlines;
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            if (isInSnapshot()) {
                return work.on(snapshot.connection());
            }
            leaveMemory();
            try (Connection connection = deadlines.open(primary)) {
                return work.on(connection);
            }
        } catch (SQLException fault) {
            throw new FailedStatement(fault);
        }
    }

    @Override
    public void readWithRevision(Work<OptionalLong> work) {
        if (!isInSnapshot()) {
            read(work);
            return;
        }
        try {
            snapshot.confirm(work.on(snapshot.connectionWithRevision()));
        } catch (SQLException fault) {
            throw new FailedStatement(fault);
        }
    }

    @Override
    public <T> T inTransaction(Work<T> work) {
        try {
            if (isInSnapshot()) {
                return planningAnew(snapshot.transaction(), work);
            }
            leaveMemory();
            try (Connection connection = deadlines.open(primary)) {
                return planningAnew(connection, work);
            }
        } catch (SQLException fault) {
            throw new FailedStatement(fault);
        }
    }

    private static <T> T planningAnew(Connection connection, Work<T> work) throws SQLException {
        PGConnection driver = connection.unwrap(PGConnection.class);
        int threshold = driver.getPrepareThreshold();
        driver.setPrepareThreshold(0);
        try {
            return work.on(connection);
        } finally {
            // Before the connection is anybody else's.
            driver.setPrepareThreshold(threshold);
        }
    }

    @Override
    public void sendAlong(SqlQuery<?> query) {
        if (isInSnapshot()) {
            snapshot.sendAlong(query);
        }
    }

    @Override
    public List<SqlQuery<?>> alongside() {
        return isInSnapshot() ? snapshot.alongside() : List.of();
    }

    private void leaveMemory() {
        if (Arc.container().requestContext().isActive()) {
            snapshot.leaveMemory();
        }
    }

    private boolean isInSnapshot() {
        return Arc.container().requestContext().isActive() && snapshot.isOpen();
    }
}
