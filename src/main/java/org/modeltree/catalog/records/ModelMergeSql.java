package org.modeltree.catalog.records;

import java.util.List;

/** Statements that write staged models to their tables; each handles all models at once. */
final class ModelMergeSql {

    private static final String STAGED_MODEL = "s.type = 'model' and s.doc is not null";

    static final List<String> MERGES = List.of(
            "delete from deleted_model d using staged s where " + STAGED_MODEL + " and d.id = s.key",
            // A vendor that only its models name is called by its id until it has a record of its own.
            """
            insert into vendor (id, name, words, origin, revision)
            select distinct split_part(s.key, '/', 1), split_part(s.key, '/', 1), '', 'placeholder', r.revision
            from staged s cross join catalog_revision r
            where %s and s.before is null
            on conflict on constraint vendor_pkey do nothing
            """.formatted(STAGED_MODEL),
            // Two models may refer to each other, so successors are set after all models are inserted.
            """
            insert into model (
                id, vendor_id, name, name_key, family, kind, release_date, release_precision, lifecycle,
                announced_date, announced_precision, deprecated_date, deprecated_precision,
                retired_date, retired_precision, parameters,
                parameters_status, context_window_status, max_output_status, stated_pricing_status, open_weights, licence,
                input_modalities, output_modalities, supports, lacks, cutoff_date, cutoff_precision, pricing_status,
                revision, updated_at)
            select s.key, split_part(s.key, '/', 1), s.doc ->> 'name', s.derived ->> 'nameKey', s.doc ->> 'family',
                   s.doc ->> 'kind', %s, s.doc ->> 'lifecycle', %s, %s, %s, (s.doc ->> 'parameters')::bigint,
                   coalesce(s.doc ->> 'parametersStatus', 'unknown'),
                   coalesce(s.doc ->> 'contextWindowStatus', 'unknown'),
                   coalesce(s.doc ->> 'maxOutputStatus', 'unknown'), coalesce(s.doc ->> 'pricingStatus', 'unknown'),
                   (s.doc ->> 'openWeights')::boolean, s.doc ->> 'licence', %s, %s, %s, %s, %s,
                   coalesce(s.doc ->> 'pricingStatus', 'unknown'), r.revision, r.changed_at
            from staged s cross join catalog_revision r
            where %s
            on conflict on constraint model_pkey do update
            set name = excluded.name, name_key = excluded.name_key, family = excluded.family, kind = excluded.kind,
                release_date = excluded.release_date, release_precision = excluded.release_precision,
                lifecycle = excluded.lifecycle,
                announced_date = excluded.announced_date, announced_precision = excluded.announced_precision,
                deprecated_date = excluded.deprecated_date, deprecated_precision = excluded.deprecated_precision,
                retired_date = excluded.retired_date, retired_precision = excluded.retired_precision,
                parameters = excluded.parameters, parameters_status = excluded.parameters_status,
                context_window_status = excluded.context_window_status, max_output_status = excluded.max_output_status,
                stated_pricing_status = excluded.stated_pricing_status, open_weights = excluded.open_weights,
                licence = excluded.licence, input_modalities = excluded.input_modalities,
                output_modalities = excluded.output_modalities, supports = excluded.supports,
                lacks = excluded.lacks, cutoff_date = excluded.cutoff_date,
                cutoff_precision = excluded.cutoff_precision,
                revision = excluded.revision, updated_at = excluded.updated_at
            """.formatted(
                            DocumentSql.columns("s.doc ->> 'releaseDate'"),
                            DocumentSql.columns("s.doc ->> 'announcedDate'"),
                            DocumentSql.columns("s.doc ->> 'deprecatedDate'"),
                            DocumentSql.columns("s.doc ->> 'retiredDate'"),
                            DocumentSql.texts("s.doc #> '{modalities,input}'"),
                            DocumentSql.texts("s.doc #> '{modalities,output}'"),
                            DocumentSql.features("s.doc -> 'supports'", true),
                            DocumentSql.features("s.doc -> 'supports'", false),
                            DocumentSql.columns("s.doc ->> 'knowledgeCutoff'"),
                            STAGED_MODEL),
            """
            update model m set successor_id = s.doc ->> 'successor'
            from staged s
            where %s and m.id = s.key and m.successor_id is distinct from s.doc ->> 'successor'
            """.formatted(STAGED_MODEL),
            cleared("model_alias", "aliases"),
            """
            insert into model_alias (alias_key, alias, model_id)
            select a.value ->> 'key', a.value ->> 'alias', s.key
            from staged s cross join jsonb_array_elements(s.derived -> 'aliases') a where %s
            """.formatted(changed("aliases")),
            cleared("model_text", "texts"),
            """
            insert into model_text (model_id, lang, subtitle, summary)
            select s.key, t.key, t.value ->> 'subtitle', t.value ->> 'summary'
            from staged s cross join jsonb_each(s.doc -> 'texts') t where %s
            """.formatted(changed("texts")),
            cleared("model_link", "webLinks"),
            """
            insert into model_link (model_id, position, type, url)
            select s.key, l.ordinality, l.value ->> 'type', l.value ->> 'url'
            from staged s cross join jsonb_path_query(s.doc, '$.webLinks[*]') with ordinality l (value, ordinality)
            where %s
            """.formatted(changed("webLinks")),
            // Of a model with twenty facts a write changes one, so that each source is compared.
            """
            delete from model_source c using staged s
            where %s and s.before is not null and c.model_id = s.key
              and s.doc -> 'sources' -> c.fact is distinct from s.before -> 'sources' -> c.fact
            """.formatted(STAGED_MODEL),
            """
            insert into model_source (model_id, fact, source, source_date, source_precision, origin)
            select s.key, f.key, f.value ->> 'source', %s, coalesce(f.value ->> 'origin', 'modeltree')
            from staged s cross join jsonb_each(s.doc -> 'sources') f
            where %s and f.value is distinct from s.before -> 'sources' -> f.key
            """.formatted(DocumentSql.columns("f.value ->> 'date'"), STAGED_MODEL),
            """
            insert into model_search (model_id, names, words)
            select s.key, s.derived ->> 'names', (s.derived ->> 'words') || v.words
            from staged s join vendor v on v.id = split_part(s.key, '/', 1)
            where %s
            on conflict on constraint model_search_pkey do update set names = excluded.names, words = excluded.words
            where (model_search.names, model_search.words) is distinct from (excluded.names, excluded.words)
            """.formatted(STAGED_MODEL));

    /** Updates revision and pricing status of every model of which any part changed. */
    static final List<String> MODEL_UPDATES = List.of("""
            with priced as materialized (
                select distinct o.model_id
                from touched t join offering o on o.model_id = t.model_id
                join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                where p.kind <> 'unknown' and o.last_seen is null
            )
            update model m
            set revision = n.revision, updated_at = n.changed_at, pricing_status = n.pricing_status
            from (
                select f.id, r.revision, r.changed_at,
                       case when p.model_id is not null then 'known' else f.stated_pricing_status end as pricing_status
                from touched t join model f on f.id = t.model_id left join priced p on p.model_id = f.id
                cross join catalog_revision r
            ) n
            where m.id = n.id and (m.revision <> n.revision or m.pricing_status <> n.pricing_status)
            """);

    private ModelMergeSql() {}

    /** Condition that the staged model has other values of a key of its document than the stored one, or is new. */
    private static String changed(String key) {
        return STAGED_MODEL + " and s.doc -> '%1$s' is distinct from s.before -> '%1$s'".formatted(key);
    }

    private static String cleared(String table, String key) {
        return "delete from " + table + " c using staged s where " + changed(key)
                + " and s.before is not null and c.model_id = s.key";
    }
}
