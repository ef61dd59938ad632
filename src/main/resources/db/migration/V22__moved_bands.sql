-- The revisions that moved the bands of a benchmark, so that the change log can be read by capability. Bands here are those
-- over all models and over release dates: filters by other traits are not followed. A writer of another instance waits
-- until both the rows and their triggers are there.
set local statement_timeout = 0;
select revision from catalog_revision for update;

create table band_move (
    benchmark_id text collate "C" not null,
    revision bigint not null,
    -- A checksum over what the tallies gained and lost: zero if the statements of a write took back what others did.
    tallies numeric not null default 0,
    -- Whether a scale, a label or a unit changed.
    labels boolean not null default false,
    constraint band_move_pkey primary key (benchmark_id, revision)
);

-- Every model has a vendor, so that dimension has every model that reports, with or without a release date. The days have
-- the release dates, and those of text writers.
create function band_move_of_tallies() returns trigger language plpgsql as $$
declare
    changed text;
begin
    if tg_op = 'INSERT' then
        perform 1 from added limit 1;
        changed := 'select 1 as sign, * from added';
    elsif tg_op = 'DELETE' then
        perform 1 from removed limit 1;
        changed := 'select -1 as sign, * from removed';
    else
        perform 1 from added limit 1;
        changed := 'select 1 as sign, * from added union all select -1 as sign, * from removed';
    end if;
    if found then
        execute format($sql$
            insert into band_move as b (benchmark_id, revision, tallies)
            select m.benchmark_id, r.revision, m.tallies
            from (
                select c.benchmark_id, sum(c.sign * c.models
                    * hashtextextended(concat_ws(' ', c.dimension, c.value, c.raw), 0)::numeric) as tallies
                from (%s) c
                where c.dimension in ('vendor', 'day', 'textDay')
                group by c.benchmark_id) m
            cross join catalog_revision r
            where m.tallies <> 0
            on conflict on constraint band_move_pkey do update set tallies = b.tallies + excluded.tallies
            $sql$, changed);
    end if;
    return null;
end $$;
create trigger band_move_after_insert after insert on cohort_tally
    referencing new table as added for each statement execute function band_move_of_tallies();
create trigger band_move_after_update after update on cohort_tally
    referencing old table as removed new table as added for each statement execute function band_move_of_tallies();
create trigger band_move_after_delete after delete on cohort_tally
    referencing old table as removed for each statement execute function band_move_of_tallies();

create function band_move_of_capability() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT'
        or (new.benchmark_id, new.label_en, new.label_zh, new.scale_kind, new.scale_floor, new.scale_ceiling)
            is distinct from (old.benchmark_id, old.label_en, old.label_zh, old.scale_kind, old.scale_floor, old.scale_ceiling)
    then
        insert into band_move (benchmark_id, revision, labels)
        select new.benchmark_id, r.revision, true from catalog_revision r
        on conflict on constraint band_move_pkey do update set labels = true;
    end if;
    return null;
end $$;
create trigger band_move_of_capability after insert or update on capability
    for each row execute function band_move_of_capability();

create function band_move_of_benchmark() returns trigger language plpgsql as $$
begin
    if (new.label, new.unit) is distinct from (old.label, old.unit) then
        insert into band_move (benchmark_id, revision, labels) select new.id, r.revision, true from catalog_revision r
        on conflict on constraint band_move_pkey do update set labels = true;
    end if;
    return null;
end $$;
create trigger band_move_of_benchmark after update on benchmark
    for each row execute function band_move_of_benchmark();

-- The benchmark of a measurement that was created, changed or deleted; of older entries it is unknown.
alter table change add column benchmark_id text collate "C";

-- What older revisions moved is not known exactly, so each that may have moved a benchmark is listed.
insert into band_move (benchmark_id, revision, labels)
select distinct b.id, c.revision, true
from change c cross join benchmark b
where c.kind in ('import', 'merge', 'undo')
   or c.type = 'measurement'
   or (c.type = 'model' and (c.kind = 'delete' or c.patch @? '$[*].path ? (@ like_regex "^/(releaseDate|modalities)")'))
   or (c.type = 'offering' and b.id in ('input-price', 'output-price'))
   or (c.type = 'benchmark' and c.subject = b.id)
   or (c.type = 'capability' and exists (select 1 from capability k where k.id = c.subject and k.benchmark_id = b.id));

-- Imports are listed by the time of their request. Older versions of the service leave the time to its default.
alter table import_run add column started_at timestamptz not null default clock_timestamp();
update import_run set started_at = (report ->> 'startedAt')::timestamptz where report ->> 'startedAt' is not null;
create index import_run_by_start on import_run (started_at desc, id desc);
