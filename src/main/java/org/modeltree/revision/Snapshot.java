package org.modeltree.revision;

import jakarta.enterprise.context.RequestScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.modeltree.revision.sql.FailedStatement;
import org.modeltree.revision.sql.RepeatedRead;
import org.modeltree.revision.sql.SqlQuery;
import org.postgresql.PGConnection;

/** Snapshot that the current request's response is read in. */
@RequestScoped
public class Snapshot {

    private static final Logger LOG = Logger.getLogger(Snapshot.class);

    private OptionalLong revision = OptionalLong.empty();
    private Supplier<CatalogState> stateQuery;
    private OptionalLong seen = OptionalLong.empty();
    private DataSource server;
    private ConnectionDeadlines.Opener connections;
    private Connection connection;
    private boolean usedByHibernate;
    private int prepareThreshold;
    private boolean single;
    private boolean singleAllowed;
    private boolean inMemoryOnly;
    private boolean repeat;
    private OptionalLong complete = OptionalLong.empty();
    private boolean unverified;
    private final List<SqlQuery<?>> alongside = new ArrayList<>();
    private final Map<Object, Object> known = new HashMap<>();

    /**
     * The catalog's revision in the snapshot, as the number of changes since the catalog was created; empty if nothing
     * has been read. Queried from the database unless {@link #recordRevision} has been called, or nothing has been read yet
     * and the snapshot can begin {@linkplain #ofMemory() in memory}.
     */
    public OptionalLong revision() {
        if (revision.isEmpty() && stateQuery != null) {
            beginsInMemory();
            if (revision.isEmpty()) {
                revision = OptionalLong.of(stateQuery.get().revision());
            }
        }
        return revision;
    }

    /** Whether the revision of the open snapshot is known, so that {@link #revision} queries nothing. */
    public boolean hasRevision() {
        return isOpen() && revision.isPresent();
    }

    /**
     * The revision at which this snapshot sees what is in memory: its own if that is known or, before anything has been
     * read, the newest one of which this instance knows all changes. Empty outside of a snapshot, after a statement that has
     * not read its revision, and for reads that have to ask the database.
     */
    public OptionalLong ofMemory() {
        if (hasRevision()) {
            return revision;
        }
        return isOpen() && connection == null && alongside.isEmpty() ? complete : OptionalLong.empty();
    }

    /**
     * Says that something in memory is used as it is at the revision {@link #ofMemory}. That is the revision of the snapshot
     * then. It needs no connection; if a statement follows nevertheless, it must see the same revision.
     */
    public void beginsInMemory() {
        if (!hasRevision() && ofMemory().isPresent()) {
            revision = complete;
            unverified = true;
        }
    }

    /**
     * The state of the catalog in the snapshot, queried from the database.
     *
     * @throws IllegalStateException outside of a snapshot
     */
    public CatalogState state() {
        if (stateQuery == null) {
            throw new IllegalStateException("no snapshot has begun");
        }
        CatalogState state = stateQuery.get();
        revision = OptionalLong.of(state.revision());
        return state;
    }

    /**
     * Records the revision that a statement of this snapshot has read along with its data, which saves a query. Ignored
     * outside of a snapshot, because no response is read there.
     */
    public void recordRevision(long at) {
        if (stateQuery != null) {
            revision = OptionalLong.of(at);
        }
    }

    /** Says that everything has been read already, at a revision; empty if that is unknown. */
    public void endedAt(OptionalLong at) {
        revision = at;
    }

    /**
     * Marks the request as read-only, so that the standby may answer it.
     *
     * @param revision newest revision that the client has seen; 0 if the client names none
     */
    public void markReadOnly(long revision) {
        seen = OptionalLong.of(revision);
    }

    /** Raises the newest revision that the client has seen. */
    public void expect(long revision) {
        if (seen.isPresent()) {
            seen = OptionalLong.of(Math.max(seen.getAsLong(), revision));
        }
    }

    /**
     * Marks the request as a read that must neither wait nor ask the database, because it is on an event loop: what is not in
     * memory ends it with {@link NotInMemory}.
     *
     * @param revision newest revision that the client has seen; 0 if the client names none
     */
    public void markInMemory(long revision) {
        markReadOnly(revision);
        inMemoryOnly = true;
    }

    /** Whether the request must neither wait nor ask the database. */
    boolean isInMemoryOnly() {
        return inMemoryOnly;
    }

    /**
     * Says before a wait or a statement that more than memory is necessary.
     *
     * @throws NotInMemory if the request must do without
     */
    public void leaveMemory() {
        if (inMemoryOnly) {
            throw new NotInMemory();
        }
    }

    /** Newest revision that the client has seen; empty unless the request is read-only. */
    OptionalLong seen() {
        return seen;
    }

    /**
     * What has been read under a key in this snapshot, which saves reading it again. Forgotten when the snapshot ends; not
     * for what a write may change before it reads again.
     *
     * @param key unique among all callers
     */
    public <T> Optional<T> remembered(Object key, Class<T> type) {
        return Optional.ofNullable(type.cast(known.get(key)));
    }

    /** Remembers what has been read; ignored outside of a snapshot. */
    public void remember(Object key, Object value) {
        if (isOpen()) {
            known.put(key, value);
        }
    }

    /**
     * Begins the snapshot on a server; its first statement takes it.
     *
     * @param mayBeSingle whether it may do without a transaction if a single round trip is expected
     * @param inMemory the revision at which it may begin in memory; empty if it has to ask the database
     */
    void begin(
            Supplier<CatalogState> query,
            DataSource on,
            ConnectionDeadlines.Opener from,
            boolean mayBeSingle,
            OptionalLong inMemory) {
        revision = OptionalLong.empty();
        stateQuery = query;
        server = on;
        connections = from;
        single = false;
        singleAllowed = mayBeSingle;
        complete = inMemory;
        unverified = false;
        repeat = false;
    }

    /**
     * Says before the first statement that everything is read in one round trip, which sees a single snapshot without a
     * transaction, or in several that read their revision. If more is read, it is read in a transaction, or everything is read
     * again in one.
     */
    public void expectOneRoundTrip() {
        if (connection == null && singleAllowed) {
            single = true;
        }
    }

    /** Whether the snapshot has begun and not ended. */
    boolean isOpen() {
        return server != null;
    }

    /**
     * The snapshot's connection for one statement, acquired when it is first needed; only this class closes it.
     *
     * <p>If a single round trip is expected, the first one needs no transaction. A second one begins it after all: if the
     * catalog still has the revision that the first one read, nothing has changed between the two. So it is with what was
     * taken from memory before the first statement.
     *
     * @throws SQLException if no connection is available before the request's deadline
     * @throws RepeatedRead if the catalog has changed, or the first statement has not read its revision
     */
    Connection connection() throws SQLException {
        leaveMemory();
        if (connection == null) {
            Connection acquired = connections.open(server);
            connection = acquired;
            if (unverified) {
                unverified = false;
                beginTransaction();
            } else if (!single) {
                acquired.setAutoCommit(false);
            }
        } else if (single) {
            beginTransaction();
        }
        return connection;
    }

    /**
     * As {@link #connection()}, for a statement that reads the revision of the catalog along with its data. It needs no
     * transaction, even if others have been sent before it: {@link #confirm} compares the revisions. One that has to follow
     * another, whose revision is unknown, is not sent.
     */
    Connection connectionWithRevision() throws SQLException {
        if (connection == null && unverified && singleAllowed) {
            leaveMemory();
            connection = connections.open(server);
            single = true;
            return connection;
        }
        if (connection == null || !single) {
            return connection();
        }
        if (revision.isEmpty()) {
            throw again();
        }
        return connection;
    }

    /**
     * Says which revision a statement on {@link #connectionWithRevision} has read.
     *
     * @param at empty if it has found nothing, and so no revision either
     * @throws RepeatedRead if that is not the one of what was read before without a transaction
     */
    void confirm(OptionalLong at) {
        if (single && revision.isPresent() && !revision.equals(at)) {
            throw again();
        }
        unverified = false;
        at.ifPresent(this::recordRevision);
    }

    private RepeatedRead again() {
        repeat = true;
        return new RepeatedRead();
    }

    /** As {@link #connection()}, in a transaction even if a single round trip is expected. */
    Connection transaction() throws SQLException {
        if (connection == null) {
            single = false;
        }
        return connection();
    }

    private void beginTransaction() throws SQLException {
        OptionalLong before = revision;
        single = false;
        connection.setAutoCommit(false);
        if (before.isEmpty() || stateQuery.get().revision() != before.getAsLong()) {
            throw again();
        }
    }

    /** Whether the snapshot has to be read again, in a transaction. */
    boolean mustRepeat() {
        return repeat;
    }

    /** Thrown through the code that reads, if more than memory is necessary for a request that has to do without. */
    public static final class NotInMemory extends RuntimeException {

        private static final long serialVersionUID = 1;

        private NotInMemory() {
            super("more than memory is necessary", null, false, false);
        }
    }

    void sendAlong(SqlQuery<?> query) {
        expectOneRoundTrip();
        alongside.add(query);
    }

    List<SqlQuery<?>> alongside() {
        List<SqlQuery<?>> taken = List.copyOf(alongside);
        alongside.clear();
        return taken;
    }

    /**
     * The connection for an operation of Hibernate, which plans each of its statements anew, because its best plan may
     * depend on the values.
     */
    Connection lendToHibernate() throws SQLException {
        usedByHibernate = true;
        Connection lent = transaction();
        PGConnection driver = lent.unwrap(PGConnection.class);
        prepareThreshold = driver.getPrepareThreshold();
        driver.setPrepareThreshold(0);
        return lent;
    }

    /** Takes back what was lent to Hibernate; false if a connection is not the snapshot's. */
    @SuppressWarnings("ReferenceEquality") // The very same connection, whatever it thinks itself equal to.
    boolean takeBack(Connection lent) throws SQLException {
        if (connection != lent) {
            return false;
        }
        if (!lent.isClosed()) {
            lent.unwrap(PGConnection.class).setPrepareThreshold(prepareThreshold);
        }
        return true;
    }

    /**
     * Ends the transaction; a revision that has not been read by now stays unknown.
     *
     * @throws FailedStatement if its connection is lost
     */
    void commit() {
        try (Connection open = connection) {
            connection = null;
            if (open != null && !single) {
                open.commit();
            }
        } catch (SQLException lost) {
            throw new FailedStatement(lost);
        }
    }

    /**
     * Ends the snapshot, and its transaction if that has not ended.
     *
     * @return whether Hibernate has read in it
     */
    boolean end() {
        boolean hibernate = usedByHibernate;
        stateQuery = null;
        server = null;
        complete = OptionalLong.empty();
        unverified = false;
        usedByHibernate = false;
        known.clear();
        alongside.clear();
        try (Connection open = connection) {
            connection = null;
            if (open != null && !single) {
                open.rollback();
            }
        } catch (SQLException lost) {
            // Nothing was written, and the pool detects broken connections by itself.
            LOG.debugf(lost, "Ending a read transaction failed");
        }
        return hibernate;
    }
}
