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
import org.modeltree.revision.Snapshot;

/** Reads models, and everything that is asked about many of them at once. */
@ApplicationScoped
class Models implements PanacheRepositoryBase<Model, String> {

    /** Lists behind odd filters are counted only so far. */
    static final int MOST_COUNTED = 10_000;

    private static final int SUGGESTIONS = 5;

    /** Columns of {@code model} (or expressions over it) that can be counted by value. */
    private static final Map<String, String> FACETS = Map.of(
            "vendor", "select m.vendor_id as value",
            "family", "select m.family as value",
            "kind", "select m.kind as value",
            "openWeights", "select m.open_weights as value",
            "modality",
                    "select unnest(array(select unnest(m.input_modalities)"
                            + " union select unnest(m.output_modalities))) as value",
            "lifecycle", "select m.lifecycle as value");

    /** How many there are, and whether that is all. */
    record Total(long models, boolean exact) {}

    /** A row of a page: the model and what it is sorted by. */
    record Row(String id, List<Object> sortValues) {}

    /** How many models have a value. */
    public record FacetCount(Object value, long count) {}

    private final Snapshot snapshot;

    Models(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The model of this id, read once in a transaction; tells the snapshot's revision. */
    Optional<Model> one(String id) {
        return inOrder(List.of(id)).stream().findFirst();
    }

    /**
     * The models of these ids that exist, in the order of the ids. Those of them that the transaction has read already are
     * not read again.
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
            snapshot.tells(found.get(0).catalogRevision);
        }
        return found;
    }

    /** Canonical ids of the given ones (ids or aliases, in any case), by what was given; unknown ones are left out. */
    Map<String, String> canonical(Collection<String> given) {
        Map<String, List<String>> byKey = given.stream().collect(Collectors.groupingBy(SearchText::idKey));
        List<Tuple> found = tuples("""
                        select m.id as key, m.id as model_id from model m where m.id in (:keys)
                        union all
                        select a.alias_key, a.model_id from model_alias a
                        where a.alias_key in (:keys) and not exists (select 1 from model m where m.id = a.alias_key)
                        order by 1
                        """).setParameter("keys", byKey.keySet()).getResultList();
        Map<String, String> canonical = new LinkedHashMap<>();
        for (Tuple row : found) {
            byKey.get(row.get(0, String.class)).forEach(id -> canonical.put(id, row.get(1, String.class)));
        }
        return canonical;
    }

    /** The alias as it is kept, if the given id is one. */
    Optional<String> aliasAsKept(String given) {
        return tuples("select a.alias from model_alias a where a.alias_key = :key")
                .setParameter("key", SearchText.idKey(given))
                .getResultList()
                .stream()
                .map(row -> row.get(0, String.class))
                .findFirst();
    }

    /** A model that is no more; its successor may be null. */
    record Deleted(String successor) {}

    /** What is known of a model that is no more. */
    Optional<Deleted> deleted(String given) {
        return tuples("select d.successor_id from deleted_model d where d.id = :id")
                .setParameter("id", SearchText.idKey(given))
                .getResultList()
                .stream()
                .map(row -> new Deleted(row.get(0, String.class)))
                .findFirst();
    }

    /** The state that a model was in at a revision, as JSON, if it was another one than it is in now. */
    Optional<String> stateAt(String modelId, long revision) {
        return tuples("""
                        select cast(v.state as text) from model_version v
                        where v.model_id = :id and v.revision <= :revision and v.until_revision > :revision
                        """).setParameter("id", modelId).setParameter("revision", revision).getResultList().stream()
                .map(row -> row.get(0, String.class))
                .findFirst();
    }

    /** Ids that may have been meant by one that is none, the likeliest first. */
    List<String> similar(String given) {
        String key = SearchText.idKey(given);
        return tuples("""
                        select s.model_id from model_search s
                        where :words <% s.names and similarity(split_part(s.model_id, '/', 2), :slug) >= 0.3
                        order by similarity(regexp_replace(split_part(s.model_id, '/', 2), '[-._]', '', 'g'), :compact) desc,
                                 similarity(s.model_id, :given) desc, s.model_id
                        limit :most
                        """)
                .setParameter("words", SearchText.indexed(given).strip())
                .setParameter("given", key)
                .setParameter("slug", key.substring(key.lastIndexOf('/') + 1))
                .setParameter("compact", SearchText.compact(key.substring(key.lastIndexOf('/') + 1)))
                .setParameter("most", SUGGESTIONS)
                .getResultList()
                .stream()
                .map(row -> row.get(0, String.class))
                .toList();
    }

    /** The rows behind the given sort values, at most so many. */
    List<Row> page(List<Condition> conditions, SortOrder sort, List<Object> after, String q, int most) {
        List<SortOrder.Term> terms = sort.terms();
        StringBuilder select = new StringBuilder("select m.id");
        StringBuilder joins = new StringBuilder();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            SortOrder.Term term = terms.get(i);
            select.append(", ").append(term.key().expression()).append(" as s").append(i);
            joins.append(term.key().join()).append('\n');
            order.append(i == 0 ? "" : ", ")
                    .append(term.key().expression())
                    .append(term.sqlDescending() ? " desc" : " asc")
                    .append(" nulls last");
        }
        List<Condition> all = new ArrayList<>(conditions);
        if (after != null) {
            all.add(Keyset.behind(terms, after));
        }
        String sql = select + " from model m\n" + joins + where(all) + "\norder by " + order + "\nlimit :most";
        Query query = bind(tuples(sql), all).setParameter("most", most);
        if (sql.contains(":q)")) {
            query.setParameter("q", SearchText.nameKey(q)).setParameter("compact", SearchText.compact(q));
        }
        return rows(query).stream()
                .map(row -> {
                    List<Object> values = new ArrayList<>();
                    for (int i = 0; i < terms.size(); i++) {
                        values.add(row.get("s" + i));
                    }
                    return new Row(row.get(0, String.class), values);
                })
                .toList();
    }

    /** How many models pass: all of them where an index counts, else at most {@link #MOST_COUNTED}. */
    Total count(List<Condition> conditions) {
        boolean indexed = conditions.isEmpty()
                || (conditions.size() == 1 && conditions.get(0).equality());
        String inner = "select 1 from model m\n" + where(conditions) + (indexed ? "" : "\nlimit " + (MOST_COUNTED + 1));
        long counted = rows(bind(tuples("select count(*) from (" + inner + ") as passing"), conditions))
                .get(0)
                .get(0, Number.class)
                .longValue();
        return indexed || counted <= MOST_COUNTED ? new Total(counted, true) : new Total(MOST_COUNTED, false);
    }

    /** Values of a facet over the models that pass, the most frequent first, ties by value. */
    List<FacetCount> facet(String name, List<Condition> conditions) {
        String sql =
                "select f.value, count(*) as models from (" + FACETS.get(name) + " from model m\n" + where(conditions)
                        + ") as f\nwhere f.value is not null group by f.value order by models desc, f.value";
        return rows(bind(tuples(sql), conditions)).stream()
                .map(row -> new FacetCount(row.get(0), row.get(1, Number.class).longValue()))
                .toList();
    }

    private static String where(List<Condition> conditions) {
        return conditions.isEmpty()
                ? ""
                : conditions.stream()
                        .map(c -> "(" + c.sql() + ")")
                        .collect(Collectors.joining("\n and ", "where ", ""));
    }

    private static Query bind(Query query, List<Condition> conditions) {
        conditions.forEach(condition -> condition.parameters().forEach(query::setParameter));
        return query;
    }

    private TypedQuery<Tuple> tuples(String sql) {
        return getEntityManager().unwrap(Session.class).createNativeQuery(sql, Tuple.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
