package org.modeltree.revision;

import jakarta.enterprise.context.RequestScoped;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The snapshot that the current request's answer is read in, once there is one. */
@RequestScoped
public class Snapshot {

    private OptionalLong revision = OptionalLong.empty();
    private LongSupplier asking;
    private OptionalLong seen = OptionalLong.empty();
    private boolean onReplica;

    /**
     * The catalog's revision in the snapshot, in changes since the catalog began; empty before anything was read. Asked
     * of the database unless a statement of the snapshot has told it.
     */
    public OptionalLong revision() {
        if (revision.isEmpty() && asking != null) {
            revision = OptionalLong.of(asking.getAsLong());
        }
        return revision;
    }

    /**
     * A statement that reads in this snapshot has read the revision along with what it is about, which saves another.
     * What is read outside of a snapshot, by a write or before it, is no answer and says nothing.
     */
    public void tells(long at) {
        if (asking != null) {
            revision = OptionalLong.of(at);
        }
    }

    /**
     * The request changes nothing, so that a standby may answer it.
     *
     * @param revision that the client has seen already; 0 if it does not say
     */
    public void onlyReads(long revision) {
        seen = OptionalLong.of(revision);
    }

    /** The revision that the client has seen already; empty unless the request only reads. */
    OptionalLong seen() {
        return seen;
    }

    /** A transaction begins; while it lasts, it can be asked. */
    void opens(LongSupplier current, boolean replica) {
        revision = OptionalLong.empty();
        asking = current;
        onReplica = replica;
    }

    /** Whether the transaction is one of the standby. */
    boolean isOnReplica() {
        return onReplica;
    }

    /** The transaction ends, and what was not asked in it will not be known. */
    void closes() {
        asking = null;
        onReplica = false;
    }
}
