-- Facts of the starter catalog have the origin of their source, so that a newer file of the same catalog can change them.
-- The starter catalog is the only change without an entry in the log. Whatever a file in our own format touched since may
-- have been written by a person, so it stays as it is, as do the facts of curators, which have an origin of their own.
set local statement_timeout = 0;

create temporary table starter_model on commit drop as
select m.id
from model m
where not exists (select 1 from change c where c.revision = 1)
  and not exists (
      select 1 from change c left join import_run i on i.id = c.import_id
      where c.kind = 'import' and coalesce(i.report ->> 'format', 'modeltree') = 'modeltree'
        and (c.revision = m.revision
             or exists (select 1 from model_version v where v.model_id = m.id and v.until_revision = c.revision)))
  and coalesce((select min(v.revision) from model_version v where v.model_id = m.id), m.revision) = 1;
create unique index on starter_model (id);
analyze starter_model;

create function pg_temp.origin_of(source text) returns text language sql immutable return
    case when source ~ '^https?://models\.dev(/|$)' then 'models.dev'
         when source ~ '^https?://openrouter\.ai(/|$)' then 'openrouter'
         when source ~ '^https?://github\.com/BerriAI/litellm(/|$)' then 'litellm'
         when source ~ '^https?://epoch\.ai(/|$)' then 'epoch'
         else 'publisher' end;

update model_source s set origin = pg_temp.origin_of(s.source)
from starter_model m where m.id = s.model_id and s.origin = 'modeltree' and s.source is not null;

-- No page is named for the life cycle; who stated the release stated it as well.
insert into model_source (model_id, fact, origin)
select m.id, 'lifecycle', s.origin
from starter_model t
join model m on m.id = t.id and m.lifecycle is not null
join lateral (
    select s.origin from model_source s where s.model_id = m.id and s.origin <> 'curator'
    order by s.fact = 'releaseDate' desc, s.fact limit 1) s on true
where s.origin <> 'modeltree'
on conflict on constraint model_source_pkey do nothing;

update lineage_edge e set origin = pg_temp.origin_of(e.source)
from starter_model m where m.id = e.child_id and e.origin = 'modeltree' and e.source is not null;

update offering o set origin = pg_temp.origin_of(o.source)
from starter_model m where m.id = o.model_id and o.origin = 'modeltree' and o.source is not null;

-- Results of benchmarks came with models.dev, which names the pages that published them. Origins are not counted.
alter table measurement disable trigger user;
update measurement w
set origin = case
    when pg_temp.origin_of(w.source) = 'publisher'
         and w.benchmark_id not in ('context-window', 'max-output', 'input-price', 'output-price') then 'models.dev'
    else pg_temp.origin_of(w.source) end
from starter_model m where m.id = w.model_id and w.origin = 'modeltree';
alter table measurement enable trigger user;

-- Three-valued features: those that a model or an offering has, and those that it certainly lacks.
create function are_features(names text[]) returns boolean language sql immutable return
    names is null or names <@ array['tools', 'structured_output', 'reasoning', 'attachments', 'temperature', 'streaming'];

alter table model
    add column supports text[] constraint model_supports_features check (are_features(supports)),
    add column lacks text[] constraint model_lacks_features check (are_features(lacks)),
    add constraint model_features_do_not_contradict check (not (supports && lacks));
create index model_by_supported_feature on model using gin (supports);

alter table offering
    add column max_input bigint constraint offering_input_is_positive check (max_input > 0),
    add column status text collate "C" constraint offering_status_is_known check (status in ('alpha', 'beta', 'deprecated')),
    add column supports text[] constraint offering_supports_features check (are_features(supports)),
    add column lacks text[] constraint offering_lacks_features check (are_features(lacks)),
    add constraint offering_features_do_not_contradict check (not (supports && lacks)),
    -- The day on which its catalog was known to list it, if a complete import no longer did.
    add column last_seen date,
    -- The day of the last import that listed it. It is not part of the offering: imports that change nothing set it too.
    add column seen_on date;

-- LiteLLM's input limits were stored as context windows where an output limit stands beside them.
update offering set max_input = context_window, context_window = null
where origin = 'litellm' and context_window is not null and max_output is not null;

-- Features as in documents; null if none is known.
create function features(supports text[], lacks text[]) returns jsonb language sql immutable return
    (select jsonb_object_agg(case f.name when 'structured_output' then 'structuredOutput' else f.name end, f.supported)
     from (select unnest(supports) as name, true as supported union all select unnest(lacks), false) f);

create or replace view model_line as
select m.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'model', 'id', m.id, 'name', m.name, 'family', m.family, 'kind', m.kind,
    'releaseDate', partial_date(m.release_date, m.release_precision),
    'lifecycle', m.lifecycle,
    'announcedDate', partial_date(m.announced_date, m.announced_precision),
    'deprecatedDate', partial_date(m.deprecated_date, m.deprecated_precision),
    'retiredDate', partial_date(m.retired_date, m.retired_precision),
    'successor', m.successor_id,
    'parameters', m.parameters,
    'parametersStatus', nullif(m.parameters_status, 'unknown'),
    'contextWindowStatus', nullif(m.context_window_status, 'unknown'),
    'maxOutputStatus', nullif(m.max_output_status, 'unknown'),
    'pricingStatus', nullif(m.stated_pricing_status, 'unknown'),
    'openWeights', m.open_weights,
    'licence', m.licence,
    'modalities', case when m.input_modalities is not null or m.output_modalities is not null
        then jsonb_build_object('input', to_jsonb(m.input_modalities), 'output', to_jsonb(m.output_modalities)) end,
    'knowledgeCutoff', partial_date(m.cutoff_date, m.cutoff_precision),
    'supports', features(m.supports, m.lacks),
    'links', (select jsonb_agg(jsonb_build_object('type', l.type, 'url', l.url) order by l.position)
              from model_link l where l.model_id = m.id),
    'aliases', (select jsonb_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = m.id),
    'texts', (select jsonb_object_agg(t.lang, jsonb_build_object('subtitle', t.subtitle, 'summary', t.summary))
              from model_text t where t.model_id = m.id),
    'sources', (select jsonb_object_agg(s.fact, jsonb_build_object('source', s.source,
                    'date', partial_date(s.source_date, s.source_precision), 'origin', s.origin))
                from model_source s where s.model_id = m.id))) as doc
from model m;

create or replace view offering_line as
select o.provider_id, o.provider_model_id, o.model_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'offering', 'provider', o.provider_id, 'id', o.provider_model_id, 'model', o.model_id,
    'contextWindow', o.context_window, 'maxInput', o.max_input, 'maxOutput', o.max_output,
    'status', o.status, 'supports', features(o.supports, o.lacks), 'source', o.source,
    'date', partial_date(o.source_date, o.source_precision),
    'retiredDate', partial_date(o.retired_date, o.retired_precision),
    'lastSeen', to_char(o.last_seen, 'YYYY-MM-DD'), 'origin', o.origin,
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

create or replace view model_state as
select m.id, jsonb_strip_nulls(jsonb_build_object(
    'id', m.id, 'vendorId', m.vendor_id, 'vendorName', v.name, 'name', m.name, 'family', m.family, 'kind', m.kind,
    'releaseDate', m.release_date, 'releasePrecision', m.release_precision, 'lifecycle', m.lifecycle,
    'announcedDate', m.announced_date, 'announcedPrecision', m.announced_precision,
    'deprecatedDate', m.deprecated_date, 'deprecatedPrecision', m.deprecated_precision,
    'retiredDate', m.retired_date, 'retiredPrecision', m.retired_precision, 'successorId', m.successor_id,
    'parameters', m.parameters, 'parametersStatus', m.parameters_status,
    'contextWindowStatus', m.context_window_status, 'maxOutputStatus', m.max_output_status,
    'pricingStatus', m.pricing_status, 'openWeights', m.open_weights, 'licence', m.licence,
    'inputModalities', to_jsonb(m.input_modalities), 'outputModalities', to_jsonb(m.output_modalities),
    'supports', to_jsonb(m.supports), 'lacks', to_jsonb(m.lacks),
    'cutoffDate', m.cutoff_date, 'cutoffPrecision', m.cutoff_precision, 'revision', m.revision,
    'updatedAt', m.updated_at,
    'contextWindow', (select w.raw from measurement w
        where w.model_id = m.id and w.benchmark_id = 'context-window' and w.counting),
    'maxOutput', (select w.raw from measurement w
        where w.model_id = m.id and w.benchmark_id = 'max-output' and w.counting),
    'aliases', (select jsonb_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = m.id),
    'linkTypes', (select jsonb_agg(l.type order by l.position) from model_link l where l.model_id = m.id),
    'linkUrls', (select jsonb_agg(l.url order by l.position) from model_link l where l.model_id = m.id),
    'subtitleEn', (select t.subtitle from model_text t where t.model_id = m.id and t.lang = 'en'),
    'subtitleZh', (select t.subtitle from model_text t where t.model_id = m.id and t.lang = 'zh'),
    'summaryEn', (select t.summary from model_text t where t.model_id = m.id and t.lang = 'en'),
    'summaryZh', (select t.summary from model_text t where t.model_id = m.id and t.lang = 'zh'))) as state
from model m join vendor v on v.id = m.vendor_id;

-- Models are counted by feature as well, for lists and facets.
create or replace function model_count_sql(changed text) returns text language sql immutable as $sql$
    select format($$
        with grouped as (
            select grouping(vendor_id, family, kind, lifecycle, open_weights, input_modalities, supports) as without,
                   coalesce(vendor_id, family, kind, lifecycle, open_weights::text) as value,
                   input_modalities, output_modalities, supports, sum(sign) as models
            from (%s) changed
            group by grouping sets ((), (vendor_id), (family), (kind), (lifecycle), (open_weights),
                                    (input_modalities, output_modalities), (supports))
        ), delta as materialized (
            select dimension, value, sum(models)::bigint as models
            from (
                select case without when 127 then 'all' when 63 then 'vendor' when 95 then 'family' when 111 then 'kind'
                           when 119 then 'lifecycle' when 123 then 'openWeights' end as dimension,
                       case without when 127 then '' else value end as value, models
                from grouped where without not in (125, 126)
                union all
                select 'modality', m.value, g.models
                from grouped g cross join lateral (
                    select unnest(g.input_modalities) union select unnest(g.output_modalities)) m (value)
                where g.without = 125
                union all
                select 'supports', unnest(g.supports), g.models from grouped g where g.without = 126
            ) each
            where value is not null
            group by 1, 2
            having sum(models) <> 0
        ), taken as (
            delete from model_count c using delta d
            where c.dimension = d.dimension and c.value = d.value and c.models + d.models = 0
        ), lessened as (
            update model_count c set models = c.models + d.models from delta d
            where d.models < 0 and c.dimension = d.dimension and c.value = d.value and c.models + d.models <> 0
        )
        insert into model_count as c (dimension, value, models)
        select dimension, value, models from delta where models > 0 order by 1, 2
        on conflict on constraint model_count_pkey do update set models = c.models + excluded.models
        $$, changed)
$sql$;

create or replace function model_count_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        perform 1 from new_rows limit 1;
        if found then
            execute model_count_sql('select 1 as sign, * from new_rows');
        end if;
    elsif tg_op = 'DELETE' then
        perform 1 from old_rows limit 1;
        if found then
            execute model_count_sql('select -1 as sign, * from old_rows');
        end if;
    else
        -- Most updates change none of what is counted.
        perform 1 from (
            select id, family, kind, lifecycle, open_weights, input_modalities, output_modalities, release_date, supports
            from new_rows
            except
            select id, family, kind, lifecycle, open_weights, input_modalities, output_modalities, release_date, supports
            from old_rows
        ) changed limit 1;
        if found then
            execute model_count_sql(
                'select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows');
            execute cohort_tally_sql(
                'select c.sign, w.benchmark_id, w.raw, c.vendor_id, c.kind, c.lifecycle, c.open_weights,
                        c.input_modalities, c.output_modalities, c.release_date
                 from (select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows) c
                 join measurement w on w.model_id = c.id and w.counting');
        end if;
    end if;
    return null;
end $$;

-- Offerings that their catalog no longer lists are not current.
create or replace function model_prices(model text) returns table (
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
          and p.time_window is null and o.last_seen is null
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
