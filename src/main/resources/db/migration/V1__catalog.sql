-- Ids are compared by code point everywhere (collation "C"), so that order does not depend on the machine's locale.
create extension if not exists pg_trgm;

-- One row: the number of committed changes, and the time of the last.
-- Every writer locks it first, so writers queue here and nowhere else.
create table catalog_revision (
    only_row boolean primary key default true constraint catalog_revision_has_one_row check (only_row),
    revision bigint not null constraint catalog_revision_is_not_negative check (revision >= 0),
    changed_at timestamptz not null
);
insert into catalog_revision (revision, changed_at) values (0, now());

create table vendor (
    id text collate "C" constraint vendor_pkey primary key
        constraint vendor_id_is_a_segment check (id ~ '^[a-z0-9][a-z0-9._-]*$'),
    name text not null constraint vendor_name_is_not_blank check (name ~ '\S'),
    url text
);

create table model (
    id text collate "C" constraint model_pkey primary key
        constraint model_id_is_vendor_slash_slug check (id ~ '^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*$'),
    vendor_id text collate "C" not null constraint model_vendor_fkey references vendor,
    name text not null constraint model_name_is_not_blank check (name ~ '\S'),
    -- The name as it is sorted: NFKC, lower case.
    name_key text collate "C" not null,
    family text collate "C",
    kind text collate "C" constraint model_kind_is_known check (kind in (
        'base', 'instruct', 'reasoning', 'code', 'encoder', 'embedding', 'reranking', 'image_generation',
        'video_generation', 'speech', 'translation', 'moderation', 'other')),
    release_date date,
    release_precision text collate "C",
    lifecycle text collate "C" constraint model_lifecycle_is_known
        check (lifecycle in ('announced', 'released', 'deprecated', 'retired')),
    parameters bigint constraint model_parameters_are_positive check (parameters > 0),
    parameters_status text collate "C" not null default 'unknown',
    context_window_status text collate "C" not null default 'unknown',
    max_output_status text collate "C" not null default 'unknown',
    pricing_status text collate "C" not null default 'unknown',
    open_weights boolean,
    licence text,
    input_modalities text[],
    output_modalities text[],
    cutoff_date date,
    cutoff_precision text collate "C",
    revision bigint not null constraint model_revision_is_positive check (revision > 0),
    updated_at timestamptz not null,
    constraint model_vendor_is_in_its_id check (split_part(id, '/', 1) = vendor_id),
    constraint model_release_has_a_precision check ((release_date is null) = (release_precision is null)),
    constraint model_release_precision_is_known check (release_precision in ('year', 'month', 'day')),
    constraint model_cutoff_has_a_precision check ((cutoff_date is null) = (cutoff_precision is null)),
    constraint model_cutoff_precision_is_known check (cutoff_precision in ('year', 'month', 'day')),
    constraint model_statuses_are_known check (
        parameters_status in ('unknown', 'not_disclosed', 'not_applicable')
        and context_window_status in ('unknown', 'not_disclosed', 'not_applicable')
        and max_output_status in ('unknown', 'not_disclosed', 'not_applicable')
        and pricing_status in ('known', 'unknown', 'not_disclosed', 'not_applicable'))
);
create index model_by_vendor on model (vendor_id, id);
create index model_by_family on model (family, id);
create index model_by_kind on model (kind, id);
create index model_by_lifecycle on model (lifecycle, id);
create index model_by_open_weights on model (open_weights, id);
create index model_by_name on model (name_key, id);
create index model_by_release on model (release_date, id);
create index model_by_parameters on model (parameters, id);
create index model_by_input_modality on model using gin (input_modalities);
create index model_by_output_modality on model using gin (output_modalities);

-- Every other id of a model. The key is the alias without regard to case; it is what makes it unique.
create table model_alias (
    alias_key text collate "C" constraint model_alias_pkey primary key,
    alias text not null constraint model_alias_is_not_blank check (alias ~ '\S'),
    model_id text collate "C" not null constraint model_alias_model_fkey references model on delete cascade
);
create index model_alias_by_model on model_alias (model_id, alias_key);

create table model_text (
    model_id text collate "C" not null constraint model_text_model_fkey references model on delete cascade,
    lang text collate "C" not null constraint model_text_lang_is_known check (lang in ('en', 'zh')),
    subtitle text,
    summary text,
    constraint model_text_pkey primary key (model_id, lang)
);

create table model_link (
    model_id text collate "C" not null constraint model_link_model_fkey references model on delete cascade,
    position int not null,
    type text collate "C" not null,
    url text not null constraint model_link_url_is_http check (url ~ '^https?://'),
    constraint model_link_pkey primary key (model_id, position)
);

-- Where a fact of the model's own row comes from.
create table model_source (
    model_id text collate "C" not null constraint model_source_model_fkey references model on delete cascade,
    fact text collate "C" not null,
    source text not null,
    source_date date,
    source_precision text collate "C",
    constraint model_source_pkey primary key (model_id, fact),
    constraint model_source_date_has_a_precision check ((source_date is null) = (source_precision is null))
);

-- What search looks through: words is everything, names is what may be misspelt.
create table model_search (
    model_id text collate "C" constraint model_search_pkey primary key
        constraint model_search_model_fkey references model on delete cascade,
    names text not null,
    words text not null
);
create index model_search_by_words on model_search using gin (words gin_trgm_ops);
create index model_search_by_names on model_search using gin (names gin_trgm_ops);

-- Every word of a name, id or alias: what a misspelt word may have meant.
create table search_word (
    word text collate "C" constraint search_word_pkey primary key
);
create index search_word_by_likeness on search_word using gin (word gin_trgm_ops);

create table lineage_edge (
    child_id text collate "C" not null constraint lineage_edge_child_fkey references model,
    parent_id text collate "C" not null constraint lineage_edge_parent_fkey references model,
    relation text collate "C" not null constraint lineage_edge_relation_is_known check (relation in (
        'successor', 'fine_tune', 'distillation', 'merge', 'quantization', 'adapter', 'continued_pretraining', 'variant')),
    method text collate "C",
    source text,
    source_date date,
    source_precision text collate "C",
    constraint lineage_edge_pkey primary key (child_id, parent_id),
    constraint lineage_edge_is_no_loop check (child_id <> parent_id)
);
create index lineage_edge_by_parent on lineage_edge (parent_id, child_id);

-- A cycle always goes through a new edge, so it is enough to walk up from the new ones.
-- Two writers could each add half of a cycle and see nothing wrong; the guard row makes the second wait for the first,
-- and then look again (read committed) or fail (repeatable read and above).
create table lineage_guard (
    only_row boolean primary key default true constraint lineage_guard_has_one_row check (only_row),
    writes bigint not null
);
insert into lineage_guard (writes) values (0);

create function lineage_lock() returns trigger language plpgsql as $$
begin
    update lineage_guard set writes = writes + 1;
    return null;
end $$;

create function lineage_refuse_cycles() returns trigger language plpgsql as $$
declare
    culprit record;
begin
    with recursive ancestry (child_id, parent_id, ancestor_id) as (
        select n.child_id, n.parent_id, n.parent_id from new_edges n
        union
        select a.child_id, a.parent_id, e.parent_id
        from ancestry a join lineage_edge e on e.child_id = a.ancestor_id
    )
    select child_id, parent_id into culprit from ancestry where ancestor_id = child_id order by 1, 2 limit 1;
    if found then
        raise exception 'lineage cycle through % -> %', culprit.child_id, culprit.parent_id
            using errcode = 'check_violation', constraint = 'lineage_edge_has_no_cycle', table = 'lineage_edge',
                  detail = culprit.child_id || ' ' || culprit.parent_id;
    end if;
    return null;
end $$;

create trigger lineage_edge_lock before insert or update on lineage_edge
    for each statement execute function lineage_lock();
create trigger lineage_edge_no_cycle_on_insert after insert on lineage_edge
    referencing new table as new_edges for each statement execute function lineage_refuse_cycles();
create trigger lineage_edge_no_cycle_on_update after update on lineage_edge
    referencing new table as new_edges for each statement execute function lineage_refuse_cycles();

create table benchmark (
    id text collate "C" constraint benchmark_pkey primary key
        constraint benchmark_id_is_a_slug check (id ~ '^[a-z0-9-]+$'),
    label text not null,
    unit text collate "C" not null,
    url text
);

create table measurement (
    id bigint generated always as identity constraint measurement_pkey primary key,
    model_id text collate "C" not null constraint measurement_model_fkey references model on delete cascade,
    benchmark_id text collate "C" not null constraint measurement_benchmark_fkey references benchmark,
    raw double precision not null constraint measurement_raw_is_a_quantity check (raw >= 0 and raw < 'infinity'),
    source text collate "C" not null,
    measured_on date,
    measured_precision text collate "C",
    verified boolean not null,
    harness text,
    -- Whether it is the one of its model and benchmark that scores are computed from.
    counting boolean not null default false,
    constraint measurement_date_has_a_precision check ((measured_on is null) = (measured_precision is null))
);
create unique index measurement_counting_once on measurement (model_id, benchmark_id) where counting;
create index measurement_by_raw on measurement (benchmark_id, raw, model_id) where counting;
create index measurement_by_model on measurement (model_id, benchmark_id);

-- How many models have which counting raw value: all that order, ranks and bands of the whole field need.
create table tally (
    benchmark_id text collate "C" not null constraint tally_benchmark_fkey references benchmark,
    raw double precision not null,
    models bigint not null constraint tally_counts_models check (models >= 0),
    constraint tally_pkey primary key (benchmark_id, raw)
);

create function tally_apply() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into tally as t (benchmark_id, raw, models)
        select benchmark_id, raw, count(*) from new_rows where counting group by 1, 2 order by 1, 2
        on conflict on constraint tally_pkey do update set models = t.models + excluded.models;
    elsif tg_op = 'DELETE' then
        update tally t set models = t.models - d.models
        from (select benchmark_id, raw, count(*) as models from old_rows where counting group by 1, 2) d
        where t.benchmark_id = d.benchmark_id and t.raw = d.raw;
        delete from tally t using (select distinct benchmark_id, raw from old_rows where counting) d
        where t.benchmark_id = d.benchmark_id and t.raw = d.raw and t.models = 0;
    else
        insert into tally as t (benchmark_id, raw, models)
        select benchmark_id, raw, count(*) from new_rows where counting group by 1, 2 order by 1, 2
        on conflict on constraint tally_pkey do update set models = t.models + excluded.models;
        update tally t set models = t.models - d.models
        from (select benchmark_id, raw, count(*) as models from old_rows where counting group by 1, 2) d
        where t.benchmark_id = d.benchmark_id and t.raw = d.raw;
        delete from tally t using (select distinct benchmark_id, raw from old_rows where counting) d
        where t.benchmark_id = d.benchmark_id and t.raw = d.raw and t.models = 0;
    end if;
    return null;
end $$;
create trigger tally_after_insert after insert on measurement
    referencing new table as new_rows for each statement execute function tally_apply();
create trigger tally_after_update after update on measurement
    referencing old table as old_rows new table as new_rows for each statement execute function tally_apply();
create trigger tally_after_delete after delete on measurement
    referencing old table as old_rows for each statement execute function tally_apply();

create table capability (
    id text collate "C" constraint capability_pkey primary key
        constraint capability_id_is_a_slug check (id ~ '^[a-z0-9-]+$'),
    position int not null,
    benchmark_id text collate "C" not null constraint capability_benchmark_fkey references benchmark,
    scale_kind text collate "C" not null constraint capability_scale_kind_is_known check (scale_kind in ('log', 'linear')),
    scale_floor double precision not null,
    scale_ceiling double precision not null,
    label_en text not null,
    label_zh text,
    description_en text not null,
    description_zh text,
    basis_en text,
    basis_zh text,
    constraint capability_scale_has_two_ends check (scale_floor <> scale_ceiling),
    constraint capability_scale_is_finite check (
        scale_floor >= 0 and scale_ceiling >= 0 and scale_floor < 'infinity' and scale_ceiling < 'infinity'),
    constraint capability_log_scale_is_above_zero check (
        scale_kind <> 'log' or (scale_floor > 0 and scale_ceiling > 0))
);

create table provider (
    id text collate "C" constraint provider_pkey primary key
        constraint provider_id_is_a_segment check (id ~ '^[a-z0-9][a-z0-9._-]*$'),
    name text not null,
    url text
);

create table offering (
    provider_id text collate "C" not null constraint offering_provider_fkey references provider,
    provider_model_id text collate "C" not null,
    provider_model_key text collate "C" not null,
    model_id text collate "C" not null constraint offering_model_fkey references model on delete cascade,
    context_window bigint constraint offering_context_is_positive check (context_window > 0),
    max_output bigint constraint offering_output_is_positive check (max_output > 0),
    source text,
    source_date date,
    source_precision text collate "C",
    constraint offering_pkey primary key (provider_id, provider_model_id)
);
create index offering_by_model on offering (model_id, provider_id, provider_model_id);
create index offering_by_key on offering (provider_model_key, provider_id);

create table price (
    provider_id text collate "C" not null,
    provider_model_id text collate "C" not null,
    position int not null,
    kind text collate "C" not null constraint price_kind_is_known
        check (kind in ('metered', 'free', 'subscription', 'dynamic', 'unknown')),
    mode text collate "C" not null,
    min_context_tokens bigint not null constraint price_tier_is_not_negative check (min_context_tokens >= 0),
    valid_from date,
    valid_to date,
    input_usd numeric constraint price_input_is_positive check (input_usd > 0),
    output_usd numeric constraint price_output_is_positive check (output_usd > 0),
    cache_read_usd numeric constraint price_cache_read_is_positive check (cache_read_usd > 0),
    cache_write_usd numeric constraint price_cache_write_is_positive check (cache_write_usd > 0),
    constraint price_pkey primary key (provider_id, provider_model_id, position),
    constraint price_offering_fkey foreign key (provider_id, provider_model_id) references offering on delete cascade,
    constraint price_ends_after_it_begins check (valid_from < valid_to),
    constraint price_metered_has_an_amount check (
        (kind = 'metered' and (input_usd is not null or output_usd is not null))
        or (kind <> 'metered' and num_nonnulls(input_usd, output_usd, cache_read_usd, cache_write_usd) = 0))
);

create table card (
    model_id text collate "C" constraint card_pkey primary key
        constraint card_model_fkey references model on delete cascade,
    api text collate "C",
    product text collate "C",
    open_source text collate "C",
    enterprise text collate "C",
    pricing_kind text collate "C",
    tools jsonb not null default '[]'
);

create table card_claim (
    model_id text collate "C" not null constraint card_claim_card_fkey references card on delete cascade,
    position int not null,
    claim_id text collate "C" not null,
    label_en text not null,
    label_zh text,
    description_en text not null,
    description_zh text,
    requires_capability text collate "C" constraint card_claim_capability_fkey references capability,
    requires_raw double precision,
    constraint card_claim_pkey primary key (model_id, position),
    constraint card_claim_requirement_is_whole check ((requires_capability is null) = (requires_raw is null))
);

create table card_text (
    model_id text collate "C" not null constraint card_text_card_fkey references card on delete cascade,
    lang text collate "C" not null constraint card_text_lang_is_known check (lang in ('en', 'zh')),
    why_it_matters text,
    pricing_note text,
    feels_like text[] not null default '{}',
    best_for text[] not null default '{}',
    not_for text[] not null default '{}',
    constraint card_text_pkey primary key (model_id, lang)
);
