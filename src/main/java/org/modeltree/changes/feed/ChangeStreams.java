package org.modeltree.changes.feed;

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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.admission.ClientPlaces;
import org.modeltree.http.problem.NoLongerKept;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.DatabaseAccess;
import org.modeltree.revision.LatestRevision;

/**
 * Streams of the changes of this catalog, whichever instance makes them. One thread with one connection reads the log for all
 * streams: when a revision is known to be committed, and with each heartbeat in case no instance could tell. A stream that
 * begins with older changes reads them itself, page by page, on the same thread.
 */
@Startup
@ApplicationScoped
class ChangeStreams {

    private static final int MAX_LOOKS_AT_END = 200;
    private static final int MILLIS_BETWEEN_LOOKS = 10;

    private static final Logger LOG = Logger.getLogger(ChangeStreams.class);
    /** How long a client waits for the head of its stream. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** How long beyond a heartbeat no read may have succeeded. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(10);

    private static final int BEFORE_THE_SHUTDOWN_WAITS = 1;

    private final LogReader log;
    private final LatestRevision latest;
    private final DatabaseAccess database;
    private final StreamSettings settings;
    private final CurrentRequest request;
    private final Vertx vertx;
    private final ClientPlaces places;
    private final RecentChanges recent = new RecentChanges();
    private final ExecutorService reader;
    private final AtomicBoolean isReadPending = new AtomicBoolean();
    private final long heartbeat;
    /** Streams that began with the changes in memory; only the reader's thread increases it. */
    private int live;

    /** Time of the last read that succeeded, as {@link System#nanoTime()}. */
    private volatile long readAt = System.nanoTime();

    private volatile boolean stopping;

    ChangeStreams(
            LogReader log,
            LatestRevision latest,
            DatabaseAccess database,
            StreamSettings settings,
            CurrentRequest request,
            Vertx vertx,
            MeterRegistry meters) {
        this.log = log;
        this.latest = latest;
        this.database = database;
        this.settings = settings;
        this.request = request;
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
    void end(@Observes @Priority(BEFORE_THE_SHUTDOWN_WAITS) ShutdownDelayInitiatedEvent event)
            throws InterruptedException {
        stopping = true;
        recent.wakeAll();
        // They end on their event loops. Otherwise the log would say that the stop waits for them.
        for (int i = 0; i < MAX_LOOKS_AT_END && !isIdle(); i++) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(heartbeat);
        reader.shutdownNow();
    }

    /**
     * Place after which a stream begins.
     *
     * @param parameter name of the parameter or header that says so
     */
    record Start(FeedPosition place, String parameter) {}

    /**
     * A stream for the client of the current request. Call it on the event loop.
     *
     * @param from place after which the stream begins; empty for the newest revision
     * @param withActor whether the client may read who made a change
     * @throws NoLongerKept if changes after that place are no longer kept
     * @throws Problem.Unavailable if there are too many clients, the database does not answer, or the service stops
     * @throws Problem.TooManyRequests if this client has too many streams
     */
    Uni<ChangeStream> open(Optional<Start> from, boolean withActor) {
        if (stopping) {
            throw new Problem.Unavailable("The service is stopping.");
        }
        if (!database.canWrite()) {
            // The log is read on the primary, of which a standby may lag behind.
            throw new Problem.Unavailable("The database cannot be reached.");
        }
        String shareholder = request.clientKey();
        places.enter(shareholder);
        request.whenEnded(() -> places.leave(shareholder));
        long seen = request.seenRevision();
        Context context = vertx.getOrCreateContext();
        Future<ChangeStream> opened =
                onReader(() -> new ChangeStream(this, begin(from, seen), withActor, vertx, settings, context), context);
        request.whenEnded(() -> opened.onSuccess(stream -> leave()));
        return Uni.createFrom()
                .completionStage(inTime(opened)::toCompletionStage)
                .emitOn(command -> context.runOnContext(now -> command.run()));
    }

    private Future<ChangeStream> inTime(Future<ChangeStream> opened) {
        Promise<ChangeStream> answer = Promise.promise();
        long timer = vertx.setTimer(
                MAX_WAIT.toMillis(),
                late -> answer.tryFail(
                        new Problem.Unavailable("The change log was not read in time. Try again in a moment.")));
        opened.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
        return answer.future();
    }

    private synchronized boolean join() {
        return live++ == 0;
    }

    private void leave() {
        synchronized (this) {
            live--;
        }
        clearIfIdle();
    }

    /** If a stream begins meanwhile, it finds nothing in memory and reads for itself. */
    private void clearIfIdle() {
        if (isIdle()) {
            recent.clear();
        }
    }

    private synchronized boolean isIdle() {
        return live == 0;
    }

    /** On the reader's thread. */
    private FeedPosition begin(Optional<Start> from, long seen) {
        // Before the newest revision is read, because who hears of a later one does nothing while nobody waits.
        boolean isFirst = join();
        try {
            long newest = log.newest();
            readAt = System.nanoTime();
            from.ifPresent(
                    start -> requireReached(start.parameter(), start.place().revision(), newest));
            requireReached("Modeltree-Revision", seen, newest);
            from.ifPresent(start -> log.requireKept(start.parameter(), firstRevision(start.place())));
            if (isFirst) {
                // What is in memory may be old, because nobody waited for more.
                recent.restart(FeedPosition.endOf(newest));
            }
            return from.map(Start::place).orElse(FeedPosition.endOf(newest));
        } catch (RuntimeException refused) {
            leave();
            throw refused;
        }
    }

    /** The revision of which all entries are needed from the next one on: in the midst of a revision, that before it. */
    private static long firstRevision(FeedPosition place) {
        return place.id() == Long.MAX_VALUE ? place.revision() : place.revision() - 1;
    }

    private void requireReached(String parameter, long revision, long newest) {
        if (revision == newest + 1 && revision <= latest.known()) {
            throw new Problem.Unavailable("A change waits for a standby to confirm it. Try again.");
        }
        if (revision > newest) {
            throw new Problem.InvalidParameter(
                    parameter,
                    "must be at most the revision of the catalog, " + newest + ", was " + revision
                            + "; if an answer of this service told you a later one, its database was replaced: read the"
                            + " catalog again");
        }
    }

    /** The changes in memory. */
    RecentChanges recent() {
        return recent;
    }

    /** Whether all streams should end. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether the log could not be read for so long that all streams should end. */
    boolean isBehind() {
        return System.nanoTime() - readAt
                > settings.heartbeat().plus(MAX_SILENCE).toNanos();
    }

    /** Reads the changes after a place, which are older than those in memory. */
    Future<EventPage> read(FeedPosition place, Context context) {
        return onReader(() -> page(place), context);
    }

    private EventPage page(FeedPosition place) {
        EventPage page = log.after(place);
        readAt = System.nanoTime();
        return page;
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
            EventPage page;
            do {
                FeedPosition end = recent.end();
                if (recent.isReplaced()) {
                    return;
                }
                page = page(end);
                if (page.revision() < end.revision()) {
                    // A restored database has fewer revisions; clients learn it when they reconnect.
                    recent.replace();
                    return;
                }
                recent.add(page);
            } while (page.hasMore());
            clearIfIdle();
        } catch (RuntimeException lost) {
            // Tried again with the next heartbeat.
            LOG.debugf("The change log cannot be read: %s", lost.getMessage());
        }
    }
}
