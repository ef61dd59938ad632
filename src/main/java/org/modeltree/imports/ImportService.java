package org.modeltree.imports;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jboss.logging.Logger;
import org.modeltree.http.GracefulShutdown;
import org.modeltree.http.Parameters;
import org.modeltree.http.Problem;

/** Takes catalogs in, one after the other or a few at once, and tells what became of them. */
@ApplicationScoped
public class ImportService {

    private static final Logger LOG = Logger.getLogger(ImportService.class);
    private static final long MEGABYTE = 1L << 20;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int SHOWN_FAULTS = 20;

    private final ImportLoader loader;
    private final ImportRunLoader runs;
    private final ImportSettings settings;
    private final Clock clock;
    private final GracefulShutdown shutdown;
    private final ExecutorService workers;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    /** Imports that wait or run. */
    private final Set<ImportProgress> unfinished = ConcurrentHashMap.newKeySet();

    ImportService(
            ImportLoader loader,
            ImportRunLoader runs,
            ImportSettings settings,
            Clock clock,
            GracefulShutdown shutdown) {
        this.loader = loader;
        this.runs = runs;
        this.settings = settings;
        this.clock = clock;
        this.shutdown = shutdown;
        this.workers = Executors.newFixedThreadPool(settings.atOnce());
    }

    /** What the grace period was too short for is reported now, as there is no database after this. */
    void stop(@Observes ShutdownEvent event) {
        workers.shutdownNow();
        heart.shutdownNow();
        unfinished.forEach(progress -> ended(progress, Optional.empty()));
    }

    /** Names of the formats that can be imported. */
    public List<String> formats() {
        return loader.formats();
    }

    /**
     * Takes a catalog in, and waits for a moment.
     *
     * @return the report; of one that goes on where it takes longer
     * @throws Problem.Rejected if something in it is wrong and nothing is stored
     */
    ImportReport take(InputStream catalog, String format, boolean dryRun, boolean skip, String actor) {
        ImportJob job = job(catalog, format, dryRun, skip, actor);
        ImportProgress progress = new ImportProgress(job, size(job.file()));
        runs.put(progress.report(ImportReport.QUEUED, null, null));
        unfinished.add(progress);
        Future<ImportReport> running = workers.submit(shutdown.tracked(() -> run(progress)));
        try {
            ImportReport report = running.get(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
            refuse(report);
            return report;
        } catch (TimeoutException goesOn) {
            return progress.report(ImportReport.RUNNING, null, null);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The service is stopping.");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        }
    }

    /** Imports a file, in the caller's thread. */
    public ImportSummary importFile(Path file, String format, boolean dryRun, boolean skip, ProgressListener listener) {
        try (InputStream stream = Files.newInputStream(file)) {
            ImportJob job = job(stream, format, dryRun, skip, "command line");
            ImportProgress progress = new ImportProgress(job, size(job.file()));
            unfinished.add(progress);
            ScheduledFuture<?> ticking = heart.scheduleAtFixedRate(
                    () -> {
                        ImportReport now = progress.report(ImportReport.RUNNING, null, null);
                        listener.progress(
                                now.progress().bytes(),
                                now.progress().of(),
                                now.progress().lines());
                    },
                    100,
                    100,
                    TimeUnit.MILLISECONDS);
            try {
                return ImportSummary.of(run(progress));
            } finally {
                ticking.cancel(true);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
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

    private static void refuse(ImportReport report) {
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
    }

    private static String place(ImportReport.Rejection rejection) {
        String pointer = rejection.pointer() == null ? "" : rejection.pointer();
        return rejection.line() == null ? pointer : "/" + (rejection.line() - 1) + pointer;
    }

    private ImportReport run(ImportProgress progress) {
        ScheduledFuture<?> beating = heart.scheduleAtFixedRate(
                () -> runs.put(progress.report(ImportReport.RUNNING, null, null)), 0, 1, TimeUnit.SECONDS);
        ImportReport report = null;
        try {
            report = loader.run(progress);
            return report;
        } catch (MalformedCatalog malformed) {
            throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", malformed.getMessage())));
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "The import %s failed", progress.job().id());
            throw fault;
        } finally {
            beating.cancel(true);
            unfinished.remove(progress);
            ended(progress, Optional.ofNullable(report));
            delete(progress.job().file());
        }
    }

    /** What was stored has its report with it already; this one changes nothing then. */
    private void ended(ImportProgress progress, Optional<ImportReport> report) {
        try {
            runs.put(report.orElseGet(() -> progress.report(ImportReport.FAILED, null, clock.instant())));
        } catch (RuntimeException lost) {
            LOG.warnf("The report of import %s is lost: %s", progress.job().id(), lost.getMessage());
        }
    }

    private ImportJob job(InputStream catalog, String format, boolean dryRun, boolean skip, String actor) {
        return new ImportJob(
                UUID.randomUUID().toString(), spooled(catalog), format, dryRun, skip, actor, clock.instant());
    }

    /** The catalog on disk, unpacked, so that nothing waits for a slow client and memory does not grow with it. */
    private Path spooled(InputStream catalog) {
        Path file = null;
        try {
            file = Files.createTempFile("modeltree-import-", ".tmp");
            try (InputStream stream = unpacked(catalog);
                    OutputStream out = Files.newOutputStream(file)) {
                long most = settings.maxMegabytes() * MEGABYTE;
                byte[] buffer = new byte[BUFFER];
                long all = 0;
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    all += count;
                    if (all > most) {
                        throw new Problem.Refused(
                                Problem.Reason.TOO_LARGE,
                                "A catalog may have at most " + settings.maxMegabytes() + " MB.");
                    }
                    out.write(buffer, 0, count);
                }
                if (all == 0) {
                    throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", "is empty; a catalog is wanted")));
                }
            }
            return file;
        } catch (ZipException | java.io.EOFException broken) {
            delete(file);
            throw new Problem.InvalidBody(
                    List.of(new Problem.BodyFault("", "is packed with gzip, and broken or not whole")));
        } catch (IOException broken) {
            delete(file);
            throw new UncheckedIOException(broken);
        } catch (Problem refused) {
            delete(file);
            throw refused;
        }
    }

    /** Whether it is packed is seen by its first two bytes; no catalog begins so. */
    private static InputStream unpacked(InputStream catalog) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(catalog, BUFFER);
        buffered.mark(2);
        int first = buffered.read();
        int second = buffered.read();
        buffered.reset();
        return (first << 8 | second) == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER) : buffered;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            LOG.warnf("%s could not be deleted: %s", file, left.getMessage());
        }
    }
}
