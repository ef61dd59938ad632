-- Compares the catalog with the writers' ledger, for losses.sh. Run it in the folder of the ledger, with the variables
-- baseline (the last revision before the writers) and plant (a statement that damages the catalog first, to test this check;
-- its transaction is rolled back). Prints a line per guarantee: its text, the number of violations, and one of them; then
-- the rows of the table of kills.
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
set client_min_messages = warning;
begin;
set local session_replication_role = replica;
:plant;
set local session_replication_role = origin;

create temp table ledger (
    writer int, mark text, key text, action text, model text, part text, sent bigint, answered bigint, attempts int,
    outcome text, status int, revision bigint, tag bigint, detail text);
\copy ledger from ledger.tsv with (null '-')
create temp table seen (sent bigint, answered bigint, status int, revision bigint);
\copy seen from reads.tsv with (null '-')
create temp table kill (number int, what text, at bigint, up bigint, ready bigint);
\copy kill from kills.tsv with (null '-')
-- Each import: its number, the status its client got, and the numbers of models, measurements and offerings in its file.
create temp table sent_import (number int, status text, revision bigint, models int, measurements int, offerings int);
\copy sent_import from imports.tsv with (null '-')
create temp table api (page jsonb);
\copy api from changes.json with (format csv, quote E'\x01', delimiter E'\x02')
create temp table document (path text, doc jsonb);
\copy document from documents.json with (format csv, quote E'\x01', delimiter E'\x02')

alter table ledger add column subject text;
update ledger set subject = case
    when part like '/offerings/%' then replace(substr(part, 12), '/', ' ')
    when part like '/measurements/%' then model || ' ' || substr(part, 15)
    else model end;
create temp table logged as
select id, revision, kind, type, subject, model_id, patch, import_id from change where revision > :baseline;
create index on logged (revision);
-- Marks that writes have put into the catalog.
create temp table logged_mark as
select distinct l.id, l.revision, l.model_id, m.mark[1] as mark
from logged l cross join jsonb_array_elements(l.patch) op
cross join regexp_matches(cast(op -> 'value' as text), 'm[0-9]{7}', 'g') m (mark)
where op ->> 'op' in ('add', 'replace') and coalesce(l.kind, '') <> 'import';
create index on logged_mark (mark);
analyze ledger, logged, logged_mark;

create temp table acknowledged as
select a.*, exists (
    select from logged l where l.revision = a.revision and l.model_id = a.model and l.subject = a.subject
        and case when a.action in ('delete-offering', 'delete-measurement') then l.kind = 'delete'
                 when a.action = 'delete-alias' then l.kind = 'update'
                 else exists (select from logged_mark m where m.id = l.id and m.mark = a.mark) end) as is_logged
from ledger a where a.outcome = 'acknowledged';

select 'each acknowledged write is in the change log, at its revision', count(*), min(mark || ' ' || action || ' ' || revision)
from acknowledged where not is_logged;

select 'the ETag of each acknowledged write has its revision', count(*), min(mark || ' ' || tag || ' ' || revision)
from acknowledged where tag is not null and tag <> revision;

select 'no refused or unsent write is in the change log', count(*), min(l.mark || ' ' || l.status)
from ledger l join logged_mark m on m.mark = l.mark where l.outcome in ('refused', 'unsent');

select 'no write is in the change log twice', count(*), min(mark)
from (select mark from logged_mark group by mark having count(*) > 1) twice;

select 'the change log contains only writes that were sent', count(*), min(l.revision || ' ' || l.subject)
from logged l where l.kind <> 'import' and not exists (
    select from ledger e where e.model = l.model_id and e.subject = l.subject
        and (e.outcome = 'acknowledged' and e.revision = l.revision
            or e.outcome = 'unknown' and (
                e.action like 'delete-%' or exists (select from logged_mark m where m.id = l.id and m.mark = e.mark))));

select 'a retried write with an idempotency key is stored once', count(*), min(e.mark || ' ' || e.outcome)
from ledger e where e.key is not null and e.attempts > 1 and e.action not like 'delete-%' and e.outcome = 'acknowledged'
    and (select count(*) from logged_mark m where m.mark = e.mark and m.revision = e.revision) <> 1;

select 'the response of a write with an idempotency key is stored', count(*), min(e.key)
from ledger e where e.key is not null and e.outcome = 'acknowledged'
    and not exists (select from idempotent_answer a where a.key = e.key and a.revision = e.revision);

select 'later writes of a writer have later revisions', count(*), min(mark)
from (select mark, revision, lag(revision) over (partition by writer order by sent) as former from acknowledged) w
where revision <= former;

select 'revisions have no gaps', count(*), min(r)
from generate_series(:baseline + 1, (select revision from catalog_revision)) r
where not exists (select from logged l where l.revision = r);

select 'each revision is one change', count(*), min(revision)
from (select revision from logged group by revision having count(*) > 1) twice;

select 'the newest revision is that of the last change', count(*), min(revision)
from catalog_revision where revision <> (select max(revision) from logged);

-- The expected state, from the newest change of each record.
select 'models have the names of their last writes in the log', count(*), min(n.model_id)
from (
    select distinct on (l.model_id) l.model_id, op ->> 'value' as name
    from logged l cross join jsonb_array_elements(l.patch) op
    where op ->> 'path' = '/name' and l.type = 'model'
    order by l.model_id, l.revision desc) n
left join model m on m.id = n.model_id
where m.name is distinct from n.name;

select 'models have the revisions of their last changes', count(*), min(l.model_id)
from (select model_id, max(revision) as revision from logged where model_id is not null group by 1) l
left join model m on m.id = l.model_id
where m.revision is distinct from l.revision;

create temp table last_of_part as
select distinct on (type, subject) id, type, subject, model_id, kind
from logged where type in ('offering', 'measurement') order by type, subject, revision desc;

select 'offerings match the last writes in the log', count(*), min(p.subject)
from last_of_part p
left join logged_mark m on m.id = p.id
left join offering o on p.subject = o.provider_id || ' ' || o.provider_model_id
where p.type = 'offering' and (p.kind = 'delete') = (o.provider_id is not null)
    or p.type = 'offering' and p.kind <> 'delete' and o.source not like '%' || m.mark
        and jsonb_path_exists((select patch from logged where id = p.id), '$[*].value ? (@ like_regex "m[0-9]{7}")');

select 'measurements match the last writes in the log', count(*), min(p.subject)
from last_of_part p
left join logged_mark m on m.id = p.id
left join measurement w on p.subject = w.model_id || ' ' || w.slug
where p.type = 'measurement' and ((p.kind = 'delete') = (w.model_id is not null)
    or p.kind <> 'delete' and w.source not like '%' || m.mark);

-- Aliases that were added once and perhaps deleted once, according to their writer.
create temp table alias as
select p.model, replace(p.part, '/aliases/', '') as alias, p.outcome as put, d.outcome as deleted
from ledger p
left join ledger d on d.action = 'delete-alias' and d.model = p.model and d.part = p.part
where p.action = 'put-alias';
select 'added aliases exist, and deleted ones do not', count(*), min(a.alias)
from alias a
where (a.put = 'acknowledged' and (a.deleted is null or a.deleted in ('refused', 'unsent'))
        and not exists (select from model_alias m where m.alias_key = a.alias and m.model_id = a.model))
    or ((a.put in ('refused', 'unsent') or a.deleted = 'acknowledged')
        and exists (select from model_alias m where m.alias_key = a.alias));

select 'each change of an existing model has stored the previous version', count(*), min(l.model_id || ' ' || l.revision)
from logged l
where l.model_id is not null and not exists (
    select from model_version v where v.model_id = l.model_id and v.until_revision = l.revision);

select 'versions of a model form an unbroken sequence', count(*), min(model_id || ' ' || revision)
from (
    select model_id, revision, lag(until_revision) over (partition by model_id order by revision) as former from model_version
) v where former <> revision;

select 'the API returns the change log unchanged', count(*), min(coalesce(a.revision, l.revision))
from (
    select cast(e ->> 'revision' as bigint) as revision, e ->> 'kind' as kind, e ->> 'id' as subject,
        nullif(e -> 'patch', 'null') as patch
    from api cross join jsonb_array_elements(page -> 'data') e) a
full join logged l on l.revision = a.revision
where (a.kind, a.patch) is distinct from (l.kind, l.patch);

select 'the API returns the stored models', count(*), min(d.path)
from document d left join model m on m.id = d.path
where d.doc ->> 'name' is distinct from m.name
    or coalesce(d.doc -> 'aliases', '[]') <> coalesce(
        (select jsonb_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = d.path), '[]');

select 'no reader saw a revision older than one acknowledged before', count(*), min(revision)
from (
    select at, revision, is_read, max(case when not is_read then revision end) over (order by at, is_read desc) as least
    from (
        select answered as at, revision, false as is_read from acknowledged
        union all select sent, revision, true from seen where status = 200) e
) s where is_read and revision < least;

select 'no import is stored partially', count(*), min(number || ': ' || there || ' of ' || whole)
from (
    select i.number, concat_ws(', ', i.models, i.measurements, i.offerings) as whole, concat_ws(', ',
        (select count(*) from model m where m.vendor_id like '%-lab-s' || i.number),
        (select count(*) from measurement w where w.model_id like '%-lab-s' || i.number || '/%'),
        (select count(*) from offering o where o.model_id like '%-lab-s' || i.number || '/%')) as there
    from sent_import i) s
where there not in (whole, '0, 0, 0');

create temp table stored_import as
select i.number, i.status, i.revision, count(m.id) as models, min(m.revision) as first, max(m.revision) as last
from sent_import i left join model m on m.vendor_id like '%-lab-s' || i.number group by 1, 2, 3;

select 'each acknowledged import is stored as one change', count(*), min(number)
from stored_import
where status = 'done' and (models = 0 or first <> last or last <> revision
    or not exists (select from logged l where l.revision = stored_import.revision and l.kind = 'import'));

select 'each import in the change log is stored and reported as done', count(*), min(l.revision)
from logged l left join import_run r on r.id = l.import_id
where l.kind = 'import' and (r.status is distinct from 'done'
    or not exists (select from stored_import s where s.models > 0 and s.first = l.revision));

select 'each import reported as done is in the change log', count(*), min(r.id)
from import_run r
where r.status = 'done' and cast(r.report ->> 'revision' as bigint) > :baseline
    and not exists (select from logged l where l.import_id = r.id);

create temp view counted_models as
select 'all' as dimension, '' as value, count(*) as models from model having count(*) > 0
union all select 'vendor', vendor_id, count(*) from model group by 2
union all select 'family', family, count(*) from model where family is not null group by 2
union all select 'kind', kind, count(*) from model where kind is not null group by 2
union all select 'lifecycle', lifecycle, count(*) from model where lifecycle is not null group by 2
union all select 'openWeights', open_weights::text, count(*) from model where open_weights is not null group by 2
union all select 'modality', v, count(*) from model cross join lateral (
    select unnest(input_modalities) union select unnest(output_modalities)) u (v) group by 2
union all select 'supports', v, count(*) from model cross join lateral unnest(supports) u (v) group by 2;
create temp view counted_tallies as
select d.dimension, w.benchmark_id, d.value, w.raw, count(*) as models
from measurement w join model m on m.id = w.model_id
cross join lateral (
    values ('vendor', m.vendor_id), ('kind', m.kind), ('lifecycle', m.lifecycle),
           ('openWeights', m.open_weights::text), ('year', to_char(m.release_date, 'YYYY')),
           ('month', to_char(m.release_date, 'YYYY-MM')), ('day', to_char(m.release_date, 'YYYY-MM-DD'))
    union all
    select t.dimension, left(to_char(m.release_date, 'YYYY-MM-DD'), t.length)
    from (values ('textYear', 4), ('textMonth', 7), ('textDay', 10)) t (dimension, length)
    where 'text' = any (m.output_modalities)
    union all
    select 'modality', u.v from (select unnest(m.input_modalities) union select unnest(m.output_modalities)) u (v)
) d (dimension, value)
where w.counting and d.value is not null
group by 1, 2, 3, 4;
create temp view counted_words as
select w.word collate "C" as word, count(*) as uses
from model_search s cross join regexp_split_to_table(s.names, ' ') w (word) where w.word <> '' group by 1;

select 'model counts are correct', count(*), min(dimension || ' ' || value)
from (
    (select dimension, value, models from model_count except select * from counted_models)
    union all (select * from counted_models except select dimension, value, models from model_count)) d;
select 'cohort tallies are correct', count(*), min(dimension || ' ' || value)
from (
    (select dimension, benchmark_id, value, raw, models from cohort_tally except select * from counted_tallies)
    union all (select * from counted_tallies except select dimension, benchmark_id, value, raw, models from cohort_tally)) d;
select 'tallies are correct', count(*), min(benchmark_id || ' ' || raw)
from (select benchmark_id, raw, count(*) as models from measurement where counting group by 1, 2) c
full join tally t using (benchmark_id, raw)
where c.models is distinct from t.models;
select 'word counts are correct', count(*), min(word)
from counted_words c full join search_word s using (word) where c.uses is distinct from s.uses;
select 'exactly one measurement per model and benchmark counts', count(*), min(model_id)
from (select model_id from measurement group by model_id, benchmark_id having count(*) filter (where counting) <> 1) w;
select 'each model is in the search index', count(*), min(id)
from model m full join model_search s on s.model_id = m.id where m.id is null or s.model_id is null;

-- Each kill: ms until the process was up, the service ready, and a later write and read answered; and the writes' outcomes.
select 'table', number, what, up - at, ready - at,
    (select min(answered) - at from acknowledged w where w.sent >= at),
    (select min(answered) - at from seen s where s.sent >= at and s.status = 200),
    (select count(*) from acknowledged w where w.answered >= at and w.answered < next),
    (select count(*) from ledger w where w.outcome = 'unknown' and w.answered >= at and w.answered < next),
    (select count(*) from ledger w where w.attempts > 1 and w.answered >= at and w.answered < next),
    (select count(*) from acknowledged w where w.answered >= at and w.answered < next and not is_logged)
from (select *, lead(at, 1, 9999999999999) over (order by at) as next from kill) k
order by at;
select 'sum', count(*), count(*) filter (where outcome = 'acknowledged'), count(*) filter (where outcome = 'refused'),
    count(*) filter (where outcome = 'unknown'), count(*) filter (where outcome = 'unsent'),
    count(*) filter (where key is not null and attempts > 1)
from ledger;
select 'imports', count(*), count(*) filter (where models > 0), count(*) filter (where status = 'done') from stored_import;
select 'answers', coalesce(status, 0) || ' ' || outcome, count(*), min(left(detail, 100)) from ledger group by 2 order by 2;
rollback;
