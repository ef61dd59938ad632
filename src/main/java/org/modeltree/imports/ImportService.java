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

/** Takes catalogs in, one after the other or a few at once, and tells what became of them. */
@ApplicationScoped
public class ImportService {

    private static final Logger LOG = Logger.getLogger(ImportService.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(1);
    private static final Duration MAX_SUBMISSION = Duration.ofSeconds(10);
    private static final int SHOWN_FAULTS = 20;

    private final ImportTransaction loader;
    private final ImportReports runs;
    private final Uploads uploads;
    private final ImportSettings settings;
    private final BackgroundThreads threads;
    private final Clock clock;
    private final ConcurrencyLimit onDisk;
    private final AdmissionQueue submissions;
    private final DatabaseAccess database;
    private final GracefulShutdown shutdown;
    private final BlockingQueue<Callable<Void>> queue;
    /** Those that wait, run, or whose last report could not be stored yet. */
    private final Set<ImportTask> active = ConcurrentHashMap.newKeySet();

    private final List<BackgroundThread> own = new ArrayList<>();
    private boolean reportsAreStored = true;

    ImportService(
            ImportTransaction loader,
            ImportReports runs,
            Uploads uploads,
            ImportSettings settings,
            BackgroundThreads threads,
            Clock clock,
            GracefulShutdown shutdown,
            AdmissionQueues queues,
            DatabaseAccess database) {
        this.loader = loader;
        this.runs = runs;
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
            own.add(threads.start("import " + i, thread -> queue.take().call()));
        }
        own.add(threads.start("import reports", thread -> {
            Thread.sleep(BEAT.toMillis());
            report(active);
        }));
    }

    /** What the grace period was too short for is reported now, as there is no database after this. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (BackgroundThread thread : own) {
            thread.stop(MAX_GOODBYE);
        }
        active.stream().filter(task -> !task.isOver()).forEach(this::failed);
        report(active);
    }

    /** Names of the formats that can be imported. */
    public List<String> formats() {
        return loader.formats();
    }

    /**
     * Receives a catalog and imports it; no thread waits for either.
     *
     * @param request whose body it is
     * @param caller what tells who asks from all others
     * @return the report; of one that goes on where it takes longer than somebody wants to wait; a {@link
     *     Problem.Rejected} if something in it is wrong and nothing is stored
     */
    CompletionStage<ImportReport> take(
            CurrentRequest request, String caller, String format, boolean dryRun, boolean skip, String actor) {
        if (!database.canWrite()) {
            // Before anything of it is sent: without the database it cannot even wait.
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

    /** Puts an import into the queue; whatever goes wrong before it is there, it lets go of all that it took. */
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

    /** In turn, so that no worker waits for a connection that another import's report has. */
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
                                "The database takes too long to note that there is another import. Try again later."));
                    }
                });
        return answer;
    }

    private ImportTask submit(ImportTask task) {
        if (task.job().source().size() == 0) {
            throw CatalogBytes.empty();
        }
        runs.put(task.report());
        active.add(task);
        queue.add(shutdown.tracked(() -> run(task)));
        return task;
    }

    /** When it is over, or after a moment. */
    private CompletionStage<ImportReport> answer(ImportTask task) {
        CompletableFuture<ImportReport> goesOn = CompletableFuture.supplyAsync(
                task::report,
                CompletableFuture.delayedExecutor(
                        settings.answerWithin().toMillis(),
                        TimeUnit.MILLISECONDS,
                        Infrastructure.getDefaultWorkerPool()));
        return task.result().applyToEither(goesOn, ImportService::orRefused);
    }

    /** Imports a file, in the caller's thread. */
    public ImportSummary importFile(Path file, String format, boolean dryRun, boolean skip, ProgressListener listener) {
        ImportJob job = job(new CatalogSource.OfFile(file, size(file)), format, dryRun, skip, "command line");
        ImportTask task = new ImportTask(new ImportProgress(job, job.source().size()), () -> {});
        active.add(task);
        BackgroundThread ticking = threads.start("import progress", thread -> {
            Thread.sleep(TICK.toMillis());
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
            thread.stop(MAX_GOODBYE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Is told how far an import is. */
    @FunctionalInterface
    public interface ProgressListener {

        /** So many bytes of so many are read, and so many lines taken from them. */
        void progress(long bytes, long of, long lines);
    }

    /** The report of an import. */
    ImportReport report(String id) {
        return runs.find(id)
                .orElseThrow(() -> new Problem.NotFound("There is no import " + Parameters.shown(id) + ".", List.of()));
    }

    private static ImportReport orRefused(ImportReport report) {
        if (report.status().equals(ImportReport.REJECTED)) {
            List<Problem.BodyFault> faults = report.rejections().stream()
                    .limit(SHOWN_FAULTS)
                    .map(rejection -> new Problem.BodyFault(place(rejection), rejection.reason()))
                    .toList();
            throw new Problem.Rejected(
                    "Of the catalog " + report.rejected() + (report.rejected() == 1 ? " entry is" : " entries are")
                            + " wrong, and nothing was stored. The first: "
                            + (faults.get(0).pointer().isEmpty()
                                    ? ""
                                    : faults.get(0).pointer() + " ")
                            + faults.get(0).detail() + ".",
                    report,
                    faults);
        }
        return report;
    }

    private static String place(ImportReport.Rejection rejection) {
        String pointer = rejection.pointer() == null ? "" : rejection.pointer();
        return rejection.line() == null ? pointer : "/" + (rejection.line() - 1) + pointer;
    }

    /** Runs one import to its end, whatever happens in it. */
    private Void run(ImportTask task) {
        ImportReport report = null;
        Throwable why = null;
        try {
            task.begin();
            // Whoever asked while it waited may have been told that it failed.
            if (!runs.put(task.report())) {
                throw ImportTransaction.declaredFailed();
            }
            report = loader.run(task.progress());
        } catch (MalformedCatalog malformed) {
            why = new Problem.InvalidBody(List.of(new Problem.BodyFault("", malformed.getMessage())));
        } catch (Problem problem) {
            why = problem;
        } catch (Throwable fault) {
            // Errors as well, such as a lack of memory: the next import may need less.
            why = fault;
        }
        try {
            if (why != null && !(why instanceof Problem)) {
                LOG.errorf(why, "The import %s failed", task.job().id());
            }
            if (report == null) {
                failed(task);
            } else {
                task.end(report);
            }
            report(Set.of(task));
        } finally {
            // Also where there was no memory left to say how it ended.
            if (why == null) {
                task.complete(report);
            } else {
                task.fail(why);
            }
        }
        return null;
    }

    private void failed(ImportTask task) {
        task.end(task.progress().report(ImportReport.FAILED, null, clock.instant()));
    }

    /**
     * Stores how imports stand, which says that they live. What was stored with its report changes nothing here. A
     * last report that cannot be stored is tried again; if this instance ends before, its silence says that it failed.
     */
    private synchronized void report(Collection<ImportTask> tasks) {
        for (ImportTask task : tasks) {
            try {
                if (task.result().isDone() && !task.isOver()) {
                    // There was no memory to say so when it was.
                    failed(task);
                }
                // Read before it is stored: what ends meanwhile is stored once more.
                boolean over = task.isOver();
                runs.put(task.report());
                reportsAreStored = true;
                if (over) {
                    active.remove(task);
                }
            } catch (RuntimeException away) {
                if (reportsAreStored) {
                    LOG.warnf("Reports of imports cannot be stored for now: %s", away.getMessage());
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
