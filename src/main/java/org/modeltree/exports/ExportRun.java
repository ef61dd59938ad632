package org.modeltree.exports;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.LocalDate;
import org.modeltree.http.problem.Problem;

/** One run that reads the catalog into a file, shared by clients. {@link ExportRuns} guards its mutable state. */
final class ExportRun {

    /**
     * Result of a run, known as soon as its snapshot is taken, while the file still grows.
     *
     * @param state state of the catalog in the snapshot
     * @param day date of the export
     * @param file file of the export
     */
    record Export(ExportedState state, LocalDate day, ExportFile file) {

        long revision() {
            return state.revision();
        }
    }

    private final ExportedFile exported;
    private final LocalDate day;
    private final Promise<Export> export = Promise.promise();
    private boolean begun;
    private volatile boolean dropped;
    private int clients;
    private long visits;
    private long bytes;

    ExportRun(ExportedFile exported, LocalDate day) {
        this.exported = exported;
        this.day = day;
    }

    ExportedFile exported() {
        return exported;
    }

    LocalDate day() {
        return day;
    }

    /** Completes when the snapshot is taken. */
    Future<Export> export() {
        return export.future();
    }

    /**
     * Publishes the result.
     *
     * @return whether anybody still wants it
     */
    boolean give(Export given) {
        return export.tryComplete(given);
    }

    /**
     * Fails the run.
     *
     * @return whether no snapshot was taken yet
     */
    boolean fail(Throwable reason) {
        return export.tryFail(reason);
    }

    /** Whether the run has, or will have, everything up to a revision that a client has seen. */
    boolean serves(ExportedFile wanted, LocalDate today, long revision) {
        if (!exported.equals(wanted) || !day.equals(today) || export().failed()) {
            return false;
        }
        // An unknown revision is checked again once it is known.
        return !begun || !export().isComplete() || export().result().revision() >= revision;
    }

    /** Whether the snapshot may already be taken. */
    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    boolean isComplete() {
        return export().succeeded() && export().result().file().state() == ExportFile.State.COMPLETE;
    }

    /** Whether the file is not needed any more. May be called without the guard, as the run does for each record. */
    boolean isDropped() {
        return dropped;
    }

    boolean isIdle() {
        return clients == 0;
    }

    void enter() {
        clients++;
        visits++;
    }

    void leave() {
        clients--;
    }

    /** Number of clients so far. */
    long visits() {
        return visits;
    }

    void grow(long more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    /** Frees the file's space; clients that still read it are disconnected. */
    void drop() {
        dropped = true;
        bytes = 0;
        // Only a stopping service drops a run while clients wait for its snapshot.
        if (!fail(new Problem.Unavailable("The service is stopping.")) && export().succeeded()) {
            export().result().file().close();
        }
    }
}
