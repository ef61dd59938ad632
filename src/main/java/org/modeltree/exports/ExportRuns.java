package org.modeltree.exports;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.LatestRevision;

/**
 * Reads the catalog into files as fast as the database gives it, a few at once; nothing else of an export needs a
 * connection. Clients who want the same share a file, also while it is written. It is kept for a while after the last.
 */
@ApplicationScoped
class ExportRuns {

    private static final Logger LOG = Logger.getLogger(ExportRuns.class);
    private static final long MEGABYTE = 1L << 20;

    private final CatalogSnapshot loader;
    private final ExportFormats formats;
    private final LatestRevision latest;
    private final ExportSettings settings;
    private final Vertx vertx;
    private final ExecutorService threads;
    private final List<ExportRun> runs = new ArrayList<>();
    private long bytes;

    ExportRuns(
            CatalogSnapshot loader,
            ExportFormats formats,
            LatestRevision latest,
            ExportSettings settings,
            Vertx vertx) {
        this.loader = loader;
        this.formats = formats;
        this.latest = latest;
        this.settings = settings;
        this.vertx = vertx;
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

    /** Nobody waits for a run any more. */
    private static final class Abandoned extends IOException {

        private static final long serialVersionUID = 1;
    }

    /**
     * A place among those who share a run, for somebody who has seen a revision. It has to be left, whatever becomes of it.
     */
    Place place(String format, long seen) {
        Place place = new Place(format, Math.max(seen, latest.known()));
        place.take();
        return place;
    }

    /** A client's place among those who share a run. */
    final class Place {

        private final String format;
        private final long least;
        private final Promise<ExportRun.Export> export = Promise.promise();
        private Optional<ExportRun> run = Optional.empty();
        private boolean left;

        private Place(String format, long least) {
            this.format = format;
            this.least = least;
        }

        /** Completes when the snapshot is taken. */
        Future<ExportRun.Export> export() {
            return export.future();
        }

        /** Waits no longer. */
        void giveUp(Problem reason) {
            export.tryFail(reason);
        }

        /** Leaves it; nothing that is still waited for will come. */
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
                joined = join(format, least);
                run = Optional.of(joined);
                isNewest = !joined.hasBegun();
            }
            joined.export().onComplete(taken -> {
                if (taken.failed()) {
                    export.tryFail(taken.cause());
                } else if (isNewest || taken.result().revision() >= least) {
                    export.tryComplete(taken.result());
                } else {
                    take();
                }
            });
        }
    }

    private ExportRun join(String format, long least) {
        for (ExportRun run : runs) {
            if (run.serves(format, formats.today(), least)) {
                run.enter();
                return run;
            }
        }
        if (threads.isShutdown()) {
            throw new Problem.Unavailable("The service is stopping.");
        }
        dropAll(run -> run.isIdle() && run.format().equals(format));
        ExportRun run = new ExportRun(format, formats.today());
        run.enter();
        runs.add(run);
        threads.execute(() -> perform(run));
        return run;
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
        if (isDropped(run)) {
            return;
        }
        try (CatalogSnapshot.Opened snapshot = loader.open()) {
            begin(run);
            long revision = snapshot.begin();
            latest.reached(revision);
            ExportFile file = new ExportFile();
            if (run.give(new ExportRun.Export(revision, file))) {
                file.fill(out -> formats.write(run.format(), run.day(), snapshot, out), more -> makeRoom(run, more));
            } else {
                file.close();
            }
        } catch (Abandoned nobodyWaits) {
            LOG.debugf("The %s export is given up, because nobody waits for it", run.format());
        } catch (Throwable failure) {
            failed(run, failure);
        }
    }

    private synchronized boolean isDropped(ExportRun run) {
        return run.isDropped();
    }

    private synchronized void begin(ExportRun run) {
        run.begin();
    }

    private void failed(ExportRun run, Throwable failure) {
        // Its clients may have been cut off and have left by now, so that it is dropped for that; what is told of a
        // file
        // that was closed before is no failure.
        boolean wasClosed = isDropped(run) && failure instanceof ClosedChannelException;
        // Whoever waits for the snapshot is answered, and that is logged as with any request.
        boolean isTold = run.fail(failure);
        synchronized (this) {
            drop(run);
        }
        if (isTold || wasClosed) {
            return;
        }
        Optional<Throwable> reason = outsideReason(failure);
        if (reason.isPresent()) {
            LOG.warnf(
                    "The %s export failed, and its clients are cut off: %s",
                    run.format(), reason.get().getMessage());
        } else {
            LOG.errorf(failure, "The %s export failed, and its clients are cut off", run.format());
        }
    }

    /** What the database or the disk had to say, if that is why. */
    private static Optional<Throwable> outsideReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof IOException) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /** Counts what a run is about to write; if that is too much, files that nobody needs most go first. */
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
                        "Clients of the %s export of revision %d are cut off, because its file takes too much room; see %s",
                        spare.format(), spare.export().result().revision(), "modeltree.exports.max-megabytes");
            }
            drop(spare);
            if (bytes <= settings.maxMegabytes() * MEGABYTE) {
                return;
            }
        }
        throw new IOException("an export takes more than modeltree.exports.max-megabytes");
    }

    /** Runs that are complete and idle, and then those that newer ones have taken the place of, the oldest first. */
    private List<ExportRun> spare() {
        return runs.stream()
                .filter(run ->
                        run.isComplete() && (run.isIdle() || runs.stream().anyMatch(other -> isNewer(other, run))))
                .sorted(Comparator.comparing((ExportRun run) -> !run.isIdle())
                        .thenComparingLong(run -> run.export().result().revision()))
                .toList();
    }

    /** Runs are in the order in which they were asked for. */
    private boolean isNewer(ExportRun other, ExportRun run) {
        return other.format().equals(run.format()) && runs.indexOf(other) > runs.indexOf(run);
    }
}
