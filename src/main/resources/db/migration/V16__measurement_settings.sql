-- A measurement keeps how sure its source is of the value, and with which settings it was measured.
set local statement_timeout = 0;

alter table measurement
    add column standard_error double precision constraint measurement_error_is_a_quantity
        check (standard_error >= 0 and standard_error < 'infinity'),
    add column sample_size bigint constraint measurement_sample_is_positive check (sample_size > 0),
    -- An object of texts by name. None is null, so that two measurements without settings are equal.
    add column settings jsonb constraint measurement_settings_are_an_object
        check (jsonb_typeof(settings) = 'object' and settings <> '{}');

create or replace view measurement_line as
select w.model_id, w.slug, jsonb_strip_nulls(jsonb_build_object(
    'type', 'measurement', 'id', w.slug, 'model', w.model_id, 'benchmark', w.benchmark_id, 'raw', w.raw,
    'standardError', w.standard_error, 'sampleSize', w.sample_size,
    'source', w.source, 'date', partial_date(w.measured_on, w.measured_precision),
    'verified', case when w.verified then true end, 'harness', w.harness, 'settings', w.settings,
    'origin', w.origin)) as doc
from measurement w;

-- Lower values of a benchmark are better if each of its capabilities says so.
create view benchmark_direction as
select b.id as benchmark_id, coalesce(bool_and(c.scale_floor > c.scale_ceiling), false) as lower_is_better
from benchmark b left join capability c on c.benchmark_id = b.id
group by b.id;

-- Models with several measurements of a benchmark have one that does not count; most have none.
create index measurement_not_counting on measurement (benchmark_id, model_id) where not counting;

-- Of several values of one source and date the best one counts. Before, the harness decided, then the lowest value.
create temporary table recounted on commit drop as
select w.id, w.counting, row_number() over (
    partition by w.model_id, w.benchmark_id
    order by w.verified desc, w.measured_on desc nulls last, w.source,
             case when d.lower_is_better then w.raw else -w.raw end, w.harness collate "C" nulls first, w.slug) = 1 as best
from (select distinct model_id, benchmark_id from measurement where not counting) p
join measurement w on w.model_id = p.model_id and w.benchmark_id = p.benchmark_id
join benchmark_direction d on d.benchmark_id = w.benchmark_id;
update measurement w set counting = false from recounted r where r.id = w.id and r.counting and not r.best;
update measurement w set counting = true from recounted r where r.id = w.id and not r.counting and r.best;
