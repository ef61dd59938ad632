package org.modeltree.changes.log;

import java.sql.Connection;
import java.sql.SQLException;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.RevisionChanges;

/**
 * The tallies that answers are renewed from. The thread that follows the change log brings them up to date before it tells
 * others about the change, so that no request has to read them.
 */
@UsesSql("the connection on which that thread reads")
public interface TalliesInMemory {

    /**
     * Reads the tallies that moved and that requests use.
     *
     * @param connection in a transaction that sees the last of the revisions
     * @param changes known in detail
     */
    void read(Connection connection, RevisionChanges changes) throws SQLException;
}
