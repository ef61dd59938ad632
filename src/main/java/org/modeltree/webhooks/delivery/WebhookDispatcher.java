package org.modeltree.webhooks.delivery;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.http.admission.GracefulShutdown;
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

    private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(200);
    private static final Duration MIN_IDLE = Duration.ofMillis(20);
    private static final Duration BETWEEN_CLEANUPS = Duration.ofHours(1);
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);
    private static final int FIRST = 1;

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
    private final GracefulShutdown shutdown;
    /** Turns with a message on its way, by webhook; only of the thread. */
    private final Map<Long, Turn> turns = new HashMap<>();

    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private BackgroundThread thread;
    private volatile boolean hasNews;
    /** Whether something was stored that this instance has not looked for yet. */
    private volatile boolean isCalled;

    private boolean hasWebhooks;
    private volatile boolean ending;
    /** Whether there is room for another webhook, or one has more than a turn. */
    private boolean hasEndedTurn;

    /** Time at which something is due without news, as {@link System#nanoTime()}. */
    private long dueAt = System.nanoTime();

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
            SecureRandom random,
            GracefulShutdown shutdown) {
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
        this.shutdown = shutdown;
    }

    /** Message that is about to be sent. */
    private record Sending(Turn turn, Message message) {}

    /**
     * End of an attempt.
     *
     * @param noted to be run when it has been noted, or cannot be
     */
    private record Finished(Turn turn, Message message, Outcome outcome, Runnable noted) {}

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

    /** From now on, other instances begin what is due. Before {@link GracefulShutdown} waits for what is on its way. */
    void end(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
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
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        dueAt = System.nanoTime();
        while (!self.isStopping()) {
            boolean mayClaim = hasNews || isCalled || hasEndedTurn || System.nanoTime() - dueAt >= 0;
            hasNews = false;
            isCalled = false;
            hasEndedTurn = false;
            lookedAt = System.nanoTime();
            if (mayClaim) {
                // While there is much to send, what becomes due meanwhile waits a moment.
                dueAt = lookedAt + BETWEEN_CLAIMS.toNanos();
            }
            boolean hasSent = round(connection, mayClaim && !ending);
            self.progressed();
            if (hasSent || hasEndedTurn || hasNews || isCalled || !finished.isEmpty()) {
                continue;
            }
            DeliveryQueue.Outlook outlook = queue.outlook(connection);
            metrics.waiting(outlook);
            hasWebhooks = outlook.webhooks() > 0 || !turns.isEmpty();
            if (!hasWebhooks && !isCalled) {
                return;
            }
            clean(connection);
            Duration idle = idle(outlook);
            dueAt = System.nanoTime() + idle.toNanos();
            if (!hasNews && !isCalled && finished.isEmpty()) {
                LockSupport.parkNanos(this, idle.toNanos());
            }
        }
    }

    private Duration idle(DeliveryQueue.Outlook outlook) {
        boolean isFull = turns.size() >= settings.atOnce();
        Duration next = isFull ? MAX_IDLE : outlook.next().orElse(MAX_IDLE);
        return next.compareTo(MAX_IDLE) > 0 ? MAX_IDLE : next.compareTo(MIN_IDLE) < 0 ? MIN_IDLE : next;
    }

    /**
     * Notes how attempts ended, and begins the next ones. All of it is one transaction, because to make a commit durable takes
     * longer than everything else. Messages are sent after it, so that their ids are stored.
     *
     * @return whether anything is sent
     */
    private boolean round(Connection connection, boolean mayClaim) throws SQLException {
        if (mayClaim) {
            // A transaction of its own, because other instances change the same webhooks.
            queue.endThoseOfFormerTokens(connection);
        }
        List<Sending> sendings = new ArrayList<>();
        int ended = 0;
        connection.setAutoCommit(false);
        try {
            for (Finished one : finished) {
                ended++;
                if (turns.get(one.turn().webhook().id()) == one.turn()) {
                    finish(connection, one);
                    goOn(connection, one.turn(), sendings);
                }
            }
            int free = settings.atOnce() - turns.size();
            if (mayClaim && free > 0) {
                for (ClaimedWebhook webhook : queue.claim(connection, turns.keySet(), free)) {
                    Turn turn = new Turn(webhook, queue, events, settings.maxLag());
                    turns.put(webhook.id(), turn);
                    goOn(connection, turn, sendings);
                }
            }
            connection.commit();
        } catch (SQLException | RuntimeException broken) {
            // What was on its way is sent once more when its lease has ended, with the same id.
            turns.clear();
            throw broken;
        } finally {
            for (int i = 0; i < ended; i++) {
                finished.remove().noted().run();
            }
        }
        connection.setAutoCommit(true);
        sendings.forEach(this::send);
        return !sendings.isEmpty();
    }

    /** Finds the next message of a turn, or ends it. */
    private void goOn(Connection connection, Turn turn, List<Sending> sendings) throws SQLException {
        Optional<Message> message = ending ? Optional.empty() : turn.next(connection);
        if (message.isPresent()) {
            sendings.add(new Sending(turn, message.get()));
        } else {
            turns.remove(turn.webhook().id());
            hasEndedTurn = true;
            queue.release(connection, turn.webhook().id(), turn.hasSent());
        }
    }

    private void send(Sending sending) {
        ClaimedWebhook webhook = sending.turn().webhook();
        Runnable noted = shutdown.begun();
        sender.send(webhook.url(), sending.message(), webhook.secrets()).onComplete(ended -> {
            finished.add(new Finished(sending.turn(), sending.message(), ended.result(), noted));
            thread.wake();
        });
    }

    private void finish(Connection connection, Finished one) throws SQLException {
        Outcome outcome = one.outcome();
        Message message = one.message();
        // Pings and repetitions are tried once: the person who asked for them can ask again.
        Optional<Duration> wait = outcome.isSuccess() || outcome.isGone() || !message.isInOrder()
                ? Optional.empty()
                : delays.after(message.tries() + 1, outcome.retryAfter(), random);
        boolean mayGoOn = queue.finish(connection, one.turn().webhook(), message, outcome, wait);
        metrics.attempted(outcome);
        if (!mayGoOn || (message.isInOrder() && !outcome.isSuccess())) {
            one.turn().fail();
        }
    }

    private void clean(Connection connection) throws SQLException {
        if (System.nanoTime() - cleanedAt >= BETWEEN_CLEANUPS.toNanos()) {
            cleanedAt = System.nanoTime();
            queue.forgetOld(connection);
        }
    }
}
