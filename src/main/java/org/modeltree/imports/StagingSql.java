package org.modeltree.imports;

import java.util.List;

/** The statements that take a catalog from staged lines to tables; all set by set, none row by row. */
final class StagingSql {

    static final String CREATE = """
            create temporary table staged (
                line bigint not null,
                type text collate "C" not null,
                key text collate "C" not null,
                doc jsonb not null
            ) on commit drop
            """;

    static final String COPY = "copy staged (line, type, key, doc) from stdin with (format csv)";

    static final String NEXT_REVISION = "update catalog_revision set revision = revision + 1, changed_at = ?";

    /** Everything that is wrong between lines: number of the line, JSON pointer, what is wrong. */
    static final String FAULTS = """
            with recursive
            model_line as (select line, key as id, doc from staged where type = 'model'),
            alias_line as (
                select m.line, m.id, a.value ->> 'key' as key, a.value ->> 'alias' as alias
                from model_line m cross join jsonb_array_elements(m.doc -> '_aliases') a
            ),
            edge_line as (
                select line, doc ->> 'child' as child, doc ->> 'parent' as parent from staged where type = 'edge'
            ),
            -- From every edge up along all others; whoever meets his own child again is on a cycle.
            ancestry (line, child, ancestor) as (
                select line, child, parent from edge_line
                union
                select a.line, a.child, e.parent from ancestry a join edge_line e on e.child = a.ancestor
                where a.ancestor <> a.child
            ),
            reference as (
                select line, '/child' as pointer, 'model' as type, child as key from edge_line
                union all select line, '/parent', 'model', parent from edge_line
                union all
                select line, '/model', 'model', doc ->> 'model' from staged
                where type in ('measurement', 'offering', 'card')
                union all
                select line, '/benchmark', 'benchmark', doc ->> 'benchmark' from staged
                where type in ('measurement', 'capability')
                union all
                select s.line, '/coreCapabilities/' || (c.ordinality - 1) || '/requires/capability', 'capability',
                       c.value #>> '{requires,capability}'
                from staged s
                cross join jsonb_path_query(s.doc, '$.coreCapabilities[*]') with ordinality c (value, ordinality)
                where s.type = 'card' and c.value #>> '{requires,capability}' is not null
            ),
            fault (line, pointer, detail) as (
                select later.line,
                       case later.type when 'edge' then '/child' when 'card' then '/model' when 'measurement' then '' else '/id' end,
                       'says again what line ' || later.first_line || ' says'
                from (select line, type, min(line) over (partition by type, key) as first_line from staged) later
                where later.line > later.first_line
                union all
                select r.line, r.pointer, 'there is no ' || r.type || ' ' || r.key || ' in this catalog'
                from reference r
                where not exists (select 1 from staged s where s.type = r.type and s.key = r.key)
                union all
                select a.line, '/aliases', 'the alias ' || a.alias || ' is the id of another model, on line ' || m.line
                from alias_line a join model_line m on m.id = a.key and m.id <> a.id
                union all
                select later.line, '/aliases',
                       'the alias ' || later.alias || ' already means ' || later.first_id
                from (
                    select line, id, alias,
                           first_value(id) over (partition by key order by line) as first_id from alias_line
                ) later
                where later.id <> later.first_id
                union all
                select line, '/parent', 'makes a cycle: ' || child || ' would be its own ancestor'
                from ancestry where ancestor = child
                union all
                select m.line, '/raw', 'must be above zero: capability ' || c.key || ' is on a log scale'
                from staged m
                join staged c on c.type = 'capability' and c.doc ->> 'benchmark' = m.doc ->> 'benchmark'
                where m.type = 'measurement' and (m.doc ->> 'raw')::double precision = 0
                  and c.doc #>> '{scale,kind}' = 'log'
            )
            select line, pointer, detail from fault order by line, pointer, detail
            limit %d
            """.formatted(CatalogReader.MOST_FAULTS);

    static final List<String> MERGES = List.of(
            """
            insert into vendor (id, name, url)
            select key, doc ->> 'name', doc ->> 'url' from staged where type = 'vendor'
            """,
            """
            insert into vendor (id, name)
            select distinct split_part(key, '/', 1), split_part(key, '/', 1) from staged where type = 'model'
            on conflict on constraint vendor_pkey do nothing
            """,
            """
            insert into model (
                id, vendor_id, name, name_key, family, kind, release_date, release_precision, lifecycle, parameters,
                parameters_status, context_window_status, max_output_status, pricing_status, open_weights, licence,
                input_modalities, output_modalities, cutoff_date, cutoff_precision, revision, updated_at)
            select key, split_part(key, '/', 1), doc ->> 'name', doc ->> '_nameKey', doc ->> 'family', doc ->> 'kind',
                   %s, doc ->> 'lifecycle', (doc ->> 'parameters')::bigint,
                   coalesce(doc ->> 'parametersStatus', 'unknown'), coalesce(doc ->> 'contextWindowStatus', 'unknown'),
                   coalesce(doc ->> 'maxOutputStatus', 'unknown'),
                   case when key in (
                       select o.doc ->> 'model' from staged o
                       cross join jsonb_path_query(o.doc, '$.prices[*] ? (@.kind != "unknown")') p
                       where o.type = 'offering') then 'known' else coalesce(doc ->> 'pricingStatus', 'unknown') end,
                   (doc ->> 'openWeights')::boolean, doc ->> 'licence', %s, %s, %s, r.revision, r.changed_at
            from staged cross join catalog_revision r
            where type = 'model'
            """.formatted(
                            date("doc ->> 'releaseDate'"),
                            texts("doc #> '{modalities,input}'"),
                            texts("doc #> '{modalities,output}'"),
                            date("doc ->> 'knowledgeCutoff'")),
            """
            insert into model_alias (alias_key, alias, model_id)
            select a.value ->> 'key', a.value ->> 'alias', s.key
            from staged s cross join jsonb_array_elements(s.doc -> '_aliases') a where s.type = 'model'
            """,
            """
            insert into model_text (model_id, lang, subtitle, summary)
            select s.key, t.key, t.value ->> 'subtitle', t.value ->> 'summary'
            from staged s cross join jsonb_each(s.doc -> 'texts') t where s.type = 'model'
            """,
            """
            insert into model_link (model_id, position, type, url)
            select s.key, l.ordinality, l.value ->> 'type', l.value ->> 'url'
            from staged s
            cross join jsonb_path_query(s.doc, '$.links[*]') with ordinality l (value, ordinality)
            where s.type = 'model'
            """,
            """
            insert into model_source (model_id, fact, source, source_date, source_precision)
            select distinct on (s.key, f.fact) s.key, f.fact, c.value ->> 'source', %s
            from staged s
            cross join jsonb_path_query(s.doc, '$.sources[*]') with ordinality c (value, ordinality)
            cross join jsonb_array_elements_text(c.value -> 'facts') f (fact)
            where s.type = 'model'
            order by s.key, f.fact, c.ordinality
            """.formatted(date("c.value ->> 'date'")),
            """
            insert into model_search (model_id, names, words)
            select s.key, s.doc ->> '_names',
                   (s.doc ->> '_words') || coalesce(v.doc ->> '_words', '')
            from staged s
            left join staged v on v.type = 'vendor' and v.key = split_part(s.key, '/', 1)
            where s.type = 'model'
            """,
            """
            insert into search_word (word)
            select distinct w.word from model_search cross join regexp_split_to_table(ltrim(names), ' ') w (word)
            where w.word <> ''
            """,
            """
            insert into lineage_edge (child_id, parent_id, relation, method, source, source_date, source_precision)
            select doc ->> 'child', doc ->> 'parent', doc ->> 'relation', doc ->> 'method', doc ->> 'source', %s
            from staged where type = 'edge'
            """.formatted(date("doc ->> 'date'")),
            """
            insert into benchmark (id, label, unit, url)
            select key, doc ->> 'label', doc ->> 'unit', doc ->> 'url' from staged where type = 'benchmark'
            """,
            // Of several on one benchmark one counts: verified first, then the latest, then the first source; the rest
            // of the order only makes it the same one whatever the order of the lines.
            """
            insert into measurement (
                model_id, benchmark_id, raw, source, measured_on, measured_precision, verified, harness, counting)
            select model_id, benchmark_id, raw, source, measured_on, measured_precision, verified, harness,
                   row_number() over (
                       partition by model_id, benchmark_id
                       order by verified desc, measured_on desc nulls last, source, harness nulls first, raw) = 1
            from (
                select doc ->> 'model' as model_id, doc ->> 'benchmark' as benchmark_id,
                       (doc ->> 'raw')::double precision as raw, (doc ->> 'source') collate "C" as source,
                       %s, coalesce((doc ->> 'verified')::boolean, false) as verified,
                       (doc ->> 'harness') collate "C" as harness
                from staged where type = 'measurement'
            ) m (model_id, benchmark_id, raw, source, measured_on, measured_precision, verified, harness)
            """.formatted(date("doc ->> 'date'")),
            """
            insert into capability (
                id, position, benchmark_id, scale_kind, scale_floor, scale_ceiling,
                label_en, label_zh, description_en, description_zh, basis_en, basis_zh)
            select key, row_number() over (order by line), doc ->> 'benchmark', doc #>> '{scale,kind}',
                   (doc #>> '{scale,floor}')::double precision, (doc #>> '{scale,ceiling}')::double precision,
                   doc #>> '{label,en}', doc #>> '{label,zh}', doc #>> '{description,en}', doc #>> '{description,zh}',
                   doc #>> '{basis,en}', doc #>> '{basis,zh}'
            from staged where type = 'capability'
            """,
            """
            insert into provider (id, name, url)
            select key, doc ->> 'name', doc ->> 'url' from staged where type = 'provider'
            """,
            """
            insert into provider (id, name)
            select distinct doc ->> 'provider', doc ->> 'provider' from staged where type = 'offering'
            on conflict on constraint provider_pkey do nothing
            """,
            """
            insert into offering (
                provider_id, provider_model_id, provider_model_key, model_id, context_window, max_output,
                source, source_date, source_precision)
            select doc ->> 'provider', doc ->> 'id', doc ->> '_key', doc ->> 'model', (doc ->> 'contextWindow')::bigint,
                   (doc ->> 'maxOutput')::bigint, doc ->> 'source', %s
            from staged where type = 'offering'
            """.formatted(date("doc ->> 'date'")),
            """
            insert into price (
                provider_id, provider_model_id, position, kind, mode, min_context_tokens, valid_from, valid_to,
                input_usd, output_usd, cache_read_usd, cache_write_usd)
            select s.doc ->> 'provider', s.doc ->> 'id', p.ordinality, p.value ->> 'kind',
                   coalesce(p.value ->> 'mode', 'standard'), coalesce((p.value ->> 'minContextTokens')::bigint, 0),
                   (p.value ->> 'from')::date, (p.value ->> 'to')::date,
                   (p.value ->> 'input')::numeric, (p.value ->> 'output')::numeric,
                   (p.value ->> 'cacheRead')::numeric, (p.value ->> 'cacheWrite')::numeric
            from staged s
            cross join jsonb_path_query(s.doc, '$.prices[*]') with ordinality p (value, ordinality)
            where s.type = 'offering'
            """,
            """
            insert into card (model_id, api, product, open_source, enterprise, pricing_kind, tools)
            select key, doc #>> '{availability,api}', doc #>> '{availability,product}',
                   doc #>> '{availability,openSource}', doc #>> '{availability,enterprise}', doc ->> 'pricingKind',
                   coalesce(doc -> 'tools', '[]')
            from staged where type = 'card'
            """,
            """
            insert into card_claim (
                model_id, position, claim_id, label_en, label_zh, description_en, description_zh,
                requires_capability, requires_raw)
            select s.key, c.ordinality, c.value ->> 'id', c.value #>> '{label,en}', c.value #>> '{label,zh}',
                   c.value #>> '{description,en}', c.value #>> '{description,zh}',
                   c.value #>> '{requires,capability}', (c.value #>> '{requires,raw}')::double precision
            from staged s
            cross join jsonb_path_query(s.doc, '$.coreCapabilities[*]') with ordinality c (value, ordinality)
            where s.type = 'card'
            """,
            """
            insert into card_text (model_id, lang, why_it_matters, pricing_note, feels_like, best_for, not_for)
            select s.key, t.key, t.value ->> 'whyItMatters', t.value ->> 'pricingNote',
                   coalesce(%s, '{}'), coalesce(%s, '{}'), coalesce(%s, '{}')
            from staged s cross join jsonb_each(s.doc -> 'texts') t where s.type = 'card'
            """.formatted(
                    texts("t.value -> 'feelsLike'"), texts("t.value -> 'bestFor'"), texts("t.value -> 'notFor'")));

    private StagingSql() {}

    /** Two columns of a partial date: its first day, and its precision. */
    private static String date(String text) {
        return "cast(left((%1$s) || '-01-01', 10) as date), case length(%1$s) when 4 then 'year' when 7 then 'month' when 10 then 'day' end"
                .formatted(text);
    }

    /** A column of texts; null where there is no array. */
    private static String texts(String array) {
        return "case when jsonb_typeof(%1$s) = 'array' then array(select jsonb_array_elements_text(%1$s)) end"
                .formatted(array);
    }
}
