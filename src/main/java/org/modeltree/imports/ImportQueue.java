package org.modeltree.imports;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.http.admission.GracefulShutdown;
import org.modeltree.http.problem.FaultForm;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Queue of imports: runs a few at a time, and stores their reports as heartbeats until they are over. It starts with the
 * service, so that its metrics exist before the first import.
 */
@Startup
@ApplicationScoped
class ImportQueue {

    private static final Logger LOG = Logger.getLogger(ImportQueue.class);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_STOP = Duration.ofSeconds(1);

    private final ImportTransaction transaction;
    private final ImportReports reports;
    private final ImportSettings settings;
    private final BackgroundThreads threads;
    private final Clock clock;
    private final GracefulShutdown shutdown;
    private final BlockingQueue<Callable<Void>> queue;

    /** Imports that wait, run, or whose last report is not stored yet. */
    private final Set<ImportTask> active = ConcurrentHashMap.newKeySet();

    private final AtomicInteger running = new AtomicInteger();
    /** By outcome; made beforehand, because there may be no memory left at the end of an import. */
    private final Map<String, Counter> ended;

    private final List<BackgroundThread> workers = new ArrayList<>();
    private boolean reportsAreStored = true;

    ImportQueue(
            ImportTransaction transaction,
            ImportReports reports,
            ImportSettings settings,
            BackgroundThreads threads,
            Clock clock,
            GracefulShutdown shutdown,
            MeterRegistry meters) {
        this.transaction = transaction;
        this.reports = reports;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
        this.shutdown = shutdown;
        this.queue = new ArrayBlockingQueue<>(settings.maxOnDisk());
        Gauge.builder("modeltree.imports.running", running, AtomicInteger::get)
                .description("Imports that run")
                .register(meters);
        Gauge.builder("modeltree.imports.waiting", queue, Collection::size)
                .description("Imports that wait for their turn")
                .register(meters);
        this.ended = Stream.of(ImportReport.DONE, ImportReport.REJECTED, ImportReport.FAILED)
                .collect(Collectors.toMap(
                        outcome -> outcome,
                        outcome -> Counter.builder("modeltree.imports.ended")
                                .tag("outcome", outcome)
                                .description("Imports that ended: done, rejected (because of the catalog) or failed")
                                .register(meters)));
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

    /** Stores the first report of an import and queues it. If this fails, {@link #withdraw} the import. */
    ImportTask submit(ImportTask task) {
        if (task.job().source().size() == 0) {
            throw CatalogBytes.empty();
        }
        reports.put(task.report());
        active.add(task);
        queue.add(shutdown.tracked(() -> {
            run(task);
            return null;
        }));
        return task;
    }

    /** Gives up an import that could not be queued. */
    void withdraw(ImportTask task, Throwable reason) {
        active.remove(task);
        task.fail(reason);
    }

    /** Runs an import on the calling thread, without waiting for others. */
    void runNow(ImportTask task) {
        active.add(task);
        run(task);
    }

    /** Runs one import to its end, whatever fails. */
    private void run(ImportTask task) {
        ImportReport report = null;
        Throwable failure = null;
        running.incrementAndGet();
        try {
            task.begin();
            // It may have been marked as failed while it waited in the queue.
            if (!reports.put(task.report())) {
                throw ImportTransaction.markedFailed();
            }
            report = transaction.run(task.progress());
        } catch (MalformedCatalog malformed) {
            failure = new Problem.InvalidBody(
                    List.of(new Problem.BodyFault("", malformed.getMessage(), List.of(), FaultForm.SENTENCE)));
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
            running.decrementAndGet();
            // Even if there was no memory left to report the end.
            if (failure == null) {
                task.complete(report);
            } else {
                task.fail(failure);
            }
            ended.get(outcome(report, failure)).increment();
        }
    }

    /** A catalog that is refused says nothing of the service; other failures do. */
    private static String outcome(ImportReport report, Throwable failure) {
        if (report != null) {
            return report.status();
        }
        return failure instanceof Problem && !(failure instanceof Problem.Unavailable)
                ? ImportReport.REJECTED
                : ImportReport.FAILED;
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
}
