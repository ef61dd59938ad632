package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.modeltree.changes.snapshot.CatalogSnapshot;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.LatestRevision;

/**
 * Runs that read the catalog into files as fast as the database delivers it, a few at a time; no other part of an export
 * needs a connection. Clients share the file of a run, even while it is written, and it is kept for a while afterwards.
 */
@ApplicationScoped
class ExportRuns {

    private static final Logger LOG = Logger.getLogger(ExportRuns.class);
    private static final long MEGABYTE = 1L << 20;

    /** Files without clients; each holds a file descriptor. */
    private static final int MAX_IDLE = 100;

    private final CatalogSnapshot catalog;
    private final ExportFormats formats;
    private final LatestRevision latest;
    private final ExportSettings settings;
    private final Vertx vertx;
    private final ExecutorService threads;
    private final List<ExportRun> runs = new ArrayList<>();
    private final SelectionTurns selections = new SelectionTurns();
    private final ExportMetrics metrics;
    private boolean isSelecting;
    private long bytes;

    ExportRuns(
            CatalogSnapshot catalog,
            ExportFormats formats,
            LatestRevision latest,
            ExportSettings settings,
            MeterRegistry meters,
            Vertx vertx) {
        this.catalog = catalog;
        this.formats = formats;
        this.latest = latest;
        this.settings = settings;
        this.vertx = vertx;
        metrics = new ExportMetrics(meters, this::bytes, settings.maxMegabytes() * MEGABYTE);
        threads = Executors.newFixedThreadPool(settings.atOnce(), task -> {
            Thread thread = new Thread(task, "export");
            thread.setDaemon(true);
            return thread;
        });
    }

    @PreDestroy
    void stop() {
        synchronized (this) {
            List.copyOf(runs).forEach(this::drop);
        }
        threads.shutdownNow();
    }

    /** No client waits for a run any more. */
    private static final class Abandoned extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /**
     * Joins a run, or starts one. The caller must leave the place, whatever happens.
     *
     * @param client key of the client, by which selections take turns
     * @param seen revision that the client has seen; the export is at least that new
     */
    Place place(ExportedFile exported, String client, long seen) {
        Place place = new Place(exported, client, Math.max(seen, latest.known()));
        place.take();
        return place;
    }

    /** A client's place in a run. */
    final class Place {

        private final ExportedFile exported;
        private final String client;
        private final long minRevision;
        private final Promise<ExportRun.Export> export = Promise.promise();
        private Optional<ExportRun> run = Optional.empty();
        private boolean left;

        private Place(ExportedFile exported, String client, long minRevision) {
            this.exported = exported;
            this.client = client;
            this.minRevision = minRevision;
        }

        /** Completes when the snapshot is taken. */
        Future<ExportRun.Export> export() {
            return export.future();
        }

        /** Stops waiting for the snapshot. */
        void giveUp(Problem reason) {
            export.tryFail(reason);
        }

        /** Leaves the run. */
        void leave() {
            synchronized (ExportRuns.this) {
                left = true;
                run.ifPresent(ExportRuns.this::leave);
                run = Optional.empty();
            }
        }

        private void take() {
            ExportRun joined;
            boolean isNewest;
            synchronized (ExportRuns.this) {
                run.ifPresent(ExportRuns.this::leave);
                run = Optional.empty();
                if (left) {
                    return;
                }
                joined = join(exported, client, minRevision);
                run = Optional.of(joined);
                isNewest = !joined.hasBegun();
            }
            joined.export().onComplete(taken -> {
                if (taken.failed()) {
                    export.tryFail(taken.cause());
                } else if (isNewest || taken.result().revision() >= minRevision) {
                    export.tryComplete(taken.result());
                } else {
                    take();
                }
            });
        }
    }

    private ExportRun join(ExportedFile exported, String client, long minRevision) {
        for (ExportRun run : runs) {
            if (run.serves(exported, formats.today(), minRevision)) {
                run.enter();
                return run;
            }
        }
        if (threads.isShutdown()) {
            throw new Problem.Unavailable("The service is stopping.");
        }
        dropAll(run -> run.isIdle() && run.exported().equals(exported));
        ExportRun run = new ExportRun(exported, formats.today());
        run.enter();
        runs.add(run);
        if (exported.isSelection()) {
            selections.add(client, run);
            startSelection();
        } else {
            threads.execute(() -> perform(run));
        }
        return run;
    }

    /** Selections share one thread: there is no end of them, and they must not keep all threads from other exports. */
    private synchronized void startSelection() {
        if (!isSelecting && !threads.isShutdown()) {
            selections.next().ifPresent(run -> {
                isSelecting = true;
                threads.execute(() -> {
                    perform(run);
                    endSelection();
                });
            });
        }
    }

    private synchronized void endSelection() {
        isSelecting = false;
        startSelection();
    }

    private synchronized long bytes() {
        return bytes;
    }

    private synchronized void leave(ExportRun run) {
        run.leave();
        if (!run.isIdle() || run.isDropped()) {
            return;
        }
        if (!run.isComplete()) {
            drop(run);
            return;
        }
        List<ExportRun> idle = runs.stream()
                .filter(other -> other.isIdle() && other.isComplete())
                .sorted(Comparator.comparing(other -> !other.exported().isSelection()))
                .toList();
        idle.stream().limit(Math.max(0, idle.size() - MAX_IDLE)).forEach(this::drop);
        long visits = run.visits();
        vertx.setTimer(settings.keepFor().toMillis(), later -> dropUnvisited(run, visits));
    }

    private synchronized void dropUnvisited(ExportRun run, long visits) {
        if (run.visits() == visits) {
            drop(run);
        }
    }

    private void drop(ExportRun run) {
        if (!run.isDropped()) {
            runs.remove(run);
            bytes -= run.bytes();
            run.drop();
        }
    }

    private void dropAll(Predicate<ExportRun> which) {
        runs.stream().filter(which).toList().forEach(this::drop);
    }

    private void perform(ExportRun run) {
        if (run.isDropped()) {
            return;
        }
        metrics.begin();
        try (CatalogSnapshot.Opened snapshot = catalog.open()) {
            begin(run);
            ExportedState state = ExportedState.of(snapshot.begin(), snapshot::lastChangeExcept);
            latest.advanceTo(state.revision());
            ExportFile file = new ExportFile();
            if (run.give(new ExportRun.Export(state, run.day(), file))) {
                CatalogWriter writer = run.exported().writer();
                Space space = new Space(run);
                file.fill(out -> ExportFormats.write(writer, records(run, snapshot), run.day(), out, space), space);
            } else {
                file.close();
            }
            metrics.done();
        } catch (Abandoned nobody) {
            metrics.abandoned();
            LOG.debugf("The %s export was stopped, because no client waits for it", run.exported());
        } catch (Throwable failure) {
            failed(run, failure);
        } finally {
            metrics.end();
        }
    }

    /** Disk space of a run, for its file and for what its writer puts aside. */
    private final class Space implements CatalogWriter.Space {

        private final ExportRun run;

        Space(ExportRun run) {
            this.run = run;
        }

        @Override
        public void take(int more) throws IOException {
            makeRoom(run, more);
        }

        @Override
        public void giveBack(long less) {
            synchronized (ExportRuns.this) {
                if (!run.isDropped()) {
                    run.grow(-less);
                    bytes -= less;
                }
            }
        }
    }

    /** The catalog's records, until nobody waits for the run; a selection may write nothing before it has read all. */
    private static Iterator<ObjectNode> records(ExportRun run, CatalogSnapshot.Opened snapshot) {
        Iterator<ObjectNode> all = run.exported().writer().order().of(snapshot);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (run.isDropped()) {
                    throw new Abandoned();
                }
                return all.hasNext();
            }

            @Override
            public ObjectNode next() {
                return all.next();
            }
        };
    }

    private synchronized void begin(ExportRun run) {
        run.begin();
    }

    private void failed(ExportRun run, Throwable failure) {
        // A run that was dropped before has a closed file, which is not a failure.
        boolean wasClosed = run.isDropped() && failure instanceof ClosedChannelException;
        // Clients that wait for the snapshot get the failure, which is logged like that of any request.
        boolean wasDelivered = run.fail(failure);
        synchronized (this) {
            drop(run);
        }
        if (wasClosed) {
            metrics.abandoned();
        } else {
            metrics.failed();
        }
        if (wasDelivered || wasClosed) {
            return;
        }
        Optional<Throwable> reason = outsideReason(failure);
        if (reason.isPresent()) {
            LOG.warnf(
                    "The %s export failed and its clients were disconnected: %s",
                    run.exported(), reason.get().getMessage());
        } else {
            LOG.errorf(failure, "The %s export failed and its clients were disconnected", run.exported());
        }
    }

    /** The fault of the database or the disk that caused a failure, if one did. */
    private static Optional<Throwable> outsideReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof IOException) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /** Reserves space for a run; if there is too little, the least needed files are dropped. */
    private synchronized void makeRoom(ExportRun run, int more) throws IOException {
        if (run.isDropped()) {
            throw new Abandoned();
        }
        run.grow(more);
        bytes += more;
        if (bytes <= settings.maxMegabytes() * MEGABYTE) {
            return;
        }
        for (ExportRun spare : spare()) {
            if (!spare.isIdle()) {
                LOG.warnf(
                        "Clients of the %s export of revision %d were disconnected, because export files exceed %s",
                        spare.exported(), spare.export().result().revision(), "modeltree.exports.max-megabytes");
            }
            drop(spare);
            if (bytes <= settings.maxMegabytes() * MEGABYTE) {
                return;
            }
        }
        throw new IOException("the export is larger than modeltree.exports.max-megabytes");
    }

    /** Runs that may be dropped: complete and idle ones, then those replaced by newer ones, each the oldest first. */
    private List<ExportRun> spare() {
        return runs.stream()
                .filter(run ->
                        run.isComplete() && (run.isIdle() || runs.stream().anyMatch(other -> isNewer(other, run))))
                .sorted(Comparator.comparing((ExportRun run) -> !run.isIdle())
                        .thenComparingLong(run -> run.export().result().revision()))
                .toList();
    }

    /** Whether a run was started after another one of the same format; runs are in the order in which they started. */
    private boolean isNewer(ExportRun other, ExportRun run) {
        return other.exported().equals(run.exported()) && runs.indexOf(other) > runs.indexOf(run);
    }
}
