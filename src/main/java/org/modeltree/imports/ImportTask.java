package org.modeltree.imports;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An import in the queue or running. Its report is stored again and again until it is over, as a heartbeat. */
final class ImportTask {

    private final ImportProgress progress;
    private final Runnable leave;
    private final CompletableFuture<ImportReport> result = new CompletableFuture<>();
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean begun;
    private volatile ImportReport outcome;

    /**
     * @param leave releases the place of the catalog on disk
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

    /** The final report, or the failure. */
    CompletableFuture<ImportReport> result() {
        return result;
    }

    void begin() {
        begun = true;
    }

    /** Sets the final report. */
    void end(ImportReport report) {
        outcome = report;
    }

    /** Releases the catalog and completes the result; the first call decides. */
    void complete(ImportReport report) {
        release();
        result.complete(report);
    }

    /** Releases the catalog and completes the result with a failure; the first call decides. */
    void fail(Throwable why) {
        release();
        result.completeExceptionally(why);
    }

    private void release() {
        if (!released.getAndSet(true)) {
            try {
                job().source().discard();
            } finally {
                leave.run();
            }
        }
    }

    /** Whether the final report is set. */
    boolean isOver() {
        return outcome != null;
    }

    /**
     * The current state; the result if the import has ended. Its final report is set first and stored before the result is
     * known, and does not say why an import failed.
     */
    CompletableFuture<ImportReport> current() {
        ImportReport report = report();
        return report.isOver() ? result : CompletableFuture.completedFuture(report);
    }

    /** The final report, or the current state. */
    ImportReport report() {
        ImportReport last = outcome;
        return last != null ? last : progress.report(begun ? ImportReport.RUNNING : ImportReport.QUEUED, null, null);
    }
}
