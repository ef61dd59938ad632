package org.modeltree.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.PageSql;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.SearchWords;
import org.modeltree.catalog.query.SortOrder;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.cache.FactCache;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.EntityRows;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads models, pages of models and facets. */
@ApplicationScoped
class Models implements PanacheRepositoryBase<Model, String> {

    /** Columns of {@code model} (or expressions over it) that can be counted by value. */
    private static final Map<String, String> FACETS = Map.of(
            "vendor", "select m.vendor_id as value",
            "family", "select m.family as value",
            "kind", "select m.kind as value",
            "openWeights", "select m.open_weights as value",
            "modality",
                    "select unnest(array(select unnest(m.input_modalities)"
                            + " union select unnest(m.output_modalities))) as value",
            "lifecycle", "select m.lifecycle as value",
            "supports", "select unnest(m.supports) as value");

    private static final SqlCondition.Trait EVERYTHING = new SqlCondition.Trait("all", "");
    private static final SqlCondition.Trait NOTHING = new SqlCondition.Trait("none", "");

    /** Number of matching models, and whether it is exact or a lower bound. */
    record Total(long models, boolean exact) {}

    /** A page and the catalog revision that it was read at. */
    record Page(long revision, Total total, List<Row> rows) {}

    /** Row of a page: the model's id and its sort values. */
    record Row(String id, List<Object> sortValues) {}

    /** Number of models that have a value, which is as the filter takes it: {@code true} for a flag. */
    public record FacetCount(String value, long count) {}

    private static final EntityRows<Model> ROWS = EntityRows.of(
            Model.class,
            "m",
            Map.ofEntries(
                    Map.entry("vendorName", "v.name"),
                    Map.entry("catalogRevision", "c.revision"),
                    Map.entry("contextWindow", "tokens.raw"),
                    Map.entry("maxOutput", "output.raw"),
                    Map.entry(
                            "aliases",
                            "(select array_agg(a.alias order by a.alias_key) from model_alias a where a.model_id = m.id)"),
                    Map.entry("linkTypes", "links.types"),
                    Map.entry("linkUrls", "links.urls"),
                    Map.entry("subtitleEn", "en.subtitle"),
                    Map.entry("subtitleZh", "zh.subtitle"),
                    Map.entry("summaryEn", "en.summary"),
                    Map.entry("summaryZh", "zh.summary")));

    private static final String SELECT = "select " + ROWS.columns() + """

            from model m
            cross join catalog_revision c
            left join vendor v on v.id = m.vendor_id
            left join measurement tokens
              on tokens.model_id = m.id and tokens.benchmark_id = 'context-window' and tokens.counting
            left join measurement output
              on output.model_id = m.id and output.benchmark_id = 'max-output' and output.counting
            left join model_text en on en.model_id = m.id and en.lang = 'en'
            left join model_text zh on zh.model_id = m.id and zh.lang = 'zh'
            cross join lateral (
                select array_agg(l.type order by l.position) as types, array_agg(l.url order by l.position) as urls
                from model_link l where l.model_id = m.id) links
            where m.id""";

    private static final String ONE = SELECT + " = :id";
    private static final String SEVERAL = SELECT + Sql.anyOf("ids");

    private static final String ANY_KEY = Sql.anyOf("keys");

    /** Key of a model that is kept in memory. */
    private record Known(String id) {}

    private final Sql sql;
    private final Snapshot snapshot;
    private final FactCache facts;

    Models(Sql sql, Snapshot snapshot, FactCache facts) {
        this.sql = sql;
        this.snapshot = snapshot;
        this.facts = facts;
    }

    /** The model with this canonical id, read at most once per snapshot; also records the snapshot's revision. */
    Optional<Model> one(String id) {
        Known key = new Known(id);
        Optional<Model> known = snapshot.remembered(key, Model.class).or(() -> facts.find(key, Model.class));
        return known.isPresent()
                ? known
                : noted(sql.byKey(ONE, ROWS).with("id", id).list()).stream().findFirst();
    }

    /** Says before a page is read that no more than its models is needed, most of which are in memory. */
    void expectInMemory() {
        if (facts.isOn()) {
            snapshot.expectOneRoundTrip();
        }
    }

    /**
     * The existing models among these ids, in the order of the ids. Models that the snapshot has already read, or that are in
     * memory, are not read again.
     */
    List<Model> inOrder(List<String> ids) {
        Map<String, Model> found = new HashMap<>();
        List<Known> wanted = new ArrayList<>();
        for (String id : ids) {
            Known key = new Known(id);
            snapshot.remembered(key, Model.class).ifPresentOrElse(model -> found.put(id, model), () -> wanted.add(key));
        }
        Map<Known, Model> kept = facts.find(wanted, Model.class);
        List<String> unread = new ArrayList<>();
        for (Known key : wanted) {
            Model model = kept.get(key);
            if (model == null) {
                unread.add(key.id());
            } else {
                found.put(key.id(), model);
            }
        }
        if (unread.size() == 1) {
            one(unread.get(0)).ifPresent(model -> found.put(model.id, model));
        } else if (!unread.isEmpty()) {
            noted(sql.byKey(SEVERAL, ROWS)
                            .with("ids", unread.toArray(String[]::new))
                            .list())
                    .forEach(model -> found.put(model.id, model));
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private List<Model> noted(List<Model> read) {
        for (Model model : read) {
            Known key = new Known(model.id);
            snapshot.recordRevision(model.catalogRevision);
            snapshot.remember(key, model);
            facts.keep(key, model, parts(model), model.bytes());
        }
        return read;
    }

    /** The parts of the catalog that the row of a model is made of: also names, and which measurement counts. */
    private static List<Part> parts(Model model) {
        return List.of(
                Part.model(model.id),
                Part.one("vendor", model.vendorId),
                Part.every("benchmark"),
                Part.every("capability"));
    }

    private record Canonical(String key, String modelId) {}

    /** Canonical ids by given id or alias, ignoring case; ids that match no model are left out. */
    Map<String, String> canonical(Collection<String> given) {
        Map<String, List<String>> byKey = byKey(given);
        Set<Known> keys = byKey.keySet().stream().map(Known::new).collect(Collectors.toSet());
        if (!keys.isEmpty() && facts.find(keys, Model.class).size() == keys.size()) {
            // The id of a model always means that model.
            Map<String, String> canonical = new LinkedHashMap<>();
            byKey.forEach((key, ids) -> ids.forEach(id -> canonical.put(id, key)));
            return canonical;
        }
        List<Canonical> found = sql.byKey("""
                        select m.id as key, m.id as model_id from model m where m.id%1$s
                        union all
                        select a.alias_key, a.model_id from model_alias a
                        where a.alias_key%1$s and not exists (select 1 from model m where m.id = a.alias_key)
                        order by 1
                        """.formatted(ANY_KEY), Canonical.class)
                .with("keys", keys(byKey))
                .list();
        Map<String, String> canonical = new LinkedHashMap<>();
        for (Canonical row : found) {
            byKey.get(row.key()).forEach(id -> canonical.put(id, row.modelId()));
        }
        return canonical;
    }

    private static String[] keys(Map<String, ?> byKey) {
        return byKey.keySet().toArray(String[]::new);
    }

    /** Ids by the key under which they are stored. The database knows no NUL characters, so none has one. */
    private static Map<String, List<String>> byKey(Collection<String> given) {
        return given.stream().filter(id -> id.indexOf('\0') < 0).collect(Collectors.groupingBy(SearchText::idKey));
    }

    /**
     * Models that ids mean, and models that were deleted.
     *
     * @param canonical canonical ids by given id or alias, ignoring case
     * @param deleted successors of deleted models by given id, ignoring case; empty texts for those without one
     */
    record Named(Map<String, String> canonical, Map<String, String> deleted) {}

    private record NamedRow(String key, String modelId, boolean deleted) {}

    /** Models and deleted models by given id or alias, in one statement. */
    Named named(Collection<String> given) {
        Map<String, List<String>> byKey = byKey(given);
        Named named = new Named(new LinkedHashMap<>(), new LinkedHashMap<>());
        sql.byKey("""
                select m.id as key, m.id as model_id, false as deleted from model m where m.id%1$s
                union all
                select a.alias_key, a.model_id, false from model_alias a
                where a.alias_key%1$s and not exists (select 1 from model m where m.id = a.alias_key)
                union all
                select d.id, coalesce(d.successor_id, ''), true from deleted_model d where d.id%1$s
                order by 1
                """.formatted(ANY_KEY), NamedRow.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key())
                        .forEach(id -> (row.deleted() ? named.deleted() : named.canonical()).put(id, row.modelId())));
        return named;
    }

    private record StoredAlias(String key, String alias) {}

    /** Aliases in their stored spelling, by given id. */
    Map<String, String> storedAliases(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> aliases = new LinkedHashMap<>();
        sql.byKey(
                        "select a.alias_key as key, a.alias from model_alias a where a.alias_key" + ANY_KEY,
                        StoredAlias.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key()).forEach(id -> aliases.put(id, row.alias())));
        return aliases;
    }

    private record Deleted(String key, String successor) {}

    /** Successors of deleted models by given id, ignoring case; empty texts for those without one. */
    Map<String, String> deleted(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> successors = new LinkedHashMap<>();
        sql.byKey(
                        "select d.id as key, coalesce(d.successor_id, '') as successor from deleted_model d"
                                + " where d.id" + ANY_KEY,
                        Deleted.class)
                .with("keys", keys(byKey))
                .list()
                .forEach(row -> byKey.get(row.key()).forEach(id -> successors.put(id, row.successor())));
        return successors;
    }

    /** State of a model at a past revision, as JSON; empty if it has not changed since or did not exist then. */
    Optional<String> stateAt(String modelId, long revision) {
        return sql.byKey("""
                        select cast(v.state as text) from model_version v
                        where v.model_id = :id and v.revision <= :revision and v.until_revision > :revision
                        """, String.class)
                .with("id", modelId)
                .with("revision", revision)
                .first();
    }

    /** At most {@code limit} matching models after the given sort values (null for the first page), and the total. */
    Page page(List<SqlCondition> conditions, SortOrder sort, List<Object> after, String q, int limit) {
        boolean ranked = sort.equals(SortOrder.BY_RELEVANCE);
        PageSql.Search search = ranked
                ? PageSql.ranked(conditions, after)
                : new PageSql.Search("", PageSql.rows(conditions, sort, after));
        String total = ranked ? "select count(*) from hits" : totalOf(conditions);
        int terms = sort.terms().size();
        SqlQuery<Found> query = sql.query(
                        search.hits() + "select c.revision, (" + total + ") as total, p.* from catalog_revision c\n"
                                + "left join (" + search.rows().sql() + ") p on true\norder by p.place",
                        row -> Found.of(row, terms))
                .with("most", limit)
                .with(search.rows().parameters());
        bind(query, conditions);
        if (ranked) {
            String compact = SearchText.compact(q);
            query.with("q", SearchText.nameKey(q))
                    .with("idKey", SearchText.idKey(q))
                    .with("compact", compact)
                    .with("endOfCompact", SearchWords.endOfPrefix(compact));
        } else {
            bindTotal(query, conditions);
        }
        List<Found> found = query.list();
        return new Page(
                found.get(0).revision(),
                total(conditions, found.get(0).total()),
                found.stream().map(Found::row).filter(row -> row.id() != null).toList());
    }

    /** Row of the query of a page; the number of sort values differs from page to page. */
    private record Found(long revision, Long total, Row row) {

        static Found of(ResultSet row, int terms) throws SQLException {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < terms; i++) {
                values.add(row.getObject("s" + i));
            }
            return new Found(
                    row.getLong("revision"), row.getObject("total", Long.class), new Row(row.getString("id"), values));
        }
    }

    /** Reads a maintained count where there is one; otherwise counts up to {@link PageSql#MAX_COUNTED}. */
    private static String totalOf(List<SqlCondition> conditions) {
        return isMaintained(conditions)
                ? "select k.models from model_count k where k.dimension = :dimension and k.value = :traitValue"
                : "select count(*) from (" + SqlCondition.passing(conditions) + "\nlimit " + (PageSql.MAX_COUNTED + 1)
                        + ") as passing";
    }

    private static void bindTotal(SqlQuery<?> query, List<SqlCondition> conditions) {
        if (isMaintained(conditions)) {
            SqlCondition.Trait trait = conditions.isEmpty()
                    ? EVERYTHING
                    : conditions.get(0).trait().orElse(NOTHING);
            query.with("dimension", trait.dimension()).with("traitValue", trait.value());
        }
    }

    private static Total total(List<SqlCondition> conditions, Long counted) {
        long models = counted == null ? 0 : counted;
        return isMaintained(conditions) || models <= PageSql.MAX_COUNTED
                ? new Total(models, true)
                : new Total(PageSql.MAX_COUNTED, false);
    }

    private static boolean isMaintained(List<SqlCondition> conditions) {
        return conditions.isEmpty()
                || (conditions.size() == 1 && conditions.get(0).equality());
    }

    /** Maintained count of the models with a value. */
    private record MaintainedCount(String value, long models) {}

    /** Values of a facet over the matching models, most frequent first, ties by value. */
    List<FacetCount> facet(String name, List<SqlCondition> conditions) {
        List<FacetCount> counts = counts(name, conditions);
        return name.equals("supports")
                ? counts.stream()
                        .map(count ->
                                new FacetCount(Feature.ofWord(count.value()).key(), count.count()))
                        .toList()
                : counts;
    }

    private List<FacetCount> counts(String name, List<SqlCondition> conditions) {
        if (conditions.isEmpty()) {
            return sql
                    .query(
                            "select k.value, k.models from model_count k where k.dimension = :name"
                                    + " order by k.models desc, k.value",
                            MaintainedCount.class)
                    .with("name", name)
                    .list()
                    .stream()
                    .map(row -> new FacetCount(row.value(), row.models()))
                    .toList();
        }
        String text = "select cast(f.value as text) as value, count(*) as models from (" + FACETS.get(name)
                + " from model m\n"
                + SqlCondition.where(conditions)
                + ") as f\nwhere f.value is not null group by f.value order by models desc, f.value";
        SqlQuery<FacetCount> query = sql.query(text, FacetCount.class);
        bind(query, conditions);
        return query.list();
    }

    private static void bind(SqlQuery<?> query, List<SqlCondition> conditions) {
        conditions.forEach(condition -> query.with(condition.parameters()));
    }
}
