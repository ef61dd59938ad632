package org.modeltree.webhooks.delivery;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.revision.DedicatedConnection;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Delivers webhooks. One thread leases webhooks for which something is due, so that no other instance delivers to them, and
 * sends to many at a time without waiting for any. While there are no webhooks, it has no connection, and looks for one at most
 * every ten seconds, and only after a change of the catalog.
 */
@ApplicationScoped
@UsesSql("a connection of its own, so that a busy pool delays nothing and webhooks take nothing from the pool")
public class WebhookDispatcher {

    private static final Logger LOG = Logger.getLogger(WebhookDispatcher.class);

    /** After a start, requests come first. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    /** Finds what another instance left when it was killed, and revisions of which no notification came. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    private static final Duration MIN_IDLE = Duration.ofMillis(20);
    private static final Duration BETWEEN_CLEANUPS = Duration.ofHours(1);
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final DedicatedConnection connections;
    private final DeliveryQueue queue;
    private final Sender sender;
    private final Events events;
    private final RetryDelays delays;
    private final WebhookSettings settings;
    private final WebhookMetrics metrics;
    private final LatestRevision latest;
    private final BackgroundThreads threads;
    private final SecureRandom random;
    /** Turns with a message on its way, by webhook; only of the thread. */
    private final Map<Long, Turn> turns = new HashMap<>();

    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private BackgroundThread thread;
    private volatile boolean hasNews;
    /** Whether something was stored that this instance has not looked for yet. */
    private volatile boolean isCalled;

    private boolean hasWebhooks;
    private volatile boolean ending;
    private long lookedAt;
    private long cleanedAt;

    WebhookDispatcher(
            DedicatedConnection connections,
            DeliveryQueue queue,
            Sender sender,
            Events events,
            RetryDelays delays,
            WebhookSettings settings,
            WebhookMetrics metrics,
            LatestRevision latest,
            BackgroundThreads threads,
            SecureRandom random) {
        this.connections = connections;
        this.queue = queue;
        this.sender = sender;
        this.events = events;
        this.delays = delays;
        this.settings = settings;
        this.metrics = metrics;
        this.latest = latest;
        this.threads = threads;
        this.random = random;
    }

    /** End of an attempt. */
    private record Finished(Turn turn, Message message, Outcome outcome) {}

    void start(@Observes StartupEvent event) {
        if (settings.maxCount() == 0) {
            return;
        }
        lookedAt = System.nanoTime() - BETWEEN_LOOKS.minus(FIRST_LOOK).toNanos();
        cleanedAt = System.nanoTime() - BETWEEN_CLEANUPS.toNanos();
        hasNews = true;
        thread = threads.start("webhooks", this::run);
        latest.whenAdvanced(() -> {
            hasNews = true;
            thread.wake();
        });
    }

    /** From now on, other instances begin what is due. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        ending = true;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        ending = true;
        if (thread != null) {
            thread.stop(STOP_TIMEOUT);
        }
    }

    /** Says that a webhook or something to deliver was stored. */
    public void wake() {
        isCalled = true;
        if (thread != null) {
            thread.wake();
        }
    }

    private void run(BackgroundThread self) {
        boolean logged = false;
        while (!self.isStopping()) {
            awaitWork(self);
            if (self.isStopping()) {
                return;
            }
            try (Connection connection = connections.open("webhooks")) {
                serve(connection, self);
                logged = false;
            } catch (SQLException broken) {
                if (!self.isStopping() && !logged) {
                    LOG.warnf("Webhooks wait for the database: %s", broken.getMessage());
                    logged = true;
                }
                // Their leases end by themselves.
                turns.values().removeIf(turn -> !turn.isSending());
                // A lost database is expected and handled, so the thread counts as healthy.
                LockSupport.parkNanos(RECONNECT_DELAY.toNanos());
            }
            self.progressed();
        }
    }

    /** Waits until there are webhooks, or may be. */
    private void awaitWork(BackgroundThread self) {
        while (!self.isStopping() && !hasWebhooks && !isCalled) {
            long wait = hasNews ? lookedAt + BETWEEN_LOOKS.toNanos() - System.nanoTime() : Long.MAX_VALUE;
            if (wait <= 0) {
                return;
            }
            LockSupport.parkNanos(this, wait);
        }
    }

    /** Delivers until there are no webhooks, the connection breaks or the service stops. */
    private void serve(Connection connection, BackgroundThread self) throws SQLException {
        while (!self.isStopping()) {
            hasNews = false;
            isCalled = false;
            lookedAt = System.nanoTime();
            finish(connection);
            boolean hasClaimed = !ending && claim(connection);
            DeliveryQueue.Outlook outlook = queue.outlook(connection);
            metrics.waiting(outlook);
            hasWebhooks = outlook.webhooks() > 0 || !turns.isEmpty();
            if (!hasWebhooks && !isCalled) {
                return;
            }
            clean(connection);
            self.progressed();
            if (!hasClaimed && !hasNews && !isCalled && finished.isEmpty()) {
                LockSupport.parkNanos(this, idle(outlook).toNanos());
            }
        }
    }

    private Duration idle(DeliveryQueue.Outlook outlook) {
        boolean isFull = turns.size() >= settings.atOnce();
        Duration next = isFull ? MAX_IDLE : outlook.next().orElse(MAX_IDLE);
        return next.compareTo(MAX_IDLE) > 0 ? MAX_IDLE : next.compareTo(MIN_IDLE) < 0 ? MIN_IDLE : next;
    }

    private boolean claim(Connection connection) throws SQLException {
        int free = settings.atOnce() - turns.size();
        if (free <= 0) {
            return false;
        }
        queue.endThoseOfFormerTokens(connection);
        boolean hasClaimed = false;
        for (ClaimedWebhook webhook : queue.claim(connection, turns.keySet(), free)) {
            Turn turn = new Turn(webhook, queue, events, settings.maxLag());
            turns.put(webhook.id(), turn);
            goOn(connection, turn);
            hasClaimed = true;
        }
        return hasClaimed;
    }

    /** Sends the next message of a turn, or ends it. */
    private void goOn(Connection connection, Turn turn) throws SQLException {
        Optional<Message> message = ending ? Optional.empty() : turn.next(connection);
        if (message.isEmpty()) {
            turns.remove(turn.webhook().id());
            queue.release(connection, turn.webhook().id(), turn.hasSent());
            return;
        }
        turn.sending(true);
        sender.send(turn.webhook().url(), message.get(), turn.webhook().secrets())
                .onComplete(ended -> {
                    finished.add(new Finished(turn, message.get(), ended.result()));
                    thread.wake();
                });
    }

    private void finish(Connection connection) throws SQLException {
        // Removed only once it is stored, so that it is stored later if the connection breaks.
        for (Finished one = finished.peek(); one != null; one = finished.peek()) {
            Outcome outcome = one.outcome();
            Message message = one.message();
            // Pings and repetitions are tried once: whoever asked for them is there.
            Optional<Duration> wait = outcome.isSuccess() || outcome.isGone() || !message.isInOrder()
                    ? Optional.empty()
                    : delays.after(message.tries() + 1, outcome.retryAfter(), random);
            boolean mayGoOn = queue.finish(connection, message, outcome, wait);
            one.turn().sending(false);
            finished.remove();
            metrics.attempted(outcome);
            if (!mayGoOn || (message.isInOrder() && !outcome.isSuccess())) {
                one.turn().fail();
            }
            goOn(connection, one.turn());
        }
    }

    private void clean(Connection connection) throws SQLException {
        if (System.nanoTime() - cleanedAt >= BETWEEN_CLEANUPS.toNanos()) {
            cleanedAt = System.nanoTime();
            queue.forgetOld(connection);
        }
    }
}
