package org.modeltree.changes.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.modeltree.changes.log.ChangeLogService;
import org.modeltree.changes.log.LogPage;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.admission.ClientPlaces;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.LatestRevision;

/**
 * Streams of the changes of this catalog, whichever instance makes them. One thread with one connection reads the log for all
 * streams: when a revision is known to be committed, and with each heartbeat in case no instance could tell. A stream that
 * begins with older changes reads them itself, page by page, on the same thread.
 */
@Startup
@ApplicationScoped
class ChangeStreams {

    private static final Logger LOG = Logger.getLogger(ChangeStreams.class);
    private static final int PAGE = 100;
    private static final int BEFORE_THE_SHUTDOWN_WAITS = 1;

    private final ChangeLogService changes;
    private final StreamSettings settings;
    private final CurrentRequest request;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final ClientPlaces places;
    private final RecentChanges recent = new RecentChanges();
    private final ExecutorService reader;
    private final AtomicBoolean isReadPending = new AtomicBoolean();
    private final long heartbeat;
    /** Streams that began with the changes in memory; only the reader's thread changes it to more than it was. */
    private int live;

    private volatile boolean stopping;

    ChangeStreams(
            ChangeLogService changes,
            LatestRevision latest,
            StreamSettings settings,
            CurrentRequest request,
            ObjectMapper json,
            Vertx vertx,
            MeterRegistry meters) {
        this.changes = changes;
        this.settings = settings;
        this.request = request;
        this.json = json;
        this.vertx = vertx;
        places = new ClientPlaces(settings.maxClients(), "streams of changes");
        Gauge.builder("modeltree.change.streams.clients", places, ClientPlaces::count)
                .description("Clients that receive a stream of changes")
                .register(meters);
        reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "change-streams");
            thread.setDaemon(true);
            return thread;
        });
        latest.whenAdvanced(this::readSoon);
        heartbeat = vertx.setPeriodic(settings.heartbeat().toMillis(), tick -> readSoon());
    }

    /** Ends all streams before the shutdown waits for requests in progress; clients reconnect to another instance. */
    void end(@Observes @Priority(BEFORE_THE_SHUTDOWN_WAITS) ShutdownDelayInitiatedEvent event) {
        stopping = true;
        recent.wakeAll();
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(heartbeat);
        reader.shutdownNow();
    }

    /**
     * A stream for the client of the current request. Call it on the event loop.
     *
     * @param from place after which the stream begins; empty for the newest revision
     * @param withActor whether the client may read who made a change
     * @throws Problem.Unavailable if there are too many clients, or the service stops
     * @throws Problem.TooManyRequests if this client has too many streams
     */
    Uni<ChangeStream> open(Optional<FeedPosition> from, boolean withActor) {
        if (stopping) {
            throw new Problem.Unavailable("The service is stopping.");
        }
        String shareholder = request.clientKey();
        places.enter(shareholder);
        request.whenEnded(() -> places.leave(shareholder));
        long seen = request.seenRevision();
        Context context = vertx.getOrCreateContext();
        Future<ChangeStream> opened = onReader(
                () -> new ChangeStream(this, begin(from, seen), withActor, json, vertx, settings, context), context);
        request.whenEnded(() -> opened.onSuccess(stream -> leave()));
        return Uni.createFrom()
                .completionStage(opened::toCompletionStage)
                .emitOn(command -> context.runOnContext(now -> command.run()));
    }

    private synchronized boolean join() {
        return live++ == 0;
    }

    private synchronized void leave() {
        live--;
    }

    private synchronized boolean isIdle() {
        return live == 0;
    }

    /** On the reader's thread. */
    private FeedPosition begin(Optional<FeedPosition> from, long seen) {
        long newest = changes.newest();
        long asked = Math.max(seen, from.map(FeedPosition::revision).orElse(0L));
        if (asked > newest) {
            throw new Problem.InvalidParameter(
                    "Last-Event-ID",
                    "must be at most the revision of the catalog, " + newest + ", was " + asked
                            + "; if an answer of this service told you a later one, its database was replaced: read the"
                            + " catalog again");
        }
        if (join()) {
            // What is in memory may be old, because nobody waited for more.
            recent.restart(FeedPosition.endOf(newest));
        }
        return from.orElse(FeedPosition.endOf(newest));
    }

    /** The changes in memory. */
    RecentChanges recent() {
        return recent;
    }

    /** Whether all streams should end. */
    boolean isStopping() {
        return stopping;
    }

    /** Reads the changes after a place, which are older than those in memory. */
    Future<LogPage> read(FeedPosition place, Context context) {
        return onReader(() -> changes.after(place.revision(), place.id(), PAGE), context);
    }

    private <T> Future<T> onReader(Callable<T> read, Context context) {
        Promise<T> result = Promise.promise();
        try {
            reader.execute(() -> {
                try {
                    T value = read.call();
                    context.runOnContext(now -> result.complete(value));
                } catch (Exception failure) {
                    context.runOnContext(now -> result.fail(failure));
                }
            });
        } catch (RejectedExecutionException stopped) {
            result.fail(new Problem.Unavailable("The service is stopping."));
        }
        return result.future();
    }

    /** Reads what follows the changes in memory, unless that is about to happen or no stream waits. Returns at once. */
    private void readSoon() {
        if (isIdle() || !isReadPending.compareAndSet(false, true)) {
            return;
        }
        try {
            reader.execute(() -> {
                isReadPending.set(false);
                readNew();
            });
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The change log is not read any more, because the service stops");
        }
    }

    private void readNew() {
        try {
            LogPage page;
            do {
                FeedPosition end = recent.end();
                if (recent.isReplaced()) {
                    return;
                }
                page = changes.after(end.revision(), end.id(), PAGE);
                if (page.revision() < end.revision()) {
                    // A restored database has fewer revisions; clients learn it when they reconnect.
                    recent.replace();
                    return;
                }
                recent.add(page);
            } while (page.hasMore());
        } catch (RuntimeException lost) {
            // Tried again with the next heartbeat.
            LOG.debugf("The change log cannot be read: %s", lost.getMessage());
        }
    }
}
