package org.modeltree.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.SessionCheckMode;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.PageSql;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.SearchWords;
import org.modeltree.catalog.query.SortOrder;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.revision.Snapshot;

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

    private final Snapshot snapshot;

    Models(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The model with this canonical id, read once per transaction; also records the snapshot's revision. */
    Optional<Model> one(String id) {
        return inOrder(List.of(id)).stream().findFirst();
    }

    /**
     * The existing models among these ids, in the order of the ids. Models that the transaction has already read are not
     * read again.
     */
    List<Model> inOrder(List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Model> found =
                getEntityManager()
                        .unwrap(Session.class)
                        .findMultiple(Model.class, ids, SessionCheckMode.ENABLED)
                        .stream()
                        .filter(Objects::nonNull)
                        .toList();
        if (!found.isEmpty()) {
            snapshot.recordRevision(found.get(0).catalogRevision);
        }
        return found;
    }

    private record Canonical(String key, String modelId) {}

    /** Canonical ids by given id or alias, ignoring case; ids that match no model are left out. */
    Map<String, String> canonical(Collection<String> given) {
        Map<String, List<String>> byKey = byKey(given);
        List<Canonical> found =
                query("""
                        select m.id as key, m.id as model_id from model m where m.id in (:keys)
                        union all
                        select a.alias_key, a.model_id from model_alias a
                        where a.alias_key in (:keys) and not exists (select 1 from model m where m.id = a.alias_key)
                        order by 1
                        """, Canonical.class).setParameter("keys", byKey.keySet()).getResultList();
        Map<String, String> canonical = new LinkedHashMap<>();
        for (Canonical row : found) {
            byKey.get(row.key()).forEach(id -> canonical.put(id, row.modelId()));
        }
        return canonical;
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
        query("""
                select m.id as key, m.id as model_id, false as deleted from model m where m.id in (:keys)
                union all
                select a.alias_key, a.model_id, false from model_alias a
                where a.alias_key in (:keys) and not exists (select 1 from model m where m.id = a.alias_key)
                union all
                select d.id, coalesce(d.successor_id, ''), true from deleted_model d where d.id in (:keys)
                order by 1
                """, NamedRow.class)
                .setParameter("keys", byKey.keySet())
                .getResultList()
                .forEach(row -> byKey.get(row.key())
                        .forEach(id -> (row.deleted() ? named.deleted() : named.canonical()).put(id, row.modelId())));
        return named;
    }

    private record StoredAlias(String key, String alias) {}

    /** Aliases in their stored spelling, by given id. */
    Map<String, String> storedAliases(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> aliases = new LinkedHashMap<>();
        query("select a.alias_key as key, a.alias from model_alias a where a.alias_key in (:keys)", StoredAlias.class)
                .setParameter("keys", byKey.keySet())
                .getResultList()
                .forEach(row -> byKey.get(row.key()).forEach(id -> aliases.put(id, row.alias())));
        return aliases;
    }

    private record Deleted(String key, String successor) {}

    /** Successors of deleted models by given id, ignoring case; empty texts for those without one. */
    Map<String, String> deleted(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        Map<String, String> successors = new LinkedHashMap<>();
        query(
                        "select d.id as key, coalesce(d.successor_id, '') as successor from deleted_model d"
                                + " where d.id in (:keys)",
                        Deleted.class)
                .setParameter("keys", byKey.keySet())
                .getResultList()
                .forEach(row -> byKey.get(row.key()).forEach(id -> successors.put(id, row.successor())));
        return successors;
    }

    /** State of a model at a past revision, as JSON; empty if it has not changed since or did not exist then. */
    Optional<String> stateAt(String modelId, long revision) {
        return query("""
                        select cast(v.state as text) from model_version v
                        where v.model_id = :id and v.revision <= :revision and v.until_revision > :revision
                        """, String.class)
                .setParameter("id", modelId)
                .setParameter("revision", revision)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** At most {@code limit} matching models after the given sort values (null for the first page), and the total. */
    Page page(List<SqlCondition> conditions, SortOrder sort, List<Object> after, String q, int limit) {
        boolean ranked = sort.equals(SortOrder.BY_RELEVANCE);
        PageSql.Search search = ranked
                ? PageSql.ranked(conditions, after)
                : new PageSql.Search("", PageSql.rows(conditions, sort, after));
        String total = ranked ? "select count(*) from hits" : totalOf(conditions);
        TypedQuery<Tuple> query = query(
                        search.hits() + "select c.revision, (" + total + ") as total, p.* from catalog_revision c\n"
                                + "left join (" + search.rows().sql() + ") p on true\norder by p.place",
                        // The number of sort values differs from page to page.
                        Tuple.class)
                .setParameter("most", limit);
        search.rows().parameters().forEach(query::setParameter);
        bind(query, conditions);
        if (ranked) {
            String compact = SearchText.compact(q);
            query.setParameter("q", SearchText.nameKey(q))
                    .setParameter("idKey", SearchText.idKey(q))
                    .setParameter("compact", compact)
                    .setParameter("endOfCompact", SearchWords.endOfPrefix(compact));
        } else {
            bindTotal(query, conditions);
        }
        List<Tuple> found = query.getResultList();
        Tuple first = found.get(0);
        return new Page(
                first.get("revision", Number.class).longValue(),
                total(conditions, first.get("total", Number.class)),
                found.stream()
                        .filter(row -> row.get("id") != null)
                        .map(row -> row(row, sort.terms().size()))
                        .toList());
    }

    private static Row row(Tuple row, int terms) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
            values.add(row.get("s" + i));
        }
        return new Row(row.get("id", String.class), values);
    }

    /** Reads a maintained count where there is one; otherwise counts up to {@link PageSql#MAX_COUNTED}. */
    private static String totalOf(List<SqlCondition> conditions) {
        return isMaintained(conditions)
                ? "select k.models from model_count k where k.dimension = :dimension and k.value = :traitValue"
                : "select count(*) from (" + SqlCondition.passing(conditions) + "\nlimit " + (PageSql.MAX_COUNTED + 1)
                        + ") as passing";
    }

    private static void bindTotal(Query query, List<SqlCondition> conditions) {
        if (isMaintained(conditions)) {
            SqlCondition.Trait trait = conditions.isEmpty()
                    ? EVERYTHING
                    : conditions.get(0).trait().orElse(NOTHING);
            query.setParameter("dimension", trait.dimension()).setParameter("traitValue", trait.value());
        }
    }

    private static Total total(List<SqlCondition> conditions, Number counted) {
        long models = counted == null ? 0 : counted.longValue();
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
            return query(
                            "select k.value, k.models from model_count k where k.dimension = :name"
                                    + " order by k.models desc, k.value",
                            MaintainedCount.class)
                    .setParameter("name", name)
                    .getResultList()
                    .stream()
                    .map(row -> new FacetCount(row.value(), row.models()))
                    .toList();
        }
        String sql = "select cast(f.value as text) as value, count(*) as models from (" + FACETS.get(name)
                + " from model m\n"
                + SqlCondition.where(conditions)
                + ") as f\nwhere f.value is not null group by f.value order by models desc, f.value";
        TypedQuery<FacetCount> query = query(sql, FacetCount.class);
        bind(query, conditions);
        return query.getResultList();
    }

    private static void bind(Query query, List<SqlCondition> conditions) {
        conditions.forEach(condition -> condition.parameters().forEach(query::setParameter));
    }

    private <T> TypedQuery<T> query(String sql, Class<T> row) {
        return getEntityManager().unwrap(Session.class).createNativeQuery(sql, row);
    }
}
