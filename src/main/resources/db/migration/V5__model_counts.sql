-- Counts that are kept within the transaction that changes what they count, so that reading one costs the same however
-- many models there are. Writers queue at catalog_revision, so no two of them add to a row at once.

-- How many models have a value: what totals and facets are answered from. There is one more, all, without a value.
create table model_count (
    dimension text collate "C" not null,
    value text collate "C" not null,
    models bigint not null constraint model_count_counts_models check (models > 0),
    constraint model_count_pkey primary key (dimension, value)
);

-- The tally of a benchmark over the models that have a value, or were released in a year, a month or on a day: a cohort up
-- to some day is whole years, some months and some days. Families are left out, as they are small enough to count.
create table cohort_tally (
    dimension text collate "C" not null,
    benchmark_id text collate "C" not null,
    value text collate "C" not null,
    raw double precision not null,
    models bigint not null constraint cohort_tally_counts_models check (models > 0),
    constraint cohort_tally_pkey primary key (dimension, benchmark_id, value, raw)
);

-- The statement that adds rows (sign, and columns of model) to the counts: for a trigger, as only its own statements see
-- what changed. A row of the counts is written once, and taken out when nothing is left of it.
create function model_count_sql(changed text) returns text language sql immutable as $sql$
    select format($$
        with grouped as (
            select grouping(vendor_id, family, kind, lifecycle, open_weights, input_modalities) as without,
                   coalesce(vendor_id, family, kind, lifecycle, open_weights::text) as value,
                   input_modalities, output_modalities, sum(sign) as models
            from (%s) changed
            group by grouping sets ((), (vendor_id), (family), (kind), (lifecycle), (open_weights),
                                    (input_modalities, output_modalities))
        ), delta as materialized (
            select dimension, value, sum(models)::bigint as models
            from (
                select case without when 63 then 'all' when 31 then 'vendor' when 47 then 'family' when 55 then 'kind'
                           when 59 then 'lifecycle' when 61 then 'openWeights' end as dimension,
                       case without when 63 then '' else value end as value, models
                from grouped where without <> 62
                union all
                select 'modality', m.value, g.models
                from grouped g cross join lateral (
                    select unnest(g.input_modalities) union select unnest(g.output_modalities)) m (value)
                where g.without = 62
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

-- The same of rows (sign, benchmark_id, raw, and columns of model) for the tallies.
create function cohort_tally_sql(changed text) returns text language sql immutable as $sql$
    select format($$
        with grouped as (
            select benchmark_id, raw,
                   grouping(vendor_id, kind, lifecycle, open_weights, input_modalities, release_date) as without,
                   coalesce(vendor_id, kind, lifecycle, open_weights::text) as value,
                   input_modalities, output_modalities, release_date, sum(sign) as models
            from (%s) changed
            group by grouping sets ((benchmark_id, raw, vendor_id), (benchmark_id, raw, kind),
                                    (benchmark_id, raw, lifecycle), (benchmark_id, raw, open_weights),
                                    (benchmark_id, raw, input_modalities, output_modalities),
                                    (benchmark_id, raw, release_date))
            having sum(sign) <> 0
        ), delta as materialized (
            select dimension, benchmark_id, value, raw, sum(models)::bigint as models
            from (
                select case without when 31 then 'vendor' when 47 then 'kind' when 55 then 'lifecycle'
                           when 59 then 'openWeights' end as dimension, benchmark_id, value, raw, models
                from grouped where without not in (61, 62)
                union all
                select 'modality', g.benchmark_id, m.value, g.raw, g.models
                from grouped g cross join lateral (
                    select unnest(g.input_modalities) union select unnest(g.output_modalities)) m (value)
                where g.without = 61
                union all
                select p.dimension, g.benchmark_id, left(to_char(g.release_date, 'YYYY-MM-DD'), p.length), g.raw, g.models
                from grouped g cross join (values ('year', 4), ('month', 7), ('day', 10)) p (dimension, length)
                where g.without = 62
            ) each
            where value is not null
            group by 1, 2, 3, 4
            having sum(models) <> 0
        ), taken as (
            delete from cohort_tally c using delta d
            where c.dimension = d.dimension and c.benchmark_id = d.benchmark_id and c.value = d.value and c.raw = d.raw
              and c.models + d.models = 0
        ), lessened as (
            update cohort_tally c set models = c.models + d.models from delta d
            where d.models < 0 and c.dimension = d.dimension and c.benchmark_id = d.benchmark_id and c.value = d.value
              and c.raw = d.raw and c.models + d.models <> 0
        )
        insert into cohort_tally as c (dimension, benchmark_id, value, raw, models)
        select dimension, benchmark_id, value, raw, models from delta where models > 0 order by 1, 2, 3, 4
        on conflict on constraint cohort_tally_pkey do update set models = c.models + excluded.models
        $$, changed)
$sql$;

create function model_count_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        execute model_count_sql('select 1 as sign, * from new_rows');
    elsif tg_op = 'DELETE' then
        execute model_count_sql('select -1 as sign, * from old_rows');
    else
        -- Most updates change none of what is counted.
        perform 1 from new_rows n join old_rows o on o.id = n.id
        where (n.family, n.kind, n.lifecycle, n.open_weights, n.input_modalities, n.output_modalities, n.release_date)
            is distinct from
              (o.family, o.kind, o.lifecycle, o.open_weights, o.input_modalities, o.output_modalities, o.release_date)
        limit 1;
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
create trigger model_count_after_insert after insert on model
    referencing new table as new_rows for each statement execute function model_count_apply();
create trigger model_count_after_update after update on model
    referencing old table as old_rows new table as new_rows for each statement execute function model_count_apply();
create trigger model_count_after_delete after delete on model
    referencing old table as old_rows for each statement execute function model_count_apply();

create function cohort_tally_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
declare
    changed text := case tg_op
        when 'INSERT' then 'select 1 as sign, * from new_rows'
        when 'DELETE' then 'select -1 as sign, * from old_rows'
        else 'select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows' end;
begin
    execute cohort_tally_sql(format(
        'select w.sign, w.benchmark_id, w.raw, m.vendor_id, m.kind, m.lifecycle, m.open_weights,
                m.input_modalities, m.output_modalities, m.release_date
         from (%s) w join model m on m.id = w.model_id where w.counting', changed));
    return null;
end $$;
create trigger cohort_tally_after_insert after insert on measurement
    referencing new table as new_rows for each statement execute function cohort_tally_apply();
create trigger cohort_tally_after_update after update on measurement
    referencing old table as old_rows new table as new_rows for each statement execute function cohort_tally_apply();
create trigger cohort_tally_after_delete after delete on measurement
    referencing old table as old_rows for each statement execute function cohort_tally_apply();

-- A model's measurements go before it, while its traits can still be seen.
create function model_measurements_first() returns trigger language plpgsql as $$
begin
    delete from measurement where model_id = old.id;
    return old;
end $$;
create trigger model_measurements_first before delete on model
    for each row execute function model_measurements_first();

do $$
begin
    perform set_config('work_mem', '64MB', true);
    execute model_count_sql('select 1 as sign, * from model');
    execute cohort_tally_sql(
        'select 1 as sign, w.benchmark_id, w.raw, m.vendor_id, m.kind, m.lifecycle, m.open_weights,
                m.input_modalities, m.output_modalities, m.release_date
         from measurement w join model m on m.id = w.model_id where w.counting');
end $$;

-- Descending lists are walked in order too: the id, which breaks ties, ascends both ways, so no index serves both where
-- many models tie. Names hardly do.
create index model_by_vendor_descending on model (vendor_id desc, id);
create index model_by_release_descending on model (release_date desc, id);
create index model_by_parameters_descending on model (parameters desc, id);
create index measurement_by_raw_descending on measurement (benchmark_id, raw desc, model_id) where counting;
