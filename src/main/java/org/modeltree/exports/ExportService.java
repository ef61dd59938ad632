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
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.StreamedBody;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Exports of the whole catalog. */
@ApplicationScoped
class ExportService {

    /** How long a client waits while other exports are read from the database. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** Threads that read and unpack files: a piece takes less than a millisecond, and clients take turns. */
    private static final int READERS = 2;

    private final ExportRuns runs;
    private final ExportClients clients;
    private final ExportSettings settings;
    private final CurrentRequest request;
    private final Snapshot snapshot;
    private final Vertx vertx;
    private final WorkerExecutor readers;

    ExportService(
            ExportRuns runs,
            ExportClients clients,
            ExportSettings settings,
            CurrentRequest request,
            Snapshot snapshot,
            Vertx vertx) {
        this.runs = runs;
        this.clients = clients;
        this.settings = settings;
        this.request = request;
        this.snapshot = snapshot;
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
     * @param revision revision of the catalog
     * @param body the file
     */
    record Export(long revision, StreamedBody body) {}

    /** Revision that an export would have now. */
    @InSnapshot
    long revision() {
        return snapshot.revision().orElseThrow();
    }

    /**
     * The catalog for the client of the current request, once its revision is known. Call it on the event loop.
     *
     * @param packed whether the client accepts gzip
     * @throws Problem.Unavailable if there are too many clients
     * @throws Problem.TooManyRequests if this client has too many exports
     */
    Uni<Export> open(String format, boolean packed) {
        String shareholder = request.clientKey();
        clients.enter(shareholder);
        request.whenEnded(() -> clients.leave(shareholder));
        ExportRuns.Place place = runs.place(format, request.seenRevision());
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
                export.revision(), new ExportBody(export.file(), packed, settings.stallTimeout(), readers, context));
    }
}
