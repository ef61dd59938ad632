package org.modeltree.exports;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.LocalDate;
import org.modeltree.http.problem.Problem;

/** One reading of the catalog into a file, and who shares it. {@link ExportRuns} guards what changes. */
final class ExportRun {

    /**
     * What a run gives: known as soon as its snapshot is taken, while the file still grows.
     *
     * @param revision of the catalog in the snapshot
     */
    record Export(long revision, ExportFile file) {}

    private final String format;
    private final LocalDate day;
    private final Promise<Export> export = Promise.promise();
    private boolean begun;
    private boolean dropped;
    private int clients;
    private long visits;
    private long bytes;

    ExportRun(String format, LocalDate day) {
        this.format = format;
        this.day = day;
    }

    String format() {
        return format;
    }

    LocalDate day() {
        return day;
    }

    /** Completes when the snapshot is taken. */
    Future<Export> export() {
        return export.future();
    }

    /** The snapshot is taken. @return whether anybody still wants it */
    boolean give(Export given) {
        return export.tryComplete(given);
    }

    /** No snapshot can be taken. @return whether there is none yet */
    boolean fail(Throwable reason) {
        return export.tryFail(reason);
    }

    /** Whether it has, or will have, all that a client may expect who has seen a revision. */
    boolean serves(String wanted, LocalDate today, long revision) {
        if (!format.equals(wanted) || !day.equals(today) || export().failed()) {
            return false;
        }
        // What is not known yet is looked at again once it is.
        return !begun || !export().isComplete() || export().result().revision() >= revision;
    }

    /** Whether the snapshot may be taken already. */
    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    boolean isComplete() {
        return export().succeeded() && export().result().file().state() == ExportFile.State.COMPLETE;
    }

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

    /** How many clients there have been. */
    long visits() {
        return visits;
    }

    void grow(int more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    /** Gives the file's room back; whoever still reads it is cut off. */
    void drop() {
        dropped = true;
        bytes = 0;
        // Nobody waits for the snapshot of a run that is dropped, unless the service stops.
        if (!fail(new Problem.Unavailable("The service is stopping.")) && export().succeeded()) {
            export().result().file().close();
        }
    }
}
