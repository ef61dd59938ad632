package org.modeltree.catalog.lists;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.PageSql;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.query.SearchWords;
import org.modeltree.catalog.query.SortOrder;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.RowReader;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads pages of models, with their totals, and facets. */
@ApplicationScoped
@UsesSql("keyset pages with their totals, whose shape depends on the filter")
public class Pages {

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

    /** Number of the column after the revision, the total and the id. */
    private static final int FIRST_SORT_VALUE = 4;

    private static final List<Integer> ROUND_LIMITS = List.of(20, 50, 200);

    private static final SqlCondition.Trait EVERYTHING = new SqlCondition.Trait("all", "");
    private static final SqlCondition.Trait NOTHING = new SqlCondition.Trait("none", "");

    /** Number of matching models, and whether it is exact or a lower bound. */
    public record Total(long models, boolean exact) {}

    /**
     * A page and the catalog revision that it was read at.
     *
     * @param ids ids of its models, in their order
     * @param end sort values of its last model, after which the next page begins; empty if there is none
     */
    public record Page(long revision, Total total, List<String> ids, Optional<List<Object>> end) {

        /** Approximate size in bytes. */
        int bytes() {
            return 200 + ids.stream().mapToInt(id -> 60 + id.length()).sum();
        }
    }

    /** Number of models that have a value, which is as the filter takes it: {@code true} for a flag. */
    public record FacetCount(String value, long count) {}

    private final Sql sql;

    Pages(Sql sql) {
        this.sql = sql;
    }

    /** At most {@code limit} matching models after the given sort values (null for the first page), and the total. */
    public Page page(List<SqlCondition> conditions, SortOrder sort, List<Object> after, String q, int limit) {
        boolean onePlan = PageSql.hasOnePlan(conditions, sort);
        if (onePlan && !conditions.isEmpty()) {
            Page ofFew = amongFew(conditions, sort, after, limit);
            if (ofFew.total().models() <= PageSql.MAX_RANKED) {
                return ofFew;
            }
        }
        boolean ranked = sort.equals(SortOrder.BY_RELEVANCE);
        PageSql.Search search = ranked
                ? PageSql.ranked(conditions, after)
                : new PageSql.Search("", PageSql.rows(conditions, sort, after));
        String text = text(search, ranked ? "select count(*) from hits" : totalOf(conditions), sort);
        // The limit is no parameter, because PostgreSQL expects one to take a tenth of all rows. There are few
        // different
        // ones, because each is a statement whose plan every connection keeps.
        SqlQuery<Found> query = onePlan && conditions.isEmpty()
                ? sql.byKey(text.replace(":most", Integer.toString(roundedUp(limit) + 1)), reader(sort, limit))
                : sql.query(text, reader(sort, limit)).with("most", limit + 1);
        query.with(search.rows().parameters()).withRevision(Found::revision);
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
        return pageOf(query.list(), conditions, limit);
    }

    private static int roundedUp(int limit) {
        return ROUND_LIMITS.stream().filter(round -> round >= limit).findFirst().orElse(limit);
    }

    /** The page if few models match, by a plan that serves for all values; only the total if there are more. */
    private Page amongFew(List<SqlCondition> conditions, SortOrder sort, List<Object> after, int limit) {
        PageSql.Search few = PageSql.amongFew(conditions, sort, after);
        SqlQuery<Found> query = sql.byKey(text(few, "select n.models from counted n", sort), reader(sort, limit))
                .with("most", limit + 1)
                .with(few.rows().parameters())
                .withRevision(Found::revision);
        bindTotal(query, conditions);
        return pageOf(query.list(), conditions, limit);
    }

    private static String text(PageSql.Search search, String total, SortOrder sort) {
        String values = IntStream.range(0, sort.terms().size())
                .mapToObj(i -> ", p.s" + i)
                .collect(Collectors.joining());
        return search.hits() + "select c.revision, (" + total + ") as total, p.id" + values
                + " from catalog_revision c\n" + "left join (" + search.rows().sql() + ") p on true\norder by p.place";
    }

    /** Row of the query of a page. */
    private record Found(long revision, Long total, String id, List<Object> sortValues) {}

    /** Reads rows, with sort values only of the last one of the page, because no other one is asked for them. */
    private static RowReader<Found> reader(SortOrder sort, int limit) {
        int terms = sort.terms().size();
        return row -> {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < terms && row.getRow() == limit; i++) {
                values.add(row.getObject(FIRST_SORT_VALUE + i));
            }
            return new Found(row.getLong(1), row.getObject(2, Long.class), row.getString(3), values);
        };
    }

    private static Page pageOf(List<Found> found, List<SqlCondition> conditions, int limit) {
        Found first = found.get(0);
        return new Page(
                first.revision(),
                total(conditions, first.total()),
                found.stream()
                        .map(Found::id)
                        .filter(Objects::nonNull)
                        .limit(limit)
                        .toList(),
                found.size() > limit ? Optional.of(found.get(limit - 1).sortValues()) : Optional.empty());
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
    public List<FacetCount> facet(String name, List<SqlCondition> conditions) {
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
