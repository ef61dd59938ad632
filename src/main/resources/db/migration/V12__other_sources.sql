-- Catalogs that list an offering beside the one whose facts are stored: an array of objects with origin, source and date,
-- as in documents.
set local statement_timeout = 0;

alter table offering add column other_sources jsonb
    constraint offering_other_sources_is_array check (jsonb_typeof(other_sources) = 'array');

create or replace view offering_line as
select o.provider_id, o.provider_model_id, o.model_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'offering', 'provider', o.provider_id, 'id', o.provider_model_id, 'model', o.model_id,
    'contextWindow', o.context_window, 'maxInput', o.max_input, 'maxOutput', o.max_output,
    'status', o.status, 'supports', features(o.supports, o.lacks), 'source', o.source,
    'date', partial_date(o.source_date, o.source_precision),
    'retiredDate', partial_date(o.retired_date, o.retired_precision),
    'lastSeen', to_char(o.last_seen, 'YYYY-MM-DD'), 'origin', o.origin, 'otherSources', o.other_sources,
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
