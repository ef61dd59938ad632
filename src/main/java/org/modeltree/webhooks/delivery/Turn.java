package org.modeltree.webhooks.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.modeltree.changes.feed.FeedPosition;
import org.modeltree.revision.UsesSql;

/**
 * What an instance sends to one webhook before another one has its turn: one message after the other. Used by one thread.
 */
@UsesSql("the connection of the dispatcher")
final class Turn {

    private static final int MAX_MESSAGES = 50;
    private static final int MAX_SCANS = 20;

    private final ClaimedWebhook webhook;
    private final DeliveryQueue queue;
    private final Events events;
    private final long maxLag;
    private final Deque<LogEntry> wanted = new ArrayDeque<>();
    /** Place up to which everything has been sent or is being sent. */
    private FeedPosition place;
    /** Place after all entries that were read; null before any were read. */
    private FeedPosition end;

    private boolean isComplete;
    private int sent;
    private boolean failed;

    Turn(ClaimedWebhook webhook, DeliveryQueue queue, Events events, long maxLag) {
        this.webhook = webhook;
        this.queue = queue;
        this.events = events;
        this.maxLag = maxLag;
        place = webhook.place();
    }

    ClaimedWebhook webhook() {
        return webhook;
    }

    /** Whether a message was sent. */
    boolean hasSent() {
        return sent > 0;
    }

    /** Notes that the webhook waits for another attempt, or is not this instance's any more. */
    void fail() {
        failed = true;
    }

    /** The next message; empty if the turn is over. */
    Optional<Message> next(Connection connection) throws SQLException {
        if (failed || sent >= MAX_MESSAGES) {
            return Optional.empty();
        }
        Optional<Message> message = queue.due(connection, webhook);
        if (message.isEmpty() && webhook.isActive() && (end != null || !queue.hasHead(connection, webhook))) {
            message = nextEvent(connection);
        }
        message.ifPresent(one -> {
            sent++;
            // The log is read after it; if it fails, the turn is over.
            one.place().ifPresent(after -> place = after);
        });
        return message;
    }

    private Optional<Message> nextEvent(Connection connection) throws SQLException {
        for (int scans = 0; scans < MAX_SCANS; ) {
            if (!wanted.isEmpty()) {
                LogEntry entry = wanted.remove();
                FeedPosition after = new FeedPosition(entry.revision(), entry.id());
                return queue.begin(connection, webhook, events.changed(entry), after);
            }
            if (end != null) {
                if (!place.equals(end)) {
                    queue.move(connection, webhook.id(), end);
                    place = end;
                }
                if (isComplete) {
                    return Optional.empty();
                }
            }
            scans++;
            DeliveryQueue.Scan scan = queue.scan(connection, webhook.id(), place);
            // In the midst of a revision, the rest of it is skipped, too.
            long after = place.id() == Long.MAX_VALUE ? place.revision() : place.revision() - 1;
            if (scan.newest() - place.revision() > maxLag || after < scan.removed()) {
                Events.Event skipped = events.skipped(after, scan.newest());
                end = FeedPosition.endOf(scan.newest());
                isComplete = true;
                return queue.begin(connection, webhook, skipped, end);
            }
            wanted.addAll(scan.wanted());
            end = scan.end();
            isComplete = scan.isComplete();
        }
        return Optional.empty();
    }
}
