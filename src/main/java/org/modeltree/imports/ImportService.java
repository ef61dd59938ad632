package org.modeltree.imports;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.admission.AdmissionQueue;
import org.modeltree.http.admission.AdmissionQueues;
import org.modeltree.http.admission.ConcurrencyLimit;
import org.modeltree.http.admission.GracefulShutdown;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.Deadline;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/** Imports of catalogs: uploads, a queue, a few imports at a time, and their reports. */
@ApplicationScoped
public class ImportService {

    private static final Logger LOG = Logger.getLogger(ImportService.class);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_STOP = Duration.ofSeconds(1);
    private static final Duration MAX_SUBMISSION = Duration.ofSeconds(10);
    private static final int SHOWN_FAULTS = 20;

    private final ImportTransaction transaction;
    private final ImportReports reports;
    private final Uploads uploads;
    private final ImportSettings settings;
    private final BackgroundThreads threads;
    private final Clock clock;
    private final ConcurrencyLimit onDisk;
    private final AdmissionQueue submissions;
    private final DatabaseAccess database;
    private final GracefulShutdown shutdown;
    private final BlockingQueue<Callable<Void>> queue;
    /** Imports that wait, run, or whose last report is not stored yet. */
    private final Set<ImportTask> active = ConcurrentHashMap.newKeySet();

    private final List<BackgroundThread> workers = new ArrayList<>();
    private boolean reportsAreStored = true;

    ImportService(
            ImportTransaction transaction,
            ImportReports reports,
            Uploads uploads,
            ImportSettings settings,
            BackgroundThreads threads,
            Clock clock,
            GracefulShutdown shutdown,
            AdmissionQueues queues,
            DatabaseAccess database) {
        this.transaction = transaction;
        this.reports = reports;
        this.uploads = uploads;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
        this.shutdown = shutdown;
        this.database = database;
        this.submissions = queues.create(ImportConnections.FIRST_REPORTS, 0, settings.maxOnDisk());
        this.onDisk = new ConcurrencyLimit(settings.maxOnDisk());
        this.queue = new ArrayBlockingQueue<>(settings.maxOnDisk());
    }

    @PostConstruct
    void start() {
        for (int i = 1; i <= settings.atOnce(); i++) {
            workers.add(threads.start("import " + i, thread -> queue.take().call()));
        }
        workers.add(threads.start("import reports", thread -> {
            Thread.sleep(HEARTBEAT_INTERVAL.toMillis());
            report(active);
        }));
    }

    /** Reports imports that outlast the grace period as failed, while the database is still available. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (BackgroundThread thread : workers) {
            thread.stop(MAX_STOP);
        }
        active.stream().filter(task -> !task.isOver()).forEach(this::failed);
        report(active);
    }

    /** Names of the formats that can be imported. */
    public List<String> formats() {
        return transaction.formats();
    }

    /**
     * Receives a catalog and imports it, without blocking a thread.
     *
     * @param request request with the catalog as its body
     * @param caller key of the caller, for limits per caller
     * @return the final report, or the current one if the import takes longer than requests wait; fails with {@link
     *     Problem.Rejected} if entries are invalid and nothing is stored
     */
    CompletionStage<ImportReport> take(
            CurrentRequest request, String caller, String format, boolean dryRun, boolean skip, String actor) {
        if (!database.canWrite()) {
            // Checked before the upload: without the database the import cannot even be queued.
            throw new Problem.Unavailable("The database cannot be reached.");
        }
        if (!onDisk.tryEnter(caller)) {
            throw new Problem.Unavailable("Too many imports are waiting. Try again later.");
        }
        return received(request, caller)
                .whenComplete((upload, fault) -> {
                    if (fault != null) {
                        onDisk.leave(caller);
                    }
                })
                .thenCompose(upload -> submitted(caller, job(upload, format, dryRun, skip, actor)))
                .thenCompose(this::answer);
    }

    private CompletionStage<Upload> received(CurrentRequest request, String caller) {
        try {
            return uploads.receive(request, caller).toCompletionStage();
        } catch (Problem tooMany) {
            return CompletableFuture.failedFuture(tooMany);
        }
    }

    /** Queues an import; on any failure before that, everything it holds is released. */
    private CompletionStage<ImportTask> submitted(String caller, ImportJob job) {
        ImportTask task = new ImportTask(new ImportProgress(job, job.source().size()), () -> onDisk.leave(caller));
        return permitted(caller)
                .thenCompose(permit -> CompletableFuture.completedStage(task)
                        .thenApplyAsync(this::submit, Infrastructure.getDefaultWorkerPool())
                        .whenComplete((submitted, fault) -> permit.release()))
                .whenComplete((submitted, fault) -> {
                    if (fault != null) {
                        active.remove(task);
                        task.fail(fault);
                    }
                });
    }

    /** Waits for a turn, so that no worker blocks on a connection that another import's report uses. */
    private CompletionStage<AdmissionQueue.Permit> permitted(String caller) {
        CompletableFuture<AdmissionQueue.Permit> answer = new CompletableFuture<>();
        submissions.enter(
                new AdmissionQueue.Flow(caller, "import"), Deadline.after(MAX_SUBMISSION), new AdmissionQueue.Waiter() {
                    @Override
                    public void admitted(AdmissionQueue.Permit permit) {
                        answer.complete(permit);
                    }

                    @Override
                    public void refused(AdmissionQueue.Refusal refusal) {
                        answer.completeExceptionally(new Problem.Unavailable(
                                "The database is too slow to register the import. Try again later."));
                    }
                });
        return answer;
    }

    private ImportTask submit(ImportTask task) {
        if (task.job().source().size() == 0) {
            throw CatalogBytes.empty();
        }
        reports.put(task.report());
        active.add(task);
        queue.add(shutdown.tracked(() -> run(task)));
        return task;
    }

    /** The final report, or the current one after the maximum wait. */
    private CompletionStage<ImportReport> answer(ImportTask task) {
        CompletableFuture<ImportReport> current = CompletableFuture.supplyAsync(
                task::report,
                CompletableFuture.delayedExecutor(
                        settings.answerWithin().toMillis(),
                        TimeUnit.MILLISECONDS,
                        Infrastructure.getDefaultWorkerPool()));
        return task.result().applyToEither(current, ImportService::orRefused);
    }

    /** Imports a file on the calling thread. */
    public ImportSummary importFile(Path file, String format, boolean dryRun, boolean skip, ProgressListener listener) {
        ImportJob job = job(new CatalogSource.OfFile(file, size(file)), format, dryRun, skip, "command line");
        ImportTask task = new ImportTask(new ImportProgress(job, job.source().size()), () -> {});
        active.add(task);
        BackgroundThread ticking = threads.start("import progress", thread -> {
            Thread.sleep(PROGRESS_INTERVAL.toMillis());
            ImportReport now = task.progress().report(ImportReport.RUNNING, null, null);
            listener.progress(
                    now.progress().bytes(), now.progress().of(), now.progress().lines());
        });
        try {
            run(task);
            return ImportSummary.of(task.result().join());
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } finally {
            stop(ticking);
        }
    }

    private static void stop(BackgroundThread thread) {
        try {
            thread.stop(MAX_STOP);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listener for the progress of an import. */
    @FunctionalInterface
    public interface ProgressListener {

        /**
         * Called several times a second.
         *
         * @param bytes bytes read so far
         * @param of size of the file in bytes
         * @param lines records staged so far
         */
        void progress(long bytes, long of, long lines);
    }

    /** The report of an import. */
    ImportReport report(String id) {
        return reports.find(id)
                .orElseThrow(
                        () -> new Problem.NotFound("Import " + Parameters.quoted(id) + " does not exist.", List.of()));
    }

    private static ImportReport orRefused(ImportReport report) {
        if (report.status().equals(ImportReport.REJECTED)) {
            List<Problem.BodyFault> faults = report.rejections().stream()
                    .limit(SHOWN_FAULTS)
                    .map(rejection -> new Problem.BodyFault(place(rejection), rejection.reason()))
                    .toList();
            throw new Problem.Rejected(
                    report.rejected() + (report.rejected() == 1 ? " entry is" : " entries are")
                            + " invalid, so nothing is stored. First error"
                            + inWords(report.rejections().get(0)) + ": "
                            + faults.get(0).detail()
                            + ". Correct the catalog, or send `onError=skip` to import the valid entries only.",
                    report,
                    faults);
        }
        return report;
    }

    private static String inWords(ImportReport.Rejection rejection) {
        String line = rejection.line() == null ? "" : " in line " + rejection.line();
        return rejection.pointer() == null ? line : line + " at " + rejection.pointer();
    }

    private static String place(ImportReport.Rejection rejection) {
        String pointer = rejection.pointer() == null ? "" : rejection.pointer();
        return rejection.line() == null ? pointer : "/" + (rejection.line() - 1) + pointer;
    }

    /** Runs one import to its end, whatever fails. */
    private Void run(ImportTask task) {
        ImportReport report = null;
        Throwable failure = null;
        try {
            task.begin();
            // It may have been marked as failed while it waited in the queue.
            if (!reports.put(task.report())) {
                throw ImportTransaction.markedFailed();
            }
            report = transaction.run(task.progress());
        } catch (MalformedCatalog malformed) {
            failure = new Problem.InvalidBody(List.of(new Problem.BodyFault("", malformed.getMessage())));
        } catch (Problem problem) {
            failure = problem;
        } catch (Throwable fault) {
            // Errors as well, such as OutOfMemoryError: the next import may need less memory.
            failure = fault;
        }
        try {
            if (failure != null && !(failure instanceof Problem)) {
                LOG.errorf(failure, "Import %s failed", task.job().id());
            }
            if (report == null) {
                failed(task);
            } else {
                task.end(report);
            }
            report(Set.of(task));
        } finally {
            // Even if there was no memory left to report the end.
            if (failure == null) {
                task.complete(report);
            } else {
                task.fail(failure);
            }
        }
        return null;
    }

    private void failed(ImportTask task) {
        task.end(task.progress().report(ImportReport.FAILED, null, clock.instant()));
    }

    /**
     * Stores the reports of imports, as heartbeats. A final report that was stored with its import stays as it is. One that
     * cannot be stored is tried again; if this instance ends before, the missing heartbeat marks the import as failed.
     */
    private synchronized void report(Collection<ImportTask> tasks) {
        for (ImportTask task : tasks) {
            try {
                if (task.result().isDone() && !task.isOver()) {
                    // There was no memory left to report the failure at the time.
                    failed(task);
                }
                // Read before storing: an import that ends meanwhile is stored once more.
                boolean over = task.isOver();
                reports.put(task.report());
                reportsAreStored = true;
                if (over) {
                    active.remove(task);
                }
            } catch (RuntimeException away) {
                if (reportsAreStored) {
                    LOG.warnf("Cannot store import reports, will try again: %s", away.getMessage());
                }
                reportsAreStored = false;
            }
        }
    }

    private ImportJob job(CatalogSource source, String format, boolean dryRun, boolean skip, String actor) {
        return new ImportJob(UUID.randomUUID().toString(), source, format, dryRun, skip, actor, clock.instant());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
