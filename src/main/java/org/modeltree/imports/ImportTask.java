package org.modeltree.imports;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An import on its way through the queue; its report is told to the database again and again until it is over. */
final class ImportTask {

    private final ImportProgress progress;
    private final Runnable leave;
    private final CompletableFuture<ImportReport> result = new CompletableFuture<>();
    private final AtomicBoolean hasLetGo = new AtomicBoolean();
    private volatile boolean begun;
    private volatile ImportReport outcome;

    /**
     * @param leave gives back the place that the catalog took
     */
    ImportTask(ImportProgress progress, Runnable leave) {
        this.progress = progress;
        this.leave = leave;
    }

    ImportProgress progress() {
        return progress;
    }

    ImportJob job() {
        return progress.job();
    }

    /** What came of it: the report, or why there is none. */
    CompletableFuture<ImportReport> result() {
        return result;
    }

    void begin() {
        begun = true;
    }

    /** Sets the report that it ends with. */
    void end(ImportReport report) {
        outcome = report;
    }

    /** Lets go of the catalog, and tells who waits; the first to say so decides. */
    void complete(ImportReport report) {
        letGo();
        result.complete(report);
    }

    /** The same where there is no report to be answered with. */
    void fail(Throwable why) {
        letGo();
        result.completeExceptionally(why);
    }

    private void letGo() {
        if (!hasLetGo.getAndSet(true)) {
            try {
                job().source().discard();
            } finally {
                leave.run();
            }
        }
    }

    /** Whether it has ended. */
    boolean isOver() {
        return outcome != null;
    }

    /** How it stands. */
    ImportReport report() {
        ImportReport last = outcome;
        return last != null ? last : progress.report(begun ? ImportReport.RUNNING : ImportReport.QUEUED, null, null);
    }
}
