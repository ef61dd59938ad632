-- In documents the pages about a model are its web links; `links` are only those from one page of a list to the next.
set local statement_timeout = 0;

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
    'webLinks', (select jsonb_agg(jsonb_build_object('type', l.type, 'url', l.url) order by l.position)
                 from model_link l where l.model_id = m.id),
    'aliases', (select jsonb_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = m.id),
    'texts', (select jsonb_object_agg(t.lang, jsonb_build_object('subtitle', t.subtitle, 'summary', t.summary))
              from model_text t where t.model_id = m.id),
    'sources', (select jsonb_object_agg(s.fact, jsonb_build_object('source', s.source,
                    'date', partial_date(s.source_date, s.source_precision), 'origin', s.origin))
                from model_source s where s.model_id = m.id))) as doc
from model m;

update model_source set fact = 'webLinks' where fact = 'links';

-- Stored documents have their sources by fact; documents in the log have a list of sources with their facts.
create function pg_temp.with_web_links(doc jsonb) returns jsonb language plpgsql immutable as $$
begin
    if doc ? 'links' then
        doc := (doc - 'links') || jsonb_build_object('webLinks', doc -> 'links');
    end if;
    if jsonb_typeof(doc -> 'sources') = 'object' and doc -> 'sources' ? 'links' then
        doc := jsonb_set(doc, '{sources}',
            ((doc -> 'sources') - 'links') || jsonb_build_object('webLinks', doc -> 'sources' -> 'links'));
    elsif jsonb_typeof(doc -> 'sources') = 'array' then
        doc := jsonb_set(doc, '{sources}', replace((doc -> 'sources')::text, '"links"', '"webLinks"')::jsonb);
    end if;
    return doc;
end $$;

-- Names of tools are texts by language, never one text for all.
create function pg_temp.with_names(tools jsonb) returns jsonb language sql immutable as $$
    select coalesce(jsonb_agg(case when jsonb_typeof(t.tool -> 'name') = 'string'
        then jsonb_set(t.tool, '{name}', jsonb_build_object('en', t.tool -> 'name')) else t.tool end order by t.place), '[]')
    from jsonb_array_elements(tools) with ordinality t (tool, place)
$$;

-- One operation of a JSON Patch.
create function pg_temp.in_one_form(op jsonb, type text) returns jsonb language plpgsql immutable as $$
declare
    path text := op ->> 'path';
    value jsonb := op -> 'value';
begin
    if type = 'model' then
        if path = '' and jsonb_typeof(value) = 'object' then
            value := pg_temp.with_web_links(value);
        elsif path ~ '^/sources(/|$)' and value is not null then
            value := replace(value::text, '"links"', '"webLinks"')::jsonb;
        end if;
        op := op || jsonb_strip_nulls(jsonb_build_object(
            'path', regexp_replace(path, '^/links(?=/|$)', '/webLinks'),
            'from', regexp_replace(op ->> 'from', '^/links(?=/|$)', '/webLinks')));
    elsif path = '' and jsonb_typeof(value -> 'tools') = 'array' then
        value := jsonb_set(value, '{tools}', pg_temp.with_names(value -> 'tools'));
    elsif path = '/tools' and jsonb_typeof(value) = 'array' then
        value := pg_temp.with_names(value);
    elsif path ~ '^/tools/([0-9]+|-)$' and jsonb_typeof(value) = 'object' then
        value := pg_temp.with_names(jsonb_build_array(value)) -> 0;
    elsif path ~ '^/tools/[0-9]+/name$' and jsonb_typeof(value) = 'string' then
        value := jsonb_build_object('en', value);
    end if;
    return case when value is null then op else op || jsonb_build_object('value', value) end;
end $$;

update change c
set patch = (select jsonb_agg(pg_temp.in_one_form(o.op, c.type) order by o.place)
             from jsonb_array_elements(c.patch) with ordinality o (op, place))
where c.type = 'model' and c.patch::text like '%links%' or c.type = 'card' and c.patch::text like '%tools%';

update import_change set before = pg_temp.with_web_links(before), after = pg_temp.with_web_links(after)
where type = 'model';

update import_change
set before = jsonb_set(before, '{tools}', pg_temp.with_names(before -> 'tools'))
where type = 'card' and jsonb_typeof(before -> 'tools') = 'array';
update import_change
set after = jsonb_set(after, '{tools}', pg_temp.with_names(after -> 'tools'))
where type = 'card' and jsonb_typeof(after -> 'tools') = 'array';

update card set tools = pg_temp.with_names(tools) where jsonb_path_exists(tools, '$[*].name ? (@.type() == "string")');
