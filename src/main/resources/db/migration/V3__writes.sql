-- Who said so: curator, or the catalog a row was imported from. Everything there is before this came from our own format.
alter table vendor
    add column origin text collate "C" not null default 'modeltree',
    add column revision bigint not null default 0,
    -- The words of its name, which are among those its models are found by.
    add column words text not null default '';
update vendor set words = rtrim(lower(regexp_replace(' ' || name, '[^[:alnum:]]+', ' ', 'g')));
alter table provider
    add column origin text collate "C" not null default 'modeltree',
    add column revision bigint not null default 0;
alter table benchmark
    add column origin text collate "C" not null default 'modeltree',
    add column revision bigint not null default 0;
alter table capability
    add column origin text collate "C" not null default 'modeltree',
    add column revision bigint not null default 0;
alter table lineage_edge add column origin text collate "C" not null default 'modeltree';
alter table card add column origin text collate "C" not null default 'modeltree';
-- Who is called by an id was named by nobody.
update vendor set revision = (select revision from catalog_revision),
    origin = case when name = id then 'placeholder' else origin end;
update provider set revision = (select revision from catalog_revision),
    origin = case when name = id then 'placeholder' else origin end;
update benchmark set revision = (select revision from catalog_revision);
update capability set revision = (select revision from catalog_revision);

alter table model
    add column announced_date date,
    add column announced_precision text collate "C",
    add column deprecated_date date,
    add column deprecated_precision text collate "C",
    add column retired_date date,
    add column retired_precision text collate "C",
    add column successor_id text collate "C" constraint model_successor_fkey references model,
    -- Why no offering carries a price, as somebody stated it; pricing_status is 'known' where one does.
    add column stated_pricing_status text collate "C" not null default 'unknown',
    add constraint model_announced_has_a_precision check ((announced_date is null) = (announced_precision is null)),
    add constraint model_announced_precision_is_known check (announced_precision in ('year', 'month', 'day')),
    add constraint model_deprecated_has_a_precision check ((deprecated_date is null) = (deprecated_precision is null)),
    add constraint model_deprecated_precision_is_known check (deprecated_precision in ('year', 'month', 'day')),
    add constraint model_retired_has_a_precision check ((retired_date is null) = (retired_precision is null)),
    add constraint model_retired_precision_is_known check (retired_precision in ('year', 'month', 'day')),
    add constraint model_is_not_its_own_successor check (successor_id <> id),
    add constraint model_stated_pricing_status_is_known check (
        stated_pricing_status in ('unknown', 'not_disclosed', 'not_applicable'));
update model set stated_pricing_status = pricing_status where pricing_status <> 'known';
create index model_by_successor on model (successor_id) where successor_id is not null;
-- The slug without what people write in different ways, by which a provider's name for a model finds it.
create index model_by_compact_slug on model (regexp_replace(split_part(id, '/', 2), '[-._]', '', 'g'));

-- A curator may state a fact, or that it is not known, without a page to name.
alter table model_source
    alter column source drop not null,
    add column origin text collate "C" not null default 'modeltree';

alter table offering
    add column origin text collate "C" not null default 'modeltree',
    add column retired_date date,
    add column retired_precision text collate "C",
    add constraint offering_retired_has_a_precision check ((retired_date is null) = (retired_precision is null)),
    add constraint offering_retired_precision_is_known check (retired_precision in ('year', 'month', 'day'));

-- What a measurement is called among those of its model: given, or the beginning of a hash over all the rest of it.
alter table measurement
    add column origin text collate "C" not null default 'modeltree',
    add column slug text collate "C";
update measurement m
set slug = n.slug || case when n.twin > 1 then '-' || n.twin else '' end
from (
    select id, slug, row_number() over (partition by model_id, slug order by id) as twin
    from (
        select id, model_id,
               left(encode(sha256(convert_to(concat_ws(E'\n', benchmark_id, trim_scale(raw::text::numeric)::text, source,
                   coalesce(left(to_char(measured_on, 'YYYY-MM-DD'),
                       case measured_precision when 'year' then 4 when 'month' then 7 else 10 end), ''),
                   coalesce(harness, '')), 'UTF8')), 'hex'), 12) as slug
        from measurement
    ) hashed
) n
where n.id = m.id;
alter table measurement
    alter column slug set not null,
    add constraint measurement_slug_is_unique unique (model_id, slug);

-- Ids of models that are no more.
create table deleted_model (
    id text collate "C" constraint deleted_model_pkey primary key,
    successor_id text collate "C",
    revision bigint not null,
    deleted_at timestamptz not null
);

-- A model as it was from one revision on until before another; as it is now is in the model's own tables.
create table model_version (
    model_id text collate "C" not null,
    revision bigint not null,
    until_revision bigint not null,
    state jsonb not null,
    constraint model_version_pkey primary key (model_id, revision),
    constraint model_version_ends_after_it_begins check (until_revision > revision)
);

create table change (
    id bigint generated always as identity constraint change_pkey primary key,
    revision bigint not null,
    changed_at timestamptz not null,
    kind text collate "C" not null constraint change_kind_is_known check (kind in ('create', 'update', 'delete', 'import')),
    type text collate "C",
    subject text collate "C",
    model_id text collate "C",
    patch jsonb,
    actor text,
    import_id text collate "C",
    constraint change_is_of_one_thing_or_an_import check ((kind = 'import') = (import_id is not null)),
    constraint change_of_one_thing_says_what check (kind = 'import' or (type is not null and patch is not null))
);
create index change_by_revision on change (revision, id);
create index change_by_model on change (model_id, revision, id);

-- The answers that a repeated request with the same key gets again.
create table idempotent_answer (
    caller text not null,
    key text collate "C" not null,
    request text collate "C" not null,
    status int not null,
    location text,
    model_revision bigint,
    revision bigint not null,
    body text,
    answered_at timestamptz not null,
    constraint idempotent_answer_pkey primary key (caller, key)
);
create index idempotent_answer_by_age on idempotent_answer (answered_at);

create table import_run (
    id text collate "C" constraint import_run_pkey primary key,
    status text collate "C" not null constraint import_run_status_is_known
        check (status in ('queued', 'running', 'done', 'rejected', 'failed')),
    -- When it was last heard of; a run that is long silent ended with its instance.
    heard_at timestamptz not null,
    report jsonb not null
);

create function partial_date(day date, day_precision text) returns text language sql stable
    return left(to_char(day, 'YYYY-MM-DD'), case day_precision when 'year' then 4 when 'month' then 7 else 10 end);

-- Everything as lines of a catalog, with sources by fact. What is not known is left out.
create view vendor_line as
select v.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'vendor', 'id', v.id, 'name', v.name, 'url', v.url, 'origin', v.origin)) as doc
from vendor v;

create view benchmark_line as
select b.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'benchmark', 'id', b.id, 'label', b.label, 'unit', b.unit, 'url', b.url, 'origin', b.origin)) as doc
from benchmark b;

create view capability_line as
select c.id, c.position, jsonb_strip_nulls(jsonb_build_object(
    'type', 'capability', 'id', c.id, 'origin', c.origin, 'benchmark', c.benchmark_id,
    'label', jsonb_build_object('en', c.label_en, 'zh', c.label_zh),
    'description', jsonb_build_object('en', c.description_en, 'zh', c.description_zh),
    'basis', case when c.basis_en is not null then jsonb_build_object('en', c.basis_en, 'zh', c.basis_zh) end,
    'scale', jsonb_build_object('kind', c.scale_kind, 'floor', c.scale_floor, 'ceiling', c.scale_ceiling))) as doc
from capability c;

create view provider_line as
select p.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'provider', 'id', p.id, 'name', p.name, 'url', p.url, 'origin', p.origin)) as doc
from provider p;

create view model_line as
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
    'links', (select jsonb_agg(jsonb_build_object('type', l.type, 'url', l.url) order by l.position)
              from model_link l where l.model_id = m.id),
    'aliases', (select jsonb_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = m.id),
    'texts', (select jsonb_object_agg(t.lang, jsonb_build_object('subtitle', t.subtitle, 'summary', t.summary))
              from model_text t where t.model_id = m.id),
    'sources', (select jsonb_object_agg(s.fact, jsonb_build_object('source', s.source,
                    'date', partial_date(s.source_date, s.source_precision), 'origin', s.origin))
                from model_source s where s.model_id = m.id))) as doc
from model m;

create view edge_line as
select e.child_id, e.parent_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'edge', 'child', e.child_id, 'parent', e.parent_id, 'relation', e.relation, 'method', e.method,
    'source', e.source, 'date', partial_date(e.source_date, e.source_precision), 'origin', e.origin)) as doc
from lineage_edge e;

create view measurement_line as
select w.model_id, w.slug, jsonb_strip_nulls(jsonb_build_object(
    'type', 'measurement', 'id', w.slug, 'model', w.model_id, 'benchmark', w.benchmark_id, 'raw', w.raw,
    'source', w.source, 'date', partial_date(w.measured_on, w.measured_precision),
    'verified', case when w.verified then true end, 'harness', w.harness, 'origin', w.origin)) as doc
from measurement w;

create view offering_line as
select o.provider_id, o.provider_model_id, o.model_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'offering', 'provider', o.provider_id, 'id', o.provider_model_id, 'model', o.model_id,
    'contextWindow', o.context_window, 'maxOutput', o.max_output, 'source', o.source,
    'date', partial_date(o.source_date, o.source_precision),
    'retiredDate', partial_date(o.retired_date, o.retired_precision), 'origin', o.origin,
    'prices', (select jsonb_agg(jsonb_build_object('kind', p.kind, 'mode', nullif(p.mode, 'standard'),
                   'minContextTokens', nullif(p.min_context_tokens, 0),
                   'from', to_char(p.valid_from, 'YYYY-MM-DD'), 'to', to_char(p.valid_to, 'YYYY-MM-DD'),
                   'input', trim_scale(p.input_usd)::text, 'output', trim_scale(p.output_usd)::text,
                   'cacheRead', trim_scale(p.cache_read_usd)::text,
                   'cacheWrite', trim_scale(p.cache_write_usd)::text) order by p.position)
               from price p where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id))) as doc
from offering o;

create view card_line as
select c.model_id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'card', 'model', c.model_id, 'origin', c.origin,
    'availability', case when num_nonnulls(c.api, c.product, c.open_source, c.enterprise) > 0 then jsonb_build_object(
        'api', c.api, 'product', c.product, 'openSource', c.open_source, 'enterprise', c.enterprise) end,
    'pricingKind', c.pricing_kind,
    'tools', case when c.tools <> '[]' then c.tools end,
    'coreCapabilities', (
        select jsonb_agg(jsonb_build_object('id', k.claim_id,
            'label', jsonb_build_object('en', k.label_en, 'zh', k.label_zh),
            'description', jsonb_build_object('en', k.description_en, 'zh', k.description_zh),
            'requires', case when k.requires_capability is not null then jsonb_build_object(
                'capability', k.requires_capability, 'raw', k.requires_raw) end) order by k.position)
        from card_claim k where k.model_id = c.model_id),
    'texts', (
        select jsonb_object_agg(t.lang, jsonb_build_object('whyItMatters', t.why_it_matters,
            'pricingNote', t.pricing_note,
            'feelsLike', case when t.feels_like <> '{}' then to_jsonb(t.feels_like) end,
            'bestFor', case when t.best_for <> '{}' then to_jsonb(t.best_for) end,
            'notFor', case when t.not_for <> '{}' then to_jsonb(t.not_for) end))
        from card_text t where t.model_id = c.model_id))) as doc
from card c;

create view deleted_line as
select d.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'deleted', 'id', d.id, 'successor', d.successor_id)) as doc
from deleted_model d;

-- A model as its page shows it, to be kept when it changes. The keys are those of the entity.
create view model_state as
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
