package org.modeltree.imports;

import java.util.List;

/** Statements of an import on what is staged, before it is compared with what is there. */
final class ImportSql {

    /** Takes out what belongs to models that were deleted, and gives the models. */
    static final String FORGET_DELETED = """
            with gone as (
                delete from staged s using deleted_model d
                where d.id in (
                    case s.type
                        when 'model' then s.key
                        when 'edge' then s.doc ->> 'child'
                        when 'measurement' then s.doc ->> 'model'
                        when 'offering' then s.doc ->> 'model'
                        when 'card' then s.key
                    end,
                    case s.type when 'edge' then s.doc ->> 'parent' end)
                returning d.id
            )
            select distinct id from gone order by id
            """;

    /** Takes out what says that models are deleted that are there, and gives them. */
    static final String DELETE_NOTHING = """
            with kept as (
                delete from staged s using model m where s.type = 'deleted' and m.id = s.key
                returning m.id
            )
            select k.id, coalesce(o.origin, 'modeltree')
            from kept k left join model_source o on o.model_id = k.id and o.fact = 'name' order by k.id
            """;

    /** Lines that name a model by an alias are about the model that it means. */
    static final List<String> RESOLVE_ALIASES = List.of(
            """
            update staged s set doc = jsonb_set(s.doc, '{id}', to_jsonb(a.model_id)), key = a.model_id
            from model_alias a
            where s.type = 'model' and a.alias_key = s.key and a.model_id <> s.key
              and not exists (select 1 from model m where m.id = s.key)
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{model}', to_jsonb(a.model_id)),
                   key = case s.type when 'measurement' then a.model_id || ' ' || (s.doc ->> 'id')
                                     when 'card' then a.model_id else s.key end
            from model_alias a
            where s.type in ('measurement', 'offering', 'card') and a.alias_key = s.doc ->> 'model'
              and a.model_id <> s.doc ->> 'model' and not exists (select 1 from model m where m.id = s.doc ->> 'model')
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{child}', to_jsonb(a.model_id)),
                   key = a.model_id || ' ' || (s.doc ->> 'parent')
            from model_alias a
            where s.type = 'edge' and a.alias_key = s.doc ->> 'child'
              and not exists (select 1 from model m where m.id = s.doc ->> 'child')
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{parent}', to_jsonb(a.model_id)),
                   key = (s.doc ->> 'child') || ' ' || a.model_id
            from model_alias a
            where s.type = 'edge' and a.alias_key = s.doc ->> 'parent'
              and not exists (select 1 from model m where m.id = s.doc ->> 'parent')
            """,
            "delete from staged s where s.type = 'edge' and s.doc ->> 'child' = s.doc ->> 'parent'");

    /**
     * Takes out new measurements where there is one of the same benchmark whose origin is trusted more; the parameter,
     * given twice, is the order of trust. Gives model, benchmark, raw value and origin of what stays, and the raw value
     * of what does not.
     */
    static final String KEEP_MEASUREMENTS = """
            with refused as (
                delete from staged s using measurement w
                where s.type = 'measurement' and s.before is null and s.doc is not null
                  and w.model_id = s.doc ->> 'model' and w.benchmark_id = s.doc ->> 'benchmark' and w.counting
                  and case when w.origin = 'curator' then 0
                      else coalesce(array_position(cast(? as text[]), w.origin), 1000000) end
                    < case when coalesce(s.doc ->> 'origin', 'modeltree') = 'curator' then 0
                      else coalesce(array_position(cast(? as text[]), coalesce(s.doc ->> 'origin', 'modeltree')), 1000000)
                      end
                returning w.model_id, w.benchmark_id, to_jsonb(w.raw) as raw, w.origin, s.doc -> 'raw' as refused, s.line
            )
            select model_id, benchmark_id, raw, origin, refused from refused order by line
            """;

    private ImportSql() {}
}
