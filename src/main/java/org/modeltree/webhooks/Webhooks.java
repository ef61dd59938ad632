package org.modeltree.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.webhooks.delivery.Events;
import org.modeltree.webhooks.delivery.SigningSecret;

/** Repository of webhooks and their deliveries. */
@ApplicationScoped
class Webhooks {

    private static final String SELECT = """
            select w.id, w.version, w.url, w.description, w.types, w.models, w.vendors, w.active, w.inactive_reason,
                w.inactive_since, w.owner, w.created_by, w.created_at, w.failing_since, w.place_revision,
                case when w.former_secret_until > clock_timestamp() then w.former_secret_until end as former_secret_until,
                d.waiting, case when w.active then d.next_attempt_at end as next_attempt_at
            from webhook w
            cross join lateral (
                select count(*) as waiting, min(p.next_attempt_at) as next_attempt_at from webhook_delivery p
                where p.webhook_id = w.id and p.status = 'pending') d
            """;

    private static final String DELIVERIES = """
            select d.id, d.message_id, d.type, d.place_revision, d.status, d.created_at, d.next_attempt_at,
                cast(d.attempts as text) as attempts
            from webhook_delivery d
            where d.webhook_id = ? and d.id < ?
            order by d.id desc
            limit ?
            """;

    private final EntityManager entities;

    Webhooks(EntityManager entities) {
        this.entities = entities;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    private interface Binder {

        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Reads a row. */
    @FunctionalInterface
    private interface Reader<T> {

        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String text, Binder values, Reader<T> reader) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                values.bind(statement);
                List<T> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                }
                return found;
            }
        });
    }

    private static WebhookRow webhook(ResultSet row) throws SQLException {
        return new WebhookRow(
                row.getLong("id"),
                row.getLong("version"),
                new WebhookDocument(
                        row.getString("url"),
                        row.getString("description"),
                        texts(row, "types"),
                        texts(row, "models"),
                        texts(row, "vendors"),
                        row.getBoolean("active")),
                row.getString("inactive_reason"),
                time(row, "inactive_since"),
                row.getString("owner"),
                row.getString("created_by"),
                time(row, "created_at"),
                time(row, "former_secret_until"),
                time(row, "failing_since"),
                row.getLong("place_revision"),
                row.getLong("waiting"),
                time(row, "next_attempt_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static DeliveryView delivery(ResultSet row) throws SQLException {
        long revision = row.getLong("place_revision");
        boolean isOfLog = !row.wasNull();
        return new DeliveryView(
                Long.toString(row.getLong("id")),
                row.getString("message_id"),
                row.getString("type"),
                isOfLog ? Long.valueOf(revision) : null,
                row.getString("status"),
                time(row, "created_at"),
                time(row, "next_attempt_at"),
                row.getString("attempts"));
    }

    /** The webhook with this id. */
    Optional<WebhookRow> find(long id) {
        return query(SELECT + "where w.id = ?", statement -> statement.setLong(1, id), Webhooks::webhook).stream()
                .findFirst();
    }

    /** The webhook with this id, which nobody else changes until the end of the transaction. */
    Optional<WebhookRow> lock(long id) {
        query("select id from webhook where id = ? for update", statement -> statement.setLong(1, id), row -> id);
        return find(id);
    }

    /** Webhooks after this id, ordered by id: those of an owner, or all if the owner is empty. */
    List<WebhookRow> page(Optional<String> owner, long after, int limit) {
        return query(
                SELECT + "where w.id > ? and (cast(? as text) is null or w.owner = ?) order by w.id limit ?",
                statement -> {
                    statement.setLong(1, after);
                    statement.setString(2, owner.orElse(null));
                    statement.setString(3, owner.orElse(null));
                    statement.setInt(4, limit);
                },
                Webhooks::webhook);
    }

    /** Number of webhooks: those of an owner, or all if the owner is empty. */
    long count(Optional<String> owner) {
        return query(
                        "select count(*) from webhook w where cast(? as text) is null or w.owner = ?",
                        statement -> {
                            statement.setString(1, owner.orElse(null));
                            statement.setString(2, owner.orElse(null));
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    /** Lets registrations wait for each other, so that together they stay within the limits. */
    void lockCounts() {
        query("select 1 from pg_advisory_xact_lock(hashtext('modeltree webhooks'))", none -> {}, row -> 1);
    }

    /** Revision of the catalog. */
    long revision() {
        return query("select revision from catalog_revision", none -> {}, row -> row.getLong(1))
                .get(0);
    }

    /** Canonical ids of models by ids or aliases, in their order; ids that no model has stay as they are. */
    List<String> canonical(List<String> models) {
        return query(
                """
                select coalesce(
                    (select m.id from model m where m.id = g.id),
                    (select a.model_id from model_alias a where a.alias_key = g.id),
                    g.id)
                from unnest(?) with ordinality g (id, number)
                order by g.number
                """,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("text", models.toArray())),
                row -> row.getString(1));
    }

    /** Stores a new webhook, which gets the changes from now on; returns its id. */
    long create(WebhookDocument document, SigningSecret secret, String owner, String createdBy) {
        return query(
                        """
                        insert into webhook (url, description, types, models, vendors, active, inactive_reason, inactive_since,
                            owner, created_by, created_at, secret, place_revision, place_id)
                        select ?, ?, ?, ?, ?, s.active, case when not s.active then 'paused' end,
                            case when not s.active then clock_timestamp() end,
                            ?, ?, clock_timestamp(), ?, r.revision, 9223372036854775807
                        from catalog_revision r, (select ? as active) s
                        returning id
                        """,
                        statement -> {
                            bind(statement, document);
                            statement.setString(6, owner);
                            statement.setString(7, createdBy);
                            statement.setBytes(8, secret.key());
                            statement.setBoolean(9, document.active());
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    private static void bind(PreparedStatement statement, WebhookDocument document) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setString(1, document.url());
        statement.setString(2, document.description());
        statement.setArray(3, connection.createArrayOf("text", document.types().toArray()));
        statement.setArray(4, connection.createArrayOf("text", document.models().toArray()));
        statement.setArray(
                5, connection.createArrayOf("text", document.vendors().toArray()));
    }

    /** Replaces what the owner states. A webhook that becomes active has not failed yet, and what waits is due. */
    void update(long id, WebhookDocument document) {
        query(
                """
                with before as (select id, active from webhook where id = ?),
                due as (
                    update webhook_delivery d set next_attempt_at = clock_timestamp(), tries = 0
                    from before b where d.webhook_id = b.id and d.status = 'pending' and not b.active and ?
                    returning d.id)
                update webhook w
                set url = ?, description = ?, types = ?, models = ?, vendors = ?, active = s.active,
                    version = w.version + 1,
                    failing_since = case when b.active then w.failing_since end,
                    inactive_reason = case when s.active then null else coalesce(w.inactive_reason, 'paused') end,
                    inactive_since = case when s.active then null else coalesce(w.inactive_since, clock_timestamp()) end
                from before b, (select ? as active) s
                where w.id = b.id
                returning w.id
                """,
                statement -> {
                    statement.setLong(1, id);
                    statement.setBoolean(2, document.active());
                    Connection connection = statement.getConnection();
                    statement.setString(3, document.url());
                    statement.setString(4, document.description());
                    statement.setArray(
                            5, connection.createArrayOf("text", document.types().toArray()));
                    statement.setArray(
                            6,
                            connection.createArrayOf("text", document.models().toArray()));
                    statement.setArray(
                            7,
                            connection.createArrayOf("text", document.vendors().toArray()));
                    statement.setBoolean(8, document.active());
                },
                row -> row.getLong(1));
    }

    /** Deletes a webhook with its deliveries. */
    void delete(long id) {
        query("delete from webhook where id = ? returning id", statement -> statement.setLong(1, id), row -> id);
    }

    /** Replaces the secret; the former one signs as well for a while. */
    void rotate(long id, SigningSecret secret, Duration formerFor) {
        query(
                """
                update webhook set former_secret = secret, former_secret_until = clock_timestamp() + cast(? as interval),
                    secret = ?, version = version + 1
                where id = ?
                returning id
                """,
                statement -> {
                    statement.setString(1, formerFor.toMillis() + " milliseconds");
                    statement.setBytes(2, secret.key());
                    statement.setLong(3, id);
                },
                row -> id);
    }

    /** The secret of a webhook. */
    Optional<SigningSecret> secret(long id) {
        return query(
                        "select secret from webhook where id = ?",
                        statement -> statement.setLong(1, id),
                        row -> new SigningSecret(row.getBytes(1)))
                .stream()
                .findFirst();
    }

    /** Deliveries of a webhook before this id, newest first. */
    List<DeliveryView> deliveries(long webhook, long before, int limit) {
        return query(
                DELIVERIES,
                statement -> {
                    statement.setLong(1, webhook);
                    statement.setLong(2, before);
                    statement.setInt(3, limit);
                },
                Webhooks::delivery);
    }

    /** Number of deliveries of a webhook. */
    long countDeliveries(long webhook) {
        return query(
                        "select count(*) from webhook_delivery where webhook_id = ?",
                        statement -> statement.setLong(1, webhook),
                        row -> row.getLong(1))
                .get(0);
    }

    /** A delivery of a webhook. */
    Optional<DeliveryView> delivery(long webhook, long id) {
        return deliveries(webhook, id + 1, 1).stream()
                .filter(found -> found.id().equals(Long.toString(id)))
                .findFirst();
    }

    /** Messages of a webhook beside its events that wait. */
    long countExtras(long webhook) {
        return query("""
                        select count(*) from webhook_delivery
                        where webhook_id = ? and status = 'pending' and not in_order
                        """, statement -> statement.setLong(1, webhook), row -> row.getLong(1))
                .get(0);
    }

    /** Stores a message that is sent beside the events; returns its id. */
    long insert(long webhook, Events.Event event) {
        return query(
                        """
                        insert into webhook_delivery (
                            webhook_id, message_id, type, body, status, in_order, created_at, next_attempt_at)
                        values (?, ?, ?, ?, 'pending', false, clock_timestamp(), clock_timestamp())
                        returning id
                        """,
                        statement -> {
                            statement.setLong(1, webhook);
                            statement.setString(2, event.messageId());
                            statement.setString(3, event.type());
                            statement.setString(4, event.body());
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    /**
     * Lets a delivery that waits for its next attempt be attempted at once.
     *
     * @return whether it may be attempted; an event of an inactive webhook may not
     */
    boolean hasten(long id) {
        return !query("""
                update webhook_delivery d set next_attempt_at = clock_timestamp()
                from webhook w
                where d.id = ? and d.status = 'pending' and w.id = d.webhook_id and (w.active or not d.in_order)
                returning d.id
                """, statement -> statement.setLong(1, id), row -> row.getLong(1))
                .isEmpty();
    }

    /** Lets a delivery that has ended be tried once more. */
    void repeat(long id) {
        query("""
                update webhook_delivery
                set status = 'pending', in_order = false, tries = 0, next_attempt_at = clock_timestamp()
                where id = ? and status <> 'pending'
                returning id
                """, statement -> statement.setLong(1, id), row -> id);
    }
}
