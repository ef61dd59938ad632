package org.modeltree.revision;

import jakarta.enterprise.context.RequestScoped;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Snapshot that the current request's response is read in. */
@RequestScoped
public class Snapshot {

    private OptionalLong revision = OptionalLong.empty();
    private Supplier<CatalogState> stateQuery;
    private OptionalLong seen = OptionalLong.empty();
    private boolean onReplica;

    /**
     * The catalog's revision in the snapshot, as the number of changes since the catalog was created; empty if nothing
     * has been read. Queried from the database unless {@link #recordRevision} has been called.
     */
    public OptionalLong revision() {
        if (revision.isEmpty() && stateQuery != null) {
            revision = OptionalLong.of(stateQuery.get().revision());
        }
        return revision;
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

    /** Newest revision that the client has seen; empty unless the request is read-only. */
    OptionalLong seen() {
        return seen;
    }

    /** Begins the snapshot's transaction. Until it ends, the revision can be queried. */
    void begin(Supplier<CatalogState> query, boolean replica) {
        revision = OptionalLong.empty();
        stateQuery = query;
        onReplica = replica;
    }

    /** Whether the transaction runs on the standby. */
    boolean isOnReplica() {
        return onReplica;
    }

    /** Ends the transaction; a revision that has not been read by now stays unknown. */
    void end() {
        stateQuery = null;
        onReplica = false;
    }
}
