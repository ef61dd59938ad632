-- The tallies of the models that write text, by year, month and day of release: cohorts such as "released in the last 24
-- months" are read from them. A writer of another instance waits until both the rows and their triggers are there.
set local statement_timeout = 0;
select revision from catalog_revision for update;

create or replace function cohort_tally_sql(changed text) returns text language sql immutable as $sql$
    select format($$
        with grouped as (
            select benchmark_id, raw,
                   grouping(vendor_id, kind, lifecycle, open_weights, input_modalities, release_date) as without,
                   coalesce(vendor_id, kind, lifecycle, open_weights::text) as value,
                   input_modalities, output_modalities, release_date, writes_text, sum(sign) as models
            from (select *, 'text' = any (output_modalities) as writes_text from (%s) changed) changed
            group by grouping sets ((benchmark_id, raw, vendor_id), (benchmark_id, raw, kind),
                                    (benchmark_id, raw, lifecycle), (benchmark_id, raw, open_weights),
                                    (benchmark_id, raw, input_modalities, output_modalities),
                                    (benchmark_id, raw, release_date, writes_text))
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
                from grouped g
                cross join (values ('year', 4, false), ('month', 7, false), ('day', 10, false),
                                   ('textYear', 4, true), ('textMonth', 7, true), ('textDay', 10, true))
                    p (dimension, length, only_text)
                where g.without = 62 and (g.writes_text or not p.only_text)
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

insert into cohort_tally (dimension, benchmark_id, value, raw, models)
select p.dimension, w.benchmark_id, left(to_char(m.release_date, 'YYYY-MM-DD'), p.length), w.raw, count(*)
from measurement w
join model m on m.id = w.model_id
cross join (values ('textYear', 4), ('textMonth', 7), ('textDay', 10)) p (dimension, length)
where w.counting and m.release_date is not null and 'text' = any (m.output_modalities)
group by 1, 2, 3, 4;
