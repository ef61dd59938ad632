-- A write of one record plans nothing anew: what a few measurements move in the tallies is counted by statements whose plans
-- are kept. Statements about many rows are still planned for their number, as a plan for one row would take hours for a
-- million.

-- Counts some measurements in (sign 1) or out (-1). The statement is that of all other changes.
do $do$
begin
    execute format(
        $sql$
        create function cohort_tally_few(signs int[], benchmarks text[], raws double precision[], model_ids text[])
        returns void language plpgsql as %L
        $sql$,
        'begin' || cohort_tally_sql(
            'select w.sign, w.benchmark_id collate "C" as benchmark_id, w.raw, m.vendor_id, m.kind, m.lifecycle,
                    m.open_weights, m.input_modalities, m.output_modalities, m.release_date
             from unnest(signs, benchmarks, raws, model_ids) w (sign, benchmark_id, raw, model_id)
             join model m on m.id = w.model_id collate "C"') || '; end');
end $do$;

create or replace function cohort_tally_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
declare
    few constant int := 100;
    signs int[];
    benchmarks text[];
    raws double precision[];
    model_ids text[];
    changed text;
begin
    if tg_op = 'INSERT' then
        select array_agg(1), array_agg(r.benchmark_id), array_agg(r.raw), array_agg(r.model_id)
        into signs, benchmarks, raws, model_ids
        from (select benchmark_id, raw, model_id from new_rows where counting limit few + 1) r;
        changed := 'select 1 as sign, * from new_rows';
    elsif tg_op = 'DELETE' then
        select array_agg(-1), array_agg(r.benchmark_id), array_agg(r.raw), array_agg(r.model_id)
        into signs, benchmarks, raws, model_ids
        from (select benchmark_id, raw, model_id from old_rows where counting limit few + 1) r;
        changed := 'select -1 as sign, * from old_rows';
    else
        select array_agg(r.sign), array_agg(r.benchmark_id), array_agg(r.raw), array_agg(r.model_id)
        into signs, benchmarks, raws, model_ids
        from (
            select 1 as sign, benchmark_id, raw, model_id from new_rows where counting
            union all
            select -1, benchmark_id, raw, model_id from old_rows where counting
            limit few + 1) r;
        changed := 'select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows';
    end if;
    if cardinality(signs) <= few then
        perform cohort_tally_few(signs, benchmarks, raws, model_ids);
    elsif signs is not null then
        execute cohort_tally_sql(format(
            'select w.sign, w.benchmark_id, w.raw, m.vendor_id, m.kind, m.lifecycle, m.open_weights,
                    m.input_modalities, m.output_modalities, m.release_date
             from (%s) w join model m on m.id = w.model_id where w.counting', changed));
    end if;
    return null;
end $$;

create or replace function band_move_of_tallies() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into band_move as b (benchmark_id, revision, tallies)
        select m.benchmark_id, r.revision, m.tallies
        from (
            select c.benchmark_id,
                   sum(c.models * hashtextextended(concat_ws(' ', c.dimension, c.value, c.raw), 0)::numeric) as tallies
            from added c where c.dimension in ('vendor', 'day', 'textDay') group by c.benchmark_id) m
        cross join catalog_revision r
        where m.tallies <> 0
        on conflict on constraint band_move_pkey do update set tallies = b.tallies + excluded.tallies;
    elsif tg_op = 'DELETE' then
        insert into band_move as b (benchmark_id, revision, tallies)
        select m.benchmark_id, r.revision, m.tallies
        from (
            select c.benchmark_id,
                   sum(-c.models * hashtextextended(concat_ws(' ', c.dimension, c.value, c.raw), 0)::numeric) as tallies
            from removed c where c.dimension in ('vendor', 'day', 'textDay') group by c.benchmark_id) m
        cross join catalog_revision r
        where m.tallies <> 0
        on conflict on constraint band_move_pkey do update set tallies = b.tallies + excluded.tallies;
    else
        insert into band_move as b (benchmark_id, revision, tallies)
        select m.benchmark_id, r.revision, m.tallies
        from (
            select c.benchmark_id, sum(c.sign * c.models
                * hashtextextended(concat_ws(' ', c.dimension, c.value, c.raw), 0)::numeric) as tallies
            from (select 1 as sign, * from added union all select -1, * from removed) c
            where c.dimension in ('vendor', 'day', 'textDay') group by c.benchmark_id) m
        cross join catalog_revision r
        where m.tallies <> 0
        on conflict on constraint band_move_pkey do update set tallies = b.tallies + excluded.tallies;
    end if;
    return null;
end $$;
