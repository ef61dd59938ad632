-- Webhooks have no queue of their own: the change log is the queue, and each webhook has a place in it. So a write stores
-- nothing more than before, and a webhook that lags far occupies one row.
create table webhook (
    id bigint generated always as identity constraint webhook_pkey primary key,
    -- Counts what its owner changes; If-Match compares it.
    version bigint not null default 1,
    url text not null,
    description text,
    -- Empty means all.
    types text[] not null,
    models text[] not null,
    vendors text[] not null,
    active boolean not null,
    inactive_reason text collate "C" constraint webhook_reason_is_known
        check (inactive_reason in ('paused', 'failing', 'gone', 'owner')),
    inactive_since timestamptz,
    owner text not null,
    created_by text not null,
    created_at timestamptz not null,
    -- The key that signs. It has to be here as it is, because a receiver checks with the same key.
    secret bytea not null constraint webhook_secret_has_32_bytes check (octet_length(secret) = 32),
    former_secret bytea constraint webhook_former_secret_has_32_bytes check (octet_length(former_secret) = 32),
    former_secret_until timestamptz,
    -- Everything up to this place of the change log is done.
    place_revision bigint not null,
    place_id bigint not null,
    failing_since timestamptz,
    -- The instance that delivers, until a time at which another one may. Webhooks take turns.
    leased_by text collate "C",
    leased_until timestamptz,
    turn_at timestamptz,
    constraint webhook_says_why_it_is_inactive check (active = (inactive_reason is null)),
    constraint webhook_former_secret_ends check ((former_secret is null) = (former_secret_until is null)),
    constraint webhook_lease_ends check ((leased_by is null) = (leased_until is null))
);
create index webhook_by_owner on webhook (owner, id);

-- What was sent or is being sent: the next event of a webhook in order, and pings and repetitions beside it.
create table webhook_delivery (
    id bigint generated always as identity constraint webhook_delivery_pkey primary key,
    webhook_id bigint not null constraint webhook_delivery_is_of_a_webhook references webhook on delete cascade,
    -- The receiver sees the same id in every attempt.
    message_id text collate "C" not null,
    type text collate "C" not null,
    -- Place that the webhook has after it; null for a ping.
    place_revision bigint,
    place_id bigint,
    body text not null,
    status text collate "C" not null constraint webhook_delivery_status_is_known
        check (status in ('pending', 'delivered', 'failed')),
    -- Whether later events wait for it.
    in_order boolean not null,
    created_at timestamptz not null,
    -- Attempts since it became pending.
    tries int not null default 0,
    next_attempt_at timestamptz,
    -- The last attempts, oldest first.
    attempts jsonb not null default '[]',
    constraint webhook_delivery_is_tried_while_pending check ((status = 'pending') = (next_attempt_at is not null))
);
create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, id);
create index webhook_delivery_pending on webhook_delivery (webhook_id) where status = 'pending';
create unique index webhook_delivery_in_order_is_one on webhook_delivery (webhook_id)
    where status = 'pending' and in_order;
