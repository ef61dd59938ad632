package org.modeltree.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.modeltree.changes.feed.FeedPosition;
import org.modeltree.http.value.TimeText;
import org.modeltree.revision.UsesSql;

/**
 * What there is to deliver, in the database. All times are those of the database, because the clocks of instances differ. The
 * caller ends transactions. Used by one thread.
 */
@UsesSql("locks, leases and times of the database, on a connection of its own")
@Singleton
class DeliveryQueue {

    /** An instance that has not said for so long beyond a timeout how an attempt ended does not deliver any more. */
    private static final Duration LEASE_BEYOND_TIMEOUT = Duration.ofSeconds(15);

    private static final int MAX_SCANNED = 500;
    private static final int NAME_BYTES = 9;

    private final WebhookSettings settings;
    private final ObjectMapper json;
    /** Name of this instance, which a restart changes. */
    private final String instance;

    DeliveryQueue(WebhookSettings settings, ObjectMapper json, SecureRandom random) {
        this.settings = settings;
        this.json = json;
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        instance = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    /**
     * What there is to do.
     *
     * @param webhooks number of webhooks
     * @param waiting number of messages that are sent or wait for their next attempt
     * @param oldest age of the oldest of them; zero if there is none
     * @param next time until something is due; empty if nothing is known to be
     */
    record Outlook(long webhooks, long waiting, Duration oldest, Optional<Duration> next) {}

    /** What there is to do. */
    Outlook outlook(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.OUTLOOK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            double next = row.getDouble("next");
            Optional<Duration> due = row.wasNull() ? Optional.empty() : Optional.of(seconds(next));
            return new Outlook(row.getLong("webhooks"), row.getLong("waiting"), seconds(row.getDouble("oldest")), due);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.max(0, Math.round(seconds * 1_000)));
    }

    /** Makes webhooks inactive whose owner's token has become invalid. */
    void endThoseOfFormerTokens(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.END_OF_OWNERS)) {
            statement.executeUpdate();
        }
    }

    /**
     * Leases webhooks for which something is due, those whose turn was longest ago first.
     *
     * @param besides webhooks that this instance delivers to already
     */
    List<ClaimedWebhook> claim(Connection connection, Collection<Long> besides, int limit) throws SQLException {
        List<ClaimedWebhook> claimed = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.CLAIM)) {
            Array ids = connection.createArrayOf("bigint", besides.toArray());
            statement.setArray(1, ids);
            statement.setInt(2, limit);
            statement.setString(3, instance);
            statement.setString(4, lease());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    List<SigningSecret> secrets = new ArrayList<>();
                    secrets.add(new SigningSecret(rows.getBytes("secret")));
                    byte[] former = rows.getBytes("former_secret");
                    if (former != null) {
                        secrets.add(new SigningSecret(former));
                    }
                    claimed.add(new ClaimedWebhook(
                            rows.getLong("id"),
                            rows.getLong("version"),
                            rows.getString("url"),
                            rows.getBoolean("active"),
                            List.copyOf(secrets),
                            new FeedPosition(rows.getLong("place_revision"), rows.getLong("place_id"))));
                }
            }
        }
        return claimed;
    }

    private String lease() {
        return interval(settings.timeout().plus(LEASE_BEYOND_TIMEOUT));
    }

    private static String interval(Duration duration) {
        return duration.toMillis() + " milliseconds";
    }

    /** The message that is due: pings and repetitions before events. */
    Optional<Message> due(Connection connection, ClaimedWebhook webhook) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.DUE)) {
            statement.setLong(1, webhook.id());
            statement.setBoolean(2, webhook.isActive());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Message(
                                row.getLong("id"),
                                row.getString("message_id"),
                                row.getString("body"),
                                row.getBoolean("in_order")
                                        ? Optional.of(new FeedPosition(
                                                row.getLong("place_revision"), row.getLong("place_id")))
                                        : Optional.empty(),
                                row.getInt("tries")))
                        : Optional.empty();
            }
        }
    }

    /** Whether an event waits for its next attempt, so that no later one may be sent. */
    boolean hasHead(Connection connection, ClaimedWebhook webhook) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.HAS_HEAD)) {
            statement.setLong(1, webhook.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Part of the change log.
     *
     * @param newest revision of the last change
     * @param removed last revision whose entries are no longer kept
     * @param wanted the entries that the webhook's filter lets through, in order
     * @param end place after all entries that were read
     * @param isComplete whether there are no more entries
     */
    record Scan(long newest, long removed, List<LogEntry> wanted, FeedPosition end, boolean isComplete) {}

    /** Reads the change log after a place, in one snapshot. */
    Scan scan(Connection connection, long webhook, FeedPosition place) throws SQLException {
        List<LogEntry> wanted = new ArrayList<>();
        long newest = place.revision();
        long removed = 0;
        FeedPosition end = place;
        int read = 0;
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.SCAN)) {
            statement.setLong(1, webhook);
            statement.setLong(2, place.revision());
            statement.setLong(3, place.id());
            statement.setInt(4, MAX_SCANNED);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    newest = rows.getLong("newest");
                    removed = rows.getLong("changes_until");
                    long id = rows.getLong("id");
                    if (rows.wasNull()) {
                        break;
                    }
                    read++;
                    LogEntry entry = entry(rows, id);
                    end = new FeedPosition(entry.revision(), id);
                    if (entry.isWanted()) {
                        wanted.add(entry);
                    }
                }
            }
        }
        boolean isComplete = read < MAX_SCANNED;
        return new Scan(newest, removed, wanted, isComplete ? FeedPosition.endOf(newest) : end, isComplete);
    }

    private static LogEntry entry(ResultSet rows, long id) throws SQLException {
        return new LogEntry(
                rows.getLong("revision"),
                id,
                rows.getObject("changed_at", OffsetDateTime.class).toInstant(),
                rows.getString("kind"),
                rows.getString("type"),
                rows.getString("subject"),
                rows.getString("model_id"),
                rows.getString("moved_from"),
                rows.getString("import_id"),
                rows.getBoolean("wanted"));
    }

    /**
     * Stores an event before it is sent, so that it keeps its id even if this instance is killed.
     *
     * @param after place that the webhook has once the event is done
     * @return empty if this instance must not deliver to the webhook any more, or not as it was claimed
     */
    Optional<Message> begin(Connection connection, ClaimedWebhook webhook, Events.Event event, FeedPosition after)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.INSERT)) {
            statement.setString(1, event.messageId());
            statement.setString(2, event.type());
            statement.setLong(3, after.revision());
            statement.setLong(4, after.id());
            statement.setString(5, event.body());
            statement.setLong(6, webhook.id());
            statement.setString(7, instance);
            statement.setLong(8, webhook.version());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Message(row.getLong(1), event.messageId(), event.body(), Optional.of(after), 0))
                        : Optional.empty();
            }
        }
    }

    /** Notes that nothing up to a place is to be sent. */
    void move(Connection connection, long webhook, FeedPosition place) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.MOVE)) {
            statement.setLong(1, place.revision());
            statement.setLong(2, place.id());
            statement.setLong(3, webhook);
            statement.setString(4, instance);
            statement.executeUpdate();
        }
    }

    /**
     * Notes what an attempt led to, and leases the webhook anew.
     *
     * @param wait time until the next attempt; empty if there is none
     * @return whether this instance may go on with the webhook's events; not if its owner changed it since it was claimed
     */
    boolean finish(
            Connection connection, ClaimedWebhook webhook, Message message, Outcome outcome, Optional<Duration> wait)
            throws SQLException {
        boolean isPending = !outcome.isSuccess() && (wait.isPresent() || (outcome.isGone() && message.isInOrder()));
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.FINISH)) {
            statement.setLong(1, message.delivery());
            statement.setString(2, said(outcome));
            statement.setString(3, outcome.isSuccess() ? "delivered" : isPending ? "pending" : "failed");
            statement.setObject(4, wait.map(DeliveryQueue::interval).orElse("0"), Types.VARCHAR);
            statement.setBoolean(5, outcome.isGone());
            statement.setString(6, interval(settings.disableAfter()));
            statement.setString(7, instance);
            statement.setString(8, lease());
            statement.setLong(9, webhook.version());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private String said(Outcome outcome) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.put("at", TimeText.of(outcome.at()))
                .put("durationMs", outcome.took().toMillis());
        said.put("status", outcome.status().orElse(null));
        said.put("error", outcome.error().orElse(null));
        said.put("response", outcome.excerpt().orElse(null));
        try {
            return json.writeValueAsString(JsonNodeFactory.instance.arrayNode().add(said));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Ends a turn, and removes what the log has no room for. */
    void release(Connection connection, long webhook, boolean hasDelivered) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.RELEASE)) {
            statement.setLong(1, webhook);
            statement.setString(2, instance);
            statement.executeUpdate();
        }
        if (hasDelivered) {
            try (PreparedStatement statement = connection.prepareStatement(DeliverySql.FORGET)) {
                statement.setLong(1, webhook);
                statement.executeUpdate();
            }
        }
    }

    /** Removes deliveries that are older than the log keeps them. */
    void forgetOld(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DeliverySql.FORGET_OLD)) {
            statement.setString(1, interval(settings.keepDeliveries()));
            statement.executeUpdate();
        }
    }
}
