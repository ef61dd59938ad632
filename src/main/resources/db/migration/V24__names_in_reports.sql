-- Reports of earlier imports name facts as documents do since V20: web links are `webLinks`, and names of tools are texts
-- by language. Places in a file stay as they are: the file had the former names.
set local statement_timeout = 0;

create function pg_temp.renamed(facts jsonb) returns jsonb language sql immutable as $$
    select coalesce(jsonb_agg(f.fact || jsonb_build_object('fact', case f.fact ->> 'fact'
            when 'links' then 'webLinks' when 'sources/links' then 'sources/webLinks' else f.fact ->> 'fact' end)
        order by f.place), '[]')
    from jsonb_array_elements(facts) with ordinality f (fact, place)
$$;

create function pg_temp.by_language(tools jsonb) returns jsonb language sql immutable as $$
    select jsonb_agg(case when jsonb_typeof(t.tool -> 'name') = 'string'
        then jsonb_set(t.tool, '{name}', jsonb_build_object('en', t.tool -> 'name')) else t.tool end order by t.place)
    from jsonb_array_elements(tools) with ordinality t (tool, place)
$$;

create function pg_temp.with_tools(facts jsonb) returns jsonb language sql immutable as $$
    select coalesce(jsonb_agg(case when f.fact ->> 'fact' = 'tools' then f.fact
            || case when jsonb_typeof(f.fact -> 'before') = 'array'
                then jsonb_build_object('before', pg_temp.by_language(f.fact -> 'before')) else '{}' end
            || case when jsonb_typeof(f.fact -> 'after') = 'array'
                then jsonb_build_object('after', pg_temp.by_language(f.fact -> 'after')) else '{}' end
        else f.fact end order by f.place), '[]')
    from jsonb_array_elements(facts) with ordinality f (fact, place)
$$;

update import_run r
set report = r.report
    || case when jsonb_typeof(r.report -> 'kept') = 'array'
        then jsonb_build_object('kept', pg_temp.renamed(r.report -> 'kept')) else '{}' end
    || case when jsonb_typeof(r.report -> 'changes') = 'array'
        then jsonb_build_object('changes', pg_temp.with_tools(pg_temp.renamed(r.report -> 'changes'))) else '{}' end
where r.report::text like '%links"%' or r.report::text like '%"tools"%';

-- The benchmark of measurements in the log before V22, as far as the log says it: the document that was created or deleted,
-- or a change of the benchmark itself.
create function pg_temp.benchmark_in(patch jsonb) returns text language sql immutable as $$
    select coalesce(
        jsonb_path_query_first(patch, '$[*] ? (@.path == "").value.benchmark') #>> '{}',
        jsonb_path_query_first(patch, '$[*] ? (@.path == "/benchmark" && @.op != "test").value') #>> '{}')
$$;

update change c set benchmark_id = pg_temp.benchmark_in(c.patch)
where c.type = 'measurement' and c.benchmark_id is null and pg_temp.benchmark_in(c.patch) is not null;

-- Other changes keep the benchmark that the entries before them left. Without such an entry, the measurement was imported:
-- its benchmark is the one that it is stored or deleted with, unless a later change replaced that.
update change c
set benchmark_id = coalesce(
    (select e.benchmark_id from change e
     where e.model_id = c.model_id and e.type = 'measurement' and e.subject = c.subject
       and (e.revision, e.id) < (c.revision, c.id) and e.benchmark_id is not null
     order by e.revision desc, e.id desc limit 1),
    (select case when e.kind = 'delete' then e.benchmark_id end from change e
     where e.model_id = c.model_id and e.type = 'measurement' and e.subject = c.subject
       and (e.revision, e.id) > (c.revision, c.id) and e.benchmark_id is not null
     order by e.revision, e.id limit 1),
    (select w.benchmark_id from measurement w
     where w.model_id = c.model_id and w.slug = split_part(c.subject, ' ', 2)
       and not exists (
           select 1 from change e
           where e.model_id = c.model_id and e.type = 'measurement' and e.subject = c.subject
             and (e.revision, e.id) > (c.revision, c.id) and e.benchmark_id is not null)))
where c.type = 'measurement' and c.benchmark_id is null and c.kind = 'update' and c.moved_from is null;
