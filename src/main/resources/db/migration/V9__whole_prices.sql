-- Prices have further amounts, currencies and times of the week. The four columns of amounts hold US dollars only, so that
-- no query can mistake another currency for them: every other amount, and all amounts of other currencies, are in amounts,
-- as decimal texts by the name of their unit.
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
