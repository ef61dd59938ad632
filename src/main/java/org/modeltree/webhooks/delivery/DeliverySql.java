package org.modeltree.webhooks.delivery;

/** Statements of {@link DeliveryQueue}. */
final class DeliverySql {

    /** Leases webhooks for which something is due. */
    static final String CLAIM = """
            with due as (
                select w.id from webhook w, catalog_revision r
                where (w.leased_until is null or w.leased_until <= clock_timestamp())
                  and w.id <> all (?)
                  and (exists (
                        select from webhook_delivery d
                        where d.webhook_id = w.id and d.status = 'pending' and (w.active or not d.in_order)
                          and d.next_attempt_at <= clock_timestamp())
                    or (w.active
                        and (w.place_revision <> r.revision or w.place_id <> 9223372036854775807)
                        and not exists (
                            select from webhook_delivery d
                            where d.webhook_id = w.id and d.status = 'pending' and d.in_order)))
                order by w.turn_at nulls first, w.id
                limit ?
                for update of w skip locked)
            update webhook w
            set leased_by = ?, leased_until = clock_timestamp() + cast(? as interval), turn_at = clock_timestamp()
            from due where w.id = due.id
            returning w.id, w.version, w.url, w.active, w.secret,
                case when w.former_secret_until > clock_timestamp() then w.former_secret end as former_secret,
                w.place_revision, w.place_id
            """;

    /**
     * A webhook of a token that is no longer valid would tell its owner more than the owner may read. What another transaction
     * has locked is left to the next round, so that no two wait for each other.
     */
    static final String END_OF_OWNERS = """
            update webhook w
            set active = false, inactive_reason = 'owner', inactive_since = clock_timestamp()
            where w.id in (
                select h.id from webhook h join api_token t on h.owner = 'token:' || t.id
                where h.active and (t.revoked_at is not null or t.expires_at <= clock_timestamp())
                order by h.id
                for update of h skip locked)
            """;

    /** The message that is due. */
    static final String DUE = """
            select d.id, d.message_id, d.body, d.in_order, d.place_revision, d.place_id, d.tries from webhook_delivery d
            where d.webhook_id = ? and d.status = 'pending' and (? or not d.in_order)
              and d.next_attempt_at <= clock_timestamp()
            order by d.in_order, d.id
            limit 1
            """;

    /** Whether an event waits for its next attempt. */
    static final String HAS_HEAD = """
            select exists (select from webhook_delivery d where d.webhook_id = ? and d.status = 'pending' and d.in_order)
            """;

    /**
     * An import is of interest if one of the records that it changed is, or if it is not known any more which it changed: they
     * are kept for the last imports, and not for large ones. What an undo restored is changed, too.
     */
    static final String SCAN = """
            with recursive newest as (select revision from catalog_revision)
            select c.id, c.revision, c.changed_at, c.kind, c.type, c.subject, c.model_id, c.moved_from, c.import_id,
                case when c.type is null then
                    (w.types = '{}' and w.models = '{}' and w.vendors = '{}')
                    or not exists (select from import_change k where k.import_id = c.import_id)
                    or exists (
                        select from import_change i
                        cross join lateral (select coalesce(i.after ->> 'model', i.before ->> 'model',
                            case when i.type in ('model', 'card', 'deleted') then i.key end) as model) m
                        where i.import_id = c.import_id
                          and (w.types = '{}' or i.type = any (w.types))
                          and ((w.models = '{}' and w.vendors = '{}')
                            or m.model = any (w.models) or split_part(m.model, '/', 1) = any (w.vendors)
                            or (i.type = 'vendor' and i.key = any (w.vendors))))
                else
                    (w.types = '{}' or c.type = any (w.types))
                    and ((w.models = '{}' and w.vendors = '{}')
                        or c.model_id = any (w.models) or c.moved_from = any (w.models)
                        or (c.type = 'model' and c.subject = any (w.models))
                        or split_part(c.model_id, '/', 1) = any (w.vendors)
                        or split_part(c.moved_from, '/', 1) = any (w.vendors)
                        or (c.type = 'model' and split_part(c.subject, '/', 1) = any (w.vendors))
                        or (c.type = 'vendor' and c.subject = any (w.vendors)))
                end as wanted,
                newest.revision as newest, kept.changes_until
            from newest
            cross join retention kept
            join webhook w on w.id = ?
            left join lateral (
                select * from change l
                where (l.revision, l.id) > (?, ?) and l.revision <= newest.revision
                order by l.revision, l.id
                limit ?) c on true
            order by c.revision, c.id
            """;

    /** Stores an event. */
    static final String INSERT = """
            insert into webhook_delivery (
                webhook_id, message_id, type, place_revision, place_id, body, status, in_order, created_at, next_attempt_at)
            select w.id, ?, ?, ?, ?, ?, 'pending', true, clock_timestamp(), clock_timestamp()
            from webhook w where w.id = ? and w.leased_by = ? and w.active and w.version = ?
            returning id
            """;

    /** Moves a webhook on. */
    static final String MOVE = """
            update webhook set place_revision = ?, place_id = ? where id = ? and leased_by = ?
            """;

    /** The webhook first, so that nothing is noted for one that was deleted, or that another instance delivers to by now. */
    static final String FINISH = """
            with attempt as (select ? as id, cast(? as jsonb) as said, ? as status, cast(? as interval) as wait,
                    ? as gone, cast(? as interval) as disable_after),
            owned as (
                select w.id, w.failing_since from webhook w, webhook_delivery d
                where d.id = (select id from attempt) and w.id = d.webhook_id and w.leased_by = ?
                for update of w),
            noted as (
                update webhook_delivery d
                set status = a.status, tries = d.tries + 1,
                    next_attempt_at = case when a.status = 'pending' then clock_timestamp() + a.wait end,
                    attempts = case when jsonb_array_length(d.attempts) >= 20 then d.attempts - 0 else d.attempts end || a.said
                from attempt a, owned w
                where d.id = a.id and w.id = d.webhook_id and d.status = 'pending'
                returning d.webhook_id, d.in_order, d.status, d.place_revision, d.place_id),
            outcome as (
                select n.*, a.gone, n.in_order and a.status <> 'delivered' as failed,
                    n.in_order and a.status <> 'delivered'
                        and w.failing_since <= clock_timestamp() - a.disable_after as hopeless
                from noted n, attempt a, owned w where w.id = n.webhook_id)
            update webhook w
            set place_revision = case when o.in_order and o.status <> 'pending' then o.place_revision else w.place_revision end,
                place_id = case when o.in_order and o.status <> 'pending' then o.place_id else w.place_id end,
                failing_since = case when not o.in_order then w.failing_since
                    when o.failed then coalesce(w.failing_since, clock_timestamp()) end,
                active = w.active and not o.gone and not coalesce(o.hopeless, false),
                inactive_reason = case when not w.active then w.inactive_reason
                    when o.gone then 'gone' when o.hopeless then 'failing' end,
                inactive_since = case when not w.active then w.inactive_since
                    when o.gone or o.hopeless then clock_timestamp() end,
                leased_until = clock_timestamp() + cast(? as interval)
            from outcome o where w.id = o.webhook_id
            returning w.active and w.version = ?
            """;

    /** Ends a lease. */
    static final String RELEASE = """
            update webhook set leased_by = null, leased_until = null where id = ? and leased_by = ?
            """;

    /** Keeps the last 1,000 deliveries of a webhook. */
    static final String FORGET = """
            delete from webhook_delivery d
            where d.webhook_id = ? and d.status <> 'pending' and d.id < (
                select l.id from webhook_delivery l where l.webhook_id = d.webhook_id order by l.id desc offset 999 limit 1)
            """;

    /** Keeps the deliveries of a time. */
    static final String FORGET_OLD = """
            delete from webhook_delivery d where d.status <> 'pending' and d.created_at < clock_timestamp() - cast(? as interval)
            """;

    /** What there is to do, and when. */
    static final String OUTLOOK = """
            select (select count(*) from webhook) as webhooks,
                (select count(*) from webhook_delivery d join webhook w on w.id = d.webhook_id
                    where d.status = 'pending' and (w.active or not d.in_order)) as waiting,
                (select extract(epoch from clock_timestamp() - min(d.created_at)) from webhook_delivery d
                    join webhook w on w.id = d.webhook_id
                    where d.status = 'pending' and (w.active or not d.in_order)) as oldest,
                extract(epoch from least(
                    (select min(greatest(d.next_attempt_at, w.leased_until)) from webhook_delivery d
                        join webhook w on w.id = d.webhook_id
                        where d.status = 'pending' and (w.active or not d.in_order)),
                    (select min(w.leased_until) from webhook w where w.leased_until > clock_timestamp())) - clock_timestamp()) as next
            """;

    private DeliverySql() {}
}
