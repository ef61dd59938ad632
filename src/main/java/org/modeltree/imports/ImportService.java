package org.modeltree.imports;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/** Imports of catalogs: uploads, a queue, a few imports at a time, and their reports. */
@ApplicationScoped
public class ImportService {

    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_STOP = Duration.ofSeconds(1);
    /** Divides the idle timeout of connections: a request that waits longer is closed without an answer. */
    private static final int PART_OF_IDLE_TIMEOUT = 2;

    private final ImportTransaction transaction;
    private final ImportQueue queue;
    private final ImportReports reports;
    private final Uploads uploads;
    private final Duration answerWithin;
    private final BackgroundThreads threads;
    private final Clock clock;
    private final ImportAdmission admission;
    private final DatabaseAccess database;

    ImportService(
            ImportTransaction transaction,
            ImportQueue queue,
            ImportReports reports,
            Uploads uploads,
            ImportSettings settings,
            BackgroundThreads threads,
            Clock clock,
            ImportAdmission admission,
            DatabaseAccess database,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idleTimeout) {
        this.transaction = transaction;
        this.queue = queue;
        this.reports = reports;
        this.uploads = uploads;
        this.answerWithin = answerWithin(settings.answerWithin(), idleTimeout);
        this.threads = threads;
        this.clock = clock;
        this.database = database;
        this.admission = admission;
    }

    /** Names of the formats that can be imported. */
    public List<String> formats() {
        return transaction.formats();
    }

    /** Media type of the files of a format, without parameters. */
    String mediaType(String format) {
        return transaction.mediaType(format);
    }

    /** Media types of the files of all formats. */
    List<String> mediaTypes() {
        return formats().stream().map(this::mediaType).distinct().sorted().toList();
    }

    /**
     * Receives a catalog and imports it, without blocking a thread.
     *
     * @param request request with the catalog as its body
     * @param caller key of the caller, for limits per caller
     * @return the final report, or the current one if the import takes longer than requests wait; fails with {@link
     *     Problem.Rejected} if entries are invalid and nothing is stored
     */
    CompletionStage<ImportReport.AtRevision> take(
            CurrentRequest request,
            String caller,
            String format,
            boolean dryRun,
            boolean skip,
            boolean complete,
            String actor) {
        if (!database.canWrite()) {
            // Checked before the upload: without the database the import cannot even be queued.
            throw new Problem.Unavailable("The database cannot be reached.");
        }
        admission.enter(caller);
        return received(request, caller)
                .whenComplete((upload, fault) -> {
                    if (fault != null) {
                        admission.leave(caller);
                    }
                })
                .thenCompose(upload -> submitted(caller, job(upload, format, dryRun, skip, complete, actor)))
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
        ImportTask task = new ImportTask(new ImportProgress(job, job.source().size()), () -> admission.leave(caller));
        return admission
                .turn(caller)
                .thenCompose(permit -> CompletableFuture.completedStage(task)
                        .thenApplyAsync(queue::submit, Infrastructure.getDefaultWorkerPool())
                        .whenComplete((submitted, fault) -> permit.release()))
                .whenComplete((submitted, fault) -> {
                    if (fault != null) {
                        queue.withdraw(task, fault);
                    }
                });
    }

    /** How long a request waits for its import: as configured, and never so long that its connection counts as idle. */
    static Duration answerWithin(Duration configured, Duration idleTimeout) {
        Duration longest = idleTimeout.dividedBy(PART_OF_IDLE_TIMEOUT);
        // An idle timeout of zero is none.
        return idleTimeout.isZero() || configured.compareTo(longest) < 0 ? configured : longest;
    }

    /** The final report, or the current one after the maximum wait. */
    private CompletionStage<ImportReport.AtRevision> answer(ImportTask task) {
        Executor later = CompletableFuture.delayedExecutor(
                answerWithin.toMillis(), TimeUnit.MILLISECONDS, Infrastructure.getDefaultWorkerPool());
        CompletableFuture<ImportReport> current =
                CompletableFuture.runAsync(() -> {}, later).thenCompose(waited -> task.current());
        return task.result().applyToEither(current, report -> {
            if (report.status().equals(ImportReport.REJECTED)) {
                throw RejectedImport.of(report);
            }
            return task.progress().atRevision(report);
        });
    }

    /** Imports a file on the calling thread. */
    public ImportSummary importFile(
            Path file, String format, boolean dryRun, boolean skip, boolean complete, ProgressListener listener) {
        ImportJob job = job(new CatalogSource.OfFile(file, size(file)), format, dryRun, skip, complete, "command line");
        ImportTask task = new ImportTask(new ImportProgress(job, job.source().size()), () -> {});
        BackgroundThread ticking = threads.start("import progress", thread -> {
            Thread.sleep(PROGRESS_INTERVAL.toMillis());
            ImportReport now = task.progress().report(ImportReport.RUNNING, null, null);
            listener.progress(
                    now.progress().bytes(), now.progress().of(), now.progress().lines());
        });
        try {
            queue.runNow(task);
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
    ImportReport.AtRevision report(String id) {
        return reports.find(id)
                .orElseThrow(() -> new Problem.NotFound("There is no import " + Parameters.shown(id) + ".", List.of()));
    }

    private ImportJob job(
            CatalogSource source, String format, boolean dryRun, boolean skip, boolean complete, String actor) {
        return new ImportJob(
                UUID.randomUUID().toString(), source, format, dryRun, skip, complete, actor, clock.instant());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
