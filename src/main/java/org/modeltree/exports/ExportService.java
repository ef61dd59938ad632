package org.modeltree.exports;

import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.changes.snapshot.CatalogSnapshot;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.StreamedBody;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.CatalogState;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.Snapshot;

/** Exports of the whole catalog. */
@ApplicationScoped
class ExportService {

    /** How long a client waits while other exports are read from the database. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** Threads that read and unpack files: a piece takes less than a millisecond, and clients take turns. */
    private static final int READERS = 2;

    private static final CatalogState NONE = new CatalogState(-2, Instant.EPOCH);

    private final ExportRuns runs;
    private final ExportClients clients;
    private final ExportSettings settings;
    private final CurrentRequest request;
    private final Snapshot snapshot;
    private final CatalogSnapshot catalog;
    private final LatestRevision latest;
    private final DatabaseAccess database;
    private final Vertx vertx;
    private final WorkerExecutor readers;
    private final AtomicReference<ExportedState> newest = new AtomicReference<>(new ExportedState(NONE, NONE));

    ExportService(
            ExportRuns runs,
            ExportClients clients,
            ExportSettings settings,
            CurrentRequest request,
            Snapshot snapshot,
            CatalogSnapshot catalog,
            LatestRevision latest,
            DatabaseAccess database,
            Vertx vertx) {
        this.runs = runs;
        this.clients = clients;
        this.settings = settings;
        this.request = request;
        this.snapshot = snapshot;
        this.catalog = catalog;
        this.latest = latest;
        this.database = database;
        this.vertx = vertx;
        readers = vertx.createSharedWorkerExecutor("export-readers", READERS);
    }

    @PreDestroy
    void stop() {
        readers.close();
    }

    /**
     * The catalog in one format.
     *
     * @param state state of the catalog
     * @param day date of the export
     * @param body the file
     */
    record Export(ExportedState state, LocalDate day, StreamedBody body) {}

    /** State of the catalog that an export would have now. */
    @InSnapshot
    ExportedState current() {
        CatalogState state = snapshot.state();
        ExportedState last = newest.get();
        return last.catalog().equals(state) ? last : recorded(ExportedState.of(state, catalog::lastChangeExcept));
    }

    /**
     * State of the catalog that an export would have now, if it is known without a database query: by as much as answers
     * from the cache are known to be current. Does not block.
     */
    Optional<ExportedState> known() {
        ExportedState state = newest.get();
        boolean isCurrent = state.revision() >= Math.max(latest.known(), request.seenRevision());
        return isCurrent && database.canRead() ? Optional.of(state) : Optional.empty();
    }

    private ExportedState recorded(ExportedState state) {
        newest.accumulateAndGet(state, (one, other) -> one.revision() > other.revision() ? one : other);
        return state;
    }

    /**
     * The catalog for the client of the current request, once its revision is known. Call it on the event loop.
     *
     * @param exported what the file contains
     * @param packed whether the client accepts gzip
     * @throws Problem.Unavailable if there are too many clients
     * @throws Problem.TooManyRequests if this client has too many exports
     */
    Uni<Export> open(ExportedFile exported, boolean packed) {
        String shareholder = request.clientKey();
        clients.enter(shareholder);
        request.whenEnded(() -> clients.leave(shareholder));
        ExportRuns.Place place = runs.place(exported, shareholder, request.seenRevision());
        request.whenEnded(place::leave);
        long turn = vertx.setTimer(
                MAX_WAIT.toMillis(),
                late -> place.giveUp(new Problem.Unavailable("Other exports are being read. Try again in a moment.")));
        place.export().onComplete(taken -> vertx.cancelTimer(turn));
        Context context = vertx.getOrCreateContext();
        // A failure after the client has left would be logged as an unhandled one.
        Future<AsyncResult<ExportRun.Export>> taken = place.export().transform(Future::succeededFuture);
        return Uni.createFrom()
                .completionStage(taken::toCompletionStage)
                .emitOn(command -> context.runOnContext(now -> command.run()))
                .map(run -> export(run, packed, context));
    }

    private Export export(AsyncResult<ExportRun.Export> run, boolean packed, Context context) {
        if (run.failed()) {
            throw run.cause() instanceof RuntimeException cause ? cause : new IllegalStateException(run.cause());
        }
        ExportRun.Export export = run.result();
        return new Export(
                recorded(export.state()),
                export.day(),
                new ExportBody(export.file(), packed, settings.stallTimeout(), readers, context));
    }
}
