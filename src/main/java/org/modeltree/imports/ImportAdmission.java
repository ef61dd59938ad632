package org.modeltree.imports;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.modeltree.http.admission.AdmissionQueue;
import org.modeltree.http.admission.AdmissionQueues;
import org.modeltree.http.admission.ConcurrencyLimit;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Deadline;

/** Limits on imports: catalogs on disk, and first reports that are stored at the same time. */
@ApplicationScoped
class ImportAdmission {

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final ConcurrencyLimit onDisk;
    private final AdmissionQueue firstReports;

    ImportAdmission(ImportSettings settings, AdmissionQueues queues) {
        firstReports = queues.create(ImportConnections.FIRST_REPORTS, 0, settings.maxOnDisk());
        onDisk = new ConcurrencyLimit(settings.maxOnDisk());
    }

    /**
     * Takes a place for a catalog on disk; {@link #leave} gives it back.
     *
     * @throws Problem.Unavailable if too many catalogs are on disk, in total or of this caller
     */
    void enter(String caller) {
        if (!onDisk.tryEnter(caller)) {
            throw new Problem.Unavailable("Too many imports are waiting. Try again later.");
        }
    }

    /** Gives a place back. */
    void leave(String caller) {
        onDisk.leave(caller);
    }

    /**
     * Waits for a turn to store a first report, so that no worker blocks on a connection that another import uses.
     *
     * @return a permit, which has to be released; fails with {@link Problem.Unavailable} if the wait is too long
     */
    CompletionStage<AdmissionQueue.Permit> turn(String caller) {
        CompletableFuture<AdmissionQueue.Permit> turn = new CompletableFuture<>();
        firstReports.enter(
                new AdmissionQueue.Flow(caller, "import"), Deadline.after(MAX_WAIT), new AdmissionQueue.Waiter() {
                    @Override
                    public void admitted(AdmissionQueue.Permit permit) {
                        turn.complete(permit);
                    }

                    @Override
                    public void refused(AdmissionQueue.Refusal refusal) {
                        turn.completeExceptionally(new Problem.Unavailable(
                                "The database is too slow to register the import. Try again later."));
                    }
                });
        return turn;
    }
}
