package org.modeltree.revision.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** The connection that the current thread reads on. */
public interface ReadConnection {

    /** Work on a connection, which must not close it. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    /**
     * Result of work on the connection of the current snapshot, on that of the current transaction, or on one of its own
     * outside of both.
     *
     * @throws FailedStatement if the database fails, or no connection is available in time
     */
    <T> T read(Work<T> work);

    /**
     * As {@link #read}, for work that reads the revision of the catalog along with its data, so that the snapshot needs no
     * transaction for it.
     *
     * @param work gives the revision; empty if it has found nothing
     */
    default void readWithRevision(Work<OptionalLong> work) {
        read(work);
    }

    /** As {@link #read}, in a transaction, which may have savepoints, and with each statement planned anew. */
    default <T> T inTransaction(Work<T> work) {
        return read(work);
    }

    /** Keeps a query, to be sent together with the next one of the snapshot; outside of a snapshot, forgets it. */
    default void sendAlong(SqlQuery<?> query) {}

    /** The queries that are kept, which are then kept no longer. */
    default List<SqlQuery<?>> alongside() {
        return List.of();
    }
}
