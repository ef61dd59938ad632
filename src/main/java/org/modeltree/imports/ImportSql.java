package org.modeltree.imports;

import java.util.List;
import java.util.stream.Collectors;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.RecordType;

/** SQL statements of an import on the staged records, before they are compared with the stored ones. */
final class ImportSql {

    /** Removes staged records of deleted models; returns the ids of those models. */
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

    /** Removes staged deletions of models that exist; returns those models and the origin of their name. */
    static final String DELETE_NOTHING = """
            with kept as (
                delete from staged s using model m where s.type = 'deleted' and m.id = s.key
                returning m.id
            )
            select k.id, coalesce(o.origin, 'modeltree') as origin
            from kept k left join model_source o on o.model_id = k.id and o.fact = 'name' order by k.id
            """;

    /**
     * Removes what a foreign catalog states about an alias of the latest model of a series: it moves on, so that the facts
     * may be those of another model than the one that the alias means here. Returns the aliases.
     */
    static final String FORGET_MOVING_ALIASES = """
            with moving as (
                delete from staged s using model_alias a
                where s.at <> '' and s.type in ('model', 'measurement', 'card') and s.key like '%-latest%'
                  and a.alias_key = case s.type when 'measurement' then s.doc ->> 'model' else s.key end
                  and a.alias_key like '%-latest' and not exists (select 1 from model m where m.id = a.alias_key)
                returning a.alias_key
            )
            select distinct alias_key as id from moving order by id
            """;

    /**
     * Records that name a model by an alias get the id of the model. A new model of a foreign catalog that has an alias of
     * an existing model becomes that model.
     */
    static final List<String> RESOLVE_ALIASES = List.of(
            """
            create temporary table if not exists renamed (
                said text collate "C" constraint renamed_pkey primary key,
                meant text collate "C" not null
            ) on commit delete rows
            """,
            """
            insert into renamed (said, meant)
            select s.key, a.model_id
            from staged s join model_alias a on a.alias_key = s.key
            where s.type = 'model' and a.model_id <> s.key and not exists (select 1 from model m where m.id = s.key)
            union
            select named.said, a.model_id
            from (
                select s.doc ->> 'model' as said from staged s where s.type in ('measurement', 'offering', 'card')
                union select s.doc ->> 'child' from staged s where s.type = 'edge'
                union select s.doc ->> 'parent' from staged s where s.type = 'edge'
            ) named
            join model_alias a on a.alias_key = named.said
            where a.model_id <> named.said and not exists (select 1 from model m where m.id = named.said)
            """,
            """
            insert into renamed (said, meant)
            select s.key, min(coalesce(m.id, a.model_id))
            from staged s
            cross join jsonb_array_elements(s.derived -> 'aliases') given
            left join model m on m.id = given.value ->> 'key'
            left join model_alias a on a.alias_key = given.value ->> 'key'
            where s.type = 'model' and s.at <> '' and coalesce(m.id, a.model_id) <> s.key
              and not exists (select 1 from model o where o.id = s.key)
            group by s.key
            having count(distinct coalesce(m.id, a.model_id)) = 1
            on conflict on constraint renamed_pkey do nothing
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{id}', to_jsonb(r.meant)), key = r.meant
            from renamed r where s.type = 'model' and r.said = s.key
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{model}', to_jsonb(r.meant)),
                   key = case s.type when 'measurement' then r.meant || ' ' || (s.doc ->> 'id')
                                     when 'card' then r.meant else s.key end
            from renamed r
            where s.type in ('measurement', 'offering', 'card') and r.said = s.doc ->> 'model'
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{child}', to_jsonb(r.meant)),
                   key = r.meant || ' ' || (s.doc ->> 'parent')
            from renamed r where s.type = 'edge' and r.said = s.doc ->> 'child'
            """,
            """
            update staged s set doc = jsonb_set(s.doc, '{parent}', to_jsonb(r.meant)),
                   key = (s.doc ->> 'child') || ' ' || r.meant
            from renamed r where s.type = 'edge' and r.said = s.doc ->> 'parent'
            """,
            "delete from staged s where s.type = 'edge' and s.doc ->> 'child' = s.doc ->> 'parent'");

    /**
     * Removes aliases of a foreign catalog that already mean another model. Returns them, with the places of their entries, if
     * the parameter is true.
     */
    static final String DROP_TAKEN_ALIASES = """
            with given as materialized (
                select t.line, t.key, e.value, e.ordinality, e.value ->> 'key' as alias
                from staged t cross join jsonb_array_elements(t.derived -> 'aliases') with ordinality e
                where t.type = 'model' and t.at <> ''
            ),
            taken as (
                select g.line, g.ordinality from given g join model m on m.id = g.alias and m.id <> g.key
                union
                select g.line, g.ordinality
                from given g join model_alias a on a.alias_key = g.alias and a.model_id <> g.key
                union
                select g.line, g.ordinality
                from given g join staged o on o.type = 'model' and o.key = g.alias and o.key <> g.key
                union
                select g.line, g.ordinality
                from (
                    -- Not a join of the aliases with themselves: its estimated size grows with their square, and the plan
                    -- for it takes minutes at 50,000 models.
                    select line, ordinality, key, first_value(key) over (partition by alias order by line) as first_key
                    from given
                ) g
                where g.key <> g.first_key
            ),
            stored as (
                update staged s
                set doc = case when left_over.aliases is null then s.doc - 'aliases'
                          else jsonb_set(s.doc, '{aliases}', left_over.aliases) end,
                    derived = jsonb_set(s.derived, '{aliases}', coalesce(left_over.derived, '[]'))
                from (
                    select g.line,
                           jsonb_agg(g.value -> 'alias' order by g.ordinality) filter (where t.line is null) as aliases,
                           jsonb_agg(g.value order by g.ordinality) filter (where t.line is null) as derived
                    from given g left join taken t on t.line = g.line and t.ordinality = g.ordinality
                    group by g.line
                    having count(t.line) > 0
                ) left_over
                where left_over.line = s.line
            )
            select s.at, g.value ->> 'alias' as alias
            from taken t
            join given g on g.line = t.line and g.ordinality = t.ordinality
            join staged s on s.line = g.line
            where ?
            order by g.line, g.ordinality
            """;

    /**
     * A foreign catalog states one limit or price of a model. A statement that is stored under another id, such as that of
     * the starter catalog, is the same measurement, so the new one gets its id and replaces it.
     */
    static final String RENEW_MEASUREMENTS = """
            update staged s
            set doc = jsonb_set(s.doc, '{id}', to_jsonb(w.slug)), key = w.model_id || ' ' || w.slug
            from (
                select distinct on (n.line) n.line, w.model_id, w.slug
                from staged n
                join measurement w on w.model_id = n.doc ->> 'model' and w.benchmark_id = n.doc ->> 'benchmark'
                     and w.origin = n.doc ->> 'origin'
                where n.type = 'measurement' and n.at <> ''
                  and n.doc ->> 'benchmark' in ('context-window', 'max-output', 'input-price', 'output-price')
                  and not exists (
                      select 1 from measurement o where o.model_id = n.doc ->> 'model' and o.slug = n.doc ->> 'id')
                order by n.line, w.counting desc, w.slug
            ) w
            where w.line = s.line
            """;

    /**
     * A measurement whose file gives it no id is a statement: of a source about a model and a benchmark, on a day, with a
     * harness and settings. If this statement is stored under any id, the new one gets its id and replaces its value. Of
     * several stored ones it is that of the same origin, and then the one that counts.
     */
    static final String RESTATE_MEASUREMENTS = """
            update staged s
            set doc = jsonb_set(s.doc, '{id}', to_jsonb(w.slug)), key = w.model_id || ' ' || w.slug
            from (
                select distinct on (n.line) n.line, w.model_id, w.slug
                from staged n
                join measurement w on w.model_id = n.doc ->> 'model' and w.benchmark_id = n.doc ->> 'benchmark'
                     and w.source = n.doc ->> 'source' and w.harness is not distinct from n.doc ->> 'harness'
                     and w.settings is not distinct from n.doc -> 'settings'
                     and partial_date(w.measured_on, w.measured_precision) is not distinct from n.doc ->> 'date'
                where n.type = 'measurement' and jsonb_exists(n.derived, '%s')
                  and not exists (
                      select 1 from staged o
                      where o.type = 'measurement' and o.key = w.model_id || ' ' || w.slug and o.line <> n.line)
                order by n.line, w.origin = coalesce(n.doc ->> 'origin', 'modeltree') desc, w.counting desc,
                         w.slug = n.doc ->> 'id' desc, w.slug
            ) w
            where w.line = s.line
            """.formatted(MeasurementRecordType.DERIVED_ID);

    /**
     * Removes new measurements if a more trusted origin has one of the same benchmark. The parameter, given twice, is the
     * order of trust. Returns model, benchmark, raw value and origin of what stays, and the raw value of what is removed.
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

    /** Gives a staged offering another model, or none. Parameters: model, key. */
    static final String REDECIDE = """
            update staged s set doc = (s.doc - 'model') || jsonb_strip_nulls(jsonb_build_object('model', cast(? as text)))
            where s.type = 'offering' and s.key = ? and s.doc is not null
            """;

    /** Removes a staged offering without a model. Parameter: key. */
    static final String LEAVE_OUT =
            "delete from staged s where s.type = 'offering' and s.key = ? and s.doc is not null and s.doc ->> 'model' is null";

    /**
     * An offering of another catalog is listed by this one as well, even if both state the same facts; the key tells the merge
     * that there is something to add. Parameter: origin.
     */
    static final String LIST_ELSEWHERE = """
            update staged s set doc = s.doc || '{"otherSources": []}'
            from offering o
            where s.type = 'offering' and s.doc is not null and s.doc ->> 'origin' = ? and o.origin <> s.doc ->> 'origin'
              and not coalesce(o.other_sources @> jsonb_build_array(jsonb_build_object('origin', s.doc -> 'origin')), false)
              and o.provider_id = split_part(s.key, ' ', 1)
              and o.provider_model_id = substr(s.key, strpos(s.key, ' ') + 1)
            """;

    /** Offerings that their catalog no longer listed, and that the file lists, lose the day on which they were last seen. */
    static final String LIST_AGAIN = """
            update staged s set doc = s.doc || '{"lastSeen": null}'
            from offering o
            where s.type = 'offering' and s.doc is not null and s.doc ->> 'lastSeen' is null and o.last_seen is not null
              and o.provider_id = split_part(s.key, ' ', 1)
              and o.provider_model_id = substr(s.key, strpos(s.key, ' ') + 1)
            """;

    /** Remembers the day for the stored offerings of an origin that the file lists. Parameters: day, further keys, origin, day. */
    static final String SEEN = """
            update offering o set seen_on = ?
            from (
                select key from staged where type = 'offering'
                union select k.key from unnest(cast(? as text[])) k (key)
            ) s
            where o.origin = ? and o.seen_on is distinct from ?
              and o.provider_id = split_part(s.key, ' ', 1)
              and o.provider_model_id = substr(s.key, strpos(s.key, ' ') + 1)
            """;

    /**
     * Stages the offerings of an origin that a complete file does not list. Nothing is staged for a file without offerings,
     * such as the list of models of a catalog that has another file for its offerings. Parameters: day, origin, the keys of
     * the offerings that the file lists and whose model was not found, origin, origin as JSON, and these keys again. Returns
     * the key, and whether another catalog still lists it.
     */
    static final String NO_LONGER_LISTED = """
            insert into staged (line, at, type, key, doc, derived)
            select l.last + row_number() over (order by o.provider_id, o.provider_model_id), '', 'offering', k.key,
                   v.doc || jsonb_build_object('lastSeen', to_char(coalesce(o.seen_on, o.source_date, ?), 'YYYY-MM-DD'),
                                               'origin', cast(? as text)),
                   jsonb_build_object('key', o.provider_model_key)
            from (select max(line) as last, count(*) filter (where type = 'offering') as offerings from staged) l
            cross join offering o
            join offering_line v on v.provider_id = o.provider_id and v.provider_model_id = o.provider_model_id
            cross join lateral (values (o.provider_id || ' ' || o.provider_model_id)) k (key)
            where (l.offerings > 0 or cardinality(cast(? as text[])) > 0)
              and (o.origin = ? or o.other_sources @> cast(? as jsonb)) and o.last_seen is null
              and not exists (select 1 from staged s where s.type = 'offering' and s.key = k.key)
              and k.key <> all (?)
            returning key, jsonb_exists(doc, 'otherSources') as elsewhere
            """;

    /** Keeps the staged records with the stored ones that they change. Parameter: id of the import. */
    static final String KEEP_CHANGES = """
            insert into import_change (import_id, number, type, key, before, after)
            select ?, row_number() over (order by s.line), s.type, s.key, s.before, s.doc from staged s
            """;

    /** Forgets the changes of older imports. Parameters: id of the import that stays, number of others that stay. */
    static final String FORGET_CHANGES = """
            delete from import_change s
            where s.import_id <> ? and s.import_id not in (
                select c.import_id from change c where c.kind = 'import' order by c.revision desc limit ?)
            """;

    private ImportSql() {}

    /**
     * Query for the facts that staged records change, those of stored records first. The source of a fact is a fact of its
     * own, except in a record that is new.
     *
     * @param origin origin of the facts that have no source of their own, such as aliases
     */
    static String changes(List<RecordType> types, String origin) {
        String models = types.stream()
                .filter(type -> type.model() != null)
                .map(type -> "when '" + type.type() + "' then coalesce(s.doc, s.before) ->> '" + type.model() + "'")
                .collect(Collectors.joining(" "));
        String identities = types.stream()
                .map(type -> "when '" + type.type() + "' then '{type,id,origin,sources"
                        + type.identity().stream().map(key -> "," + key).collect(Collectors.joining()) + "}'")
                .collect(Collectors.joining(" "));
        return """
                with record as (
                    select s.line, s.type, s.key, case s.type %1$s end as model, s.before, s.doc,
                           coalesce(s.before, '{}') - i.keys as old, coalesce(s.doc, '{}') - i.keys as new
                    from staged s
                    cross join lateral (values (cast(case s.type %2$s else '{type}' end as text[]))) i (keys)
                )
                select r.type, r.key, r.model, f.fact, f.before, f.after, f.origin
                from record r
                cross join lateral (
                    select k.key as fact, r.old -> k.key as before, r.new -> k.key as after,
                           coalesce(r.doc #>> array['sources', k.key, 'origin'], r.doc ->> 'origin', '%3$s') as origin
                    from jsonb_object_keys(r.old || r.new) k (key)
                    union all
                    select 'sources/' || k.key, r.before #> array['sources', k.key], r.doc #> array['sources', k.key],
                           coalesce(r.doc #>> array['sources', k.key, 'origin'], '%3$s')
                    from jsonb_object_keys(
                        coalesce(r.before -> 'sources', '{}') || coalesce(r.doc -> 'sources', '{}')) k (key)
                    where r.before is not null
                ) f
                where f.before is distinct from f.after
                order by (r.before is null), r.line, f.fact collate "C"
                """.formatted(models, identities, origin);
    }
}
