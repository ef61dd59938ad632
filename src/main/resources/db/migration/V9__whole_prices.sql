-- Prices have further amounts, currencies and times of the week. The four columns of amounts hold US dollars only, so that
-- no query can mistake another currency for them: every other amount, and all amounts of other currencies, are in amounts,
-- as decimal texts by the name of their unit.
set local statement_timeout = 0;

alter table price
    add column currency text collate "C" not null default 'USD'
        constraint price_currency_is_a_code check (currency ~ '^[A-Z]{3}$'),
    add column amounts jsonb not null default '{}'
        constraint price_amounts_are_an_object check (jsonb_typeof(amounts) = 'object'),
    add column time_window jsonb
        constraint price_window_is_an_object check (jsonb_typeof(time_window) = 'object'),
    drop constraint price_input_is_positive,
    drop constraint price_output_is_positive,
    drop constraint price_cache_read_is_positive,
    drop constraint price_cache_write_is_positive,
    drop constraint price_metered_has_an_amount,
    -- Zero is an amount that somebody stated.
    add constraint price_input_is_not_negative check (input_usd >= 0),
    add constraint price_output_is_not_negative check (output_usd >= 0),
    add constraint price_cache_read_is_not_negative check (cache_read_usd >= 0),
    add constraint price_cache_write_is_not_negative check (cache_write_usd >= 0),
    add constraint price_columns_are_usd check (
        currency = 'USD' or num_nonnulls(input_usd, output_usd, cache_read_usd, cache_write_usd) = 0),
    add constraint price_metered_costs_something check (
        case when kind = 'metered'
            then greatest(input_usd, output_usd, cache_read_usd, cache_write_usd, 0) > 0
                or jsonb_path_exists(amounts, '$.*.double() ? (@ > 0)')
            else num_nonnulls(input_usd, output_usd, cache_read_usd, cache_write_usd) = 0 and amounts = '{}' end);

create or replace view offering_line as
select o.provider_id, o.provider_model_id, o.model_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'offering', 'provider', o.provider_id, 'id', o.provider_model_id, 'model', o.model_id,
    'contextWindow', o.context_window, 'maxOutput', o.max_output, 'source', o.source,
    'date', partial_date(o.source_date, o.source_precision),
    'retiredDate', partial_date(o.retired_date, o.retired_precision), 'origin', o.origin,
    'prices', (select jsonb_agg(jsonb_build_object('kind', p.kind, 'mode', nullif(p.mode, 'standard'),
                   'currency', nullif(p.currency, 'USD'),
                   'minContextTokens', nullif(p.min_context_tokens, 0),
                   'window', p.time_window,
                   'from', to_char(p.valid_from, 'YYYY-MM-DD'), 'to', to_char(p.valid_to, 'YYYY-MM-DD'),
                   'input', trim_scale(p.input_usd)::text, 'output', trim_scale(p.output_usd)::text,
                   'cacheRead', trim_scale(p.cache_read_usd)::text,
                   'cacheWrite', trim_scale(p.cache_write_usd)::text) || p.amounts order by p.position)
               from price p where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id))) as doc
from offering o;

-- The cheapest prices of a model, for each period in which they stay the same: what lists are filtered and sorted by.
-- Only metered standard prices count, of prompts of any length, at any time of the week, of offerings that have not ended.
-- As the periods reach into the future, no job has to look at the clock. Kept within the transaction of each write.
create table model_price (
    model_id text collate "C" not null constraint model_price_model_fkey references model on delete cascade,
    currency text collate "C" not null,
    valid_from date not null,
    valid_to date not null,
    input numeric,
    output numeric,
    -- Cursors carry doubles.
    input_order double precision generated always as (input::double precision) stored,
    output_order double precision generated always as (output::double precision) stored,
    constraint model_price_pkey primary key (model_id, currency, valid_from),
    constraint model_price_ends_after_it_begins check (valid_from < valid_to)
);
create index model_price_by_input on model_price (currency, input_order, model_id) where input_order is not null;
create index model_price_by_input_descending on model_price (currency, input_order desc, model_id)
    where input_order is not null;
create index model_price_by_output on model_price (currency, output_order, model_id) where output_order is not null;
create index model_price_by_output_descending on model_price (currency, output_order desc, model_id)
    where output_order is not null;

create function model_prices(model text) returns table (
    currency text, valid_from date, valid_to date, input numeric, output numeric) language sql stable as $$
    with point as (
        select p.currency, coalesce(p.valid_from, '-infinity') as valid_from,
               least(coalesce(p.valid_to, 'infinity'),
                     coalesce(cast(o.retired_date + cast('1 ' || o.retired_precision as interval) as date), 'infinity'))
                   as valid_to,
               coalesce(p.input_usd, cast(p.amounts ->> 'input' as numeric)) as input,
               coalesce(p.output_usd, cast(p.amounts ->> 'output' as numeric)) as output
        from offering o
        join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
        where o.model_id = model and p.kind = 'metered' and p.mode = 'standard' and p.min_context_tokens = 0
          and p.time_window is null
    ),
    period as (
        select d.currency, d.day as valid_from, lead(d.day) over (partition by d.currency order by d.day) as valid_to
        from (
            select p.currency, p.valid_from as day from point p where p.valid_from < p.valid_to
            union
            select p.currency, p.valid_to from point p where p.valid_from < p.valid_to) d
    )
    select d.currency, d.valid_from, d.valid_to, min(p.input), min(p.output)
    from period d
    join point p on p.currency = d.currency and p.valid_from <= d.valid_from and p.valid_to >= d.valid_to
    where d.valid_to is not null
    group by d.currency, d.valid_from, d.valid_to
    having num_nonnulls(min(p.input), min(p.output)) > 0
$$;

insert into model_price (model_id, currency, valid_from, valid_to, input, output)
select o.model_id, c.currency, c.valid_from, c.valid_to, c.input, c.output
from (select distinct model_id from offering) o cross join lateral model_prices(o.model_id) c;
analyze model_price;
