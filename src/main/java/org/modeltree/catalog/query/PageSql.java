package org.modeltree.catalog.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * SQL for the rows of one page: id, sort values s0, s1 and so on, and the position of each row.
 *
 * <p>With a single sort key an index has the right order, but no single condition finds the start of a page in it: after a
 * row come those with the same value and a greater id, then those with later values, then the unknown. Each of these is a
 * range of its own, read only if the ranges before it have not filled the page.
 */
public final class PageSql {

    /** Lists without a maintained count are counted up to this number. */
    public static final int MAX_COUNTED = 10_000;

    /** Number of hits that can be ranked within a few milliseconds. */
    public static final int MAX_RANKED = 1_000;

    /** Zone of models without a measurement: after the three zones of the measured ones. */
    private static final int UNMEASURED = 3;

    private final List<SqlCondition> conditions;
    private final SortOrder.Term term;
    private final boolean sortedById;
    private final Object value;
    private final boolean hasCursor;
    private final Map<String, Object> parameters = new HashMap<>();
    private final List<String> ranges = new ArrayList<>();

    private PageSql(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        this.conditions = conditions;
        term = sort.terms().get(0);
        sortedById = sort.terms().size() == 1;
        hasCursor = after != null;
        value = hasCursor ? after.get(0) : null;
        if (value != null) {
            parameters.put("after0", value);
        }
        if (hasCursor && !sortedById) {
            // A forged cursor may lack the id.
            parameters.put("after1", Objects.requireNonNullElse(after.get(1), ""));
        }
    }

    /** Query of one page with {@code :most} as its length; its parameters are those of the cursor only. */
    public static SqlCondition rows(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        if (!sort.isWalkable()) {
            return sorted("model", conditions, sort, after);
        }
        PageSql page = new PageSql(conditions, sort, after);
        if (page.sortedById) {
            page.byId();
        } else if (page.term.key().measured() == null) {
            page.byColumn();
        } else {
            page.byMeasurement(page.term.key().measured());
            page.unmeasured(page.term.key().measured());
        }
        return page.combined();
    }

    /** Query of one page, sorted by a measured key; models without a measurement are left out. */
    static SqlCondition measured(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        PageSql page = new PageSql(conditions, sort, after);
        page.byMeasurement(page.term.key().measured());
        return page.combined();
    }

    private SqlCondition combined() {
        String sql = union();
        // Models that tie at the end of a scale are not selected by value.
        parameters.keySet().removeIf(name -> !sql.contains(":" + name));
        return new SqlCondition(sql, parameters, false);
    }

    /**
     * Query of one page by relevance: id, sort values and position as in {@link #rows}, and the common table expression
     * {@code hits}, whose count is the total, up to {@link #MAX_COUNTED}. Up to {@link #MAX_RANKED} hits are ranked by
     * similarity. If there are more, models whose name starts with the query or whose id, alias or slug equals it come
     * first, by similarity, and then the others by id, without a computed relevance.
     */
    public static Search ranked(List<SqlCondition> conditions, List<Object> after) {
        Map<String, Object> parameters = new HashMap<>();
        String afterRow = "true";
        String afterAmongOthers = "true";
        if (after != null) {
            Double relevance = (Double) Objects.requireNonNullElse(after.get(0), 0.0);
            parameters.put("after0", relevance);
            parameters.put("after1", Objects.requireNonNullElse(after.get(1), ""));
            afterRow = "(x.s0 < :after0 or x.s0 = :after0 and x.id > :after1)";
            afterAmongOthers = relevance > 0 ? "true" : "p.id > :after1";
        }
        String hits = """
                with hits as materialized (select p.id from (%1$s) p limit %3$d + 1),
                few as materialized (
                    select count(*) <= %2$d as ranked, count(*) <= %3$d as complete from hits),
                best as materialized (
                    (select m.id from model m
                     where %4$s >= :compact and %4$s < :endOfCompact and m.id in (%1$s)
                       and not (select f.ranked from few f)
                     order by %4$s, m.id limit %2$d)
                    union
                    select x.id
                    from (
                        select cast(:idKey as text) collate "C" as id
                        union all
                        select a.model_id from model_alias a where a.alias_key = :idKey
                        union all
                        (select m.id from model m where %8$s = :compact order by m.id limit %2$d)) x
                    where x.id in (%1$s) and not (select f.ranked from few f)),
                relevant as materialized (
                    select m.id, %5$s as s0 from model m
                    where m.id in (
                        select h.id from hits h where (select f.ranked from few f) union all select b.id from best b)),
                r0 as materialized (select x.id, x.s0 from relevant x where %6$s order by x.s0 desc, x.id limit :most),
                r1 as materialized (
                    select p.id, cast(0 as float8) as s0 from hits p
                    where (select f.complete and not f.ranked from few f) and (select count(*) from r0) < :most
                      and not exists (select 1 from best b where b.id = p.id) and %7$s
                    order by p.id limit :most),
                r2 as materialized (
                    select p.id, cast(0 as float8) as s0 from (%1$s) p
                    where not (select f.complete from few f) and (select count(*) from r0) < :most
                      and not exists (select 1 from best b where b.id = p.id) and %7$s
                    order by p.id limit :most)
                """.formatted(
                        SqlCondition.passing(conditions),
                        MAX_RANKED,
                        MAX_COUNTED,
                        SortOrder.COMPACT_NAME,
                        SortOrder.RELEVANCE,
                        afterRow,
                        afterAmongOthers,
                        SortOrder.COMPACT_SLUG);
        return new Search(hits, new SqlCondition("""
                select u.id, u.s0, u.id as s1, row_number() over (order by u.s0 desc, u.id) as place
                from (select * from r0 union all select * from r1 union all select * from r2) u order by place limit :most
                """, parameters, false));
    }

    /**
     * Query of a page by relevance.
     *
     * @param hits {@code with} clause of the query that reads the rows; empty if it needs none
     * @param rows query of the rows
     */
    public record Search(String hits, SqlCondition rows) {}

    /** The traits that few models share, as a rule, by the name of their filter. */
    private static final Map<String, String> RARE_TRAITS = Map.of("vendor", "m.vendor_id", "family", "m.family");

    /**
     * Whether a list has one plan for all values: it is all models in the order of an index, or those with one trait that few
     * models share, as a rule. Prices have a day and a currency in the text of their query, so that it seldom comes twice.
     */
    public static boolean hasOnePlan(List<SqlCondition> conditions, SortOrder sort) {
        SortKey.Measured measured = sort.terms().get(0).key().measured();
        return sort.isWalkable()
                && (measured == null || measured.benchmarkId() != null)
                && (conditions.isEmpty() || rareTrait(conditions).isPresent());
    }

    private static Optional<SqlCondition.Trait> rareTrait(List<SqlCondition> conditions) {
        return conditions.size() == 1
                ? conditions.get(0).trait().filter(trait -> RARE_TRAITS.containsKey(trait.dimension()))
                : Optional.empty();
    }

    /**
     * Query of one page as in {@link #rows}, if at most {@link #MAX_RANKED} models have the trait {@code :traitValue}; without
     * rows if there are more. The number of models is maintained, so it is known before any of them is read. The common table
     * expression {@code counted} has it as {@code models}. The models are read by the index of the trait and sorted, whatever
     * their number, so that the plan is the same for all values.
     *
     * @param conditions the trait, for which {@link #hasOnePlan} holds
     */
    public static Search amongFew(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        String dimension = rareTrait(conditions).orElseThrow().dimension();
        String columns = sort.terms().stream()
                .filter(term -> term.key().measured() == null)
                .map(term -> term.key().expression())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Search(
                """
                with counted as materialized (
                    select k.models from model_count k where k.dimension = '%1$s' and k.value = :traitValue),
                few as materialized (
                    select %2$s from model m where %3$s = :traitValue and (select n.models from counted n) <= %4$d)
                """.formatted(dimension, columns, RARE_TRAITS.get(dimension), MAX_RANKED),
                sorted("few", List.of(), sort, after));
    }

    /** Several sort keys: all matching models are sorted. */
    private static SqlCondition sorted(
            String models, List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        List<SortOrder.Term> terms = sort.terms();
        StringBuilder select = new StringBuilder();
        StringBuilder joins = new StringBuilder();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            SortOrder.Term term = terms.get(i);
            select.append(", ").append(term.key().expression()).append(" as s").append(i);
            joins.append(term.key().join()).append('\n');
            order.append(i == 0 ? "" : ", ")
                    .append("s")
                    .append(i)
                    .append(term.sqlDescending() ? " desc" : " asc")
                    .append(" nulls last");
        }
        List<SqlCondition> all = new ArrayList<>(conditions);
        Map<String, Object> parameters = new HashMap<>();
        if (after != null) {
            SqlCondition afterRow = Keyset.after(terms, after);
            all.add(afterRow);
            parameters.putAll(afterRow.parameters());
        }
        return new SqlCondition(
                "select r.*, row_number() over (order by " + order + ") as place from (select m.id" + select
                        + " from " + models + " m\n" + joins + SqlCondition.where(all) + "\norder by " + order
                        + "\nlimit :most) r",
                parameters,
                false);
    }

    private void byId() {
        range(
                "select m.id, m.id as s0 from model m",
                hasCursor ? "m.id" + comesAfter() + ":after0" : "true",
                "m.id" + direction());
    }

    private void byColumn() {
        String column = term.key().expression();
        String select = "select m.id, " + column + " as s0, m.id as s1 from model m";
        String order = column + direction() + ", m.id";
        if (value != null) {
            range(select, column + " = :after0 and m.id > :after1", "m.id");
        }
        if (!hasCursor || value != null) {
            range(select, column + (value == null ? " is not null" : comesAfter() + ":after0"), order);
        }
        range(select, column + " is null" + (hasCursor && value == null ? " and m.id > :after1" : ""), order);
    }

    private void byMeasurement(SortKey.Measured measured) {
        String onBenchmark = measured.rows().condition();
        String raw = "w." + measured.rows().value();
        Double first = term.sqlDescending() ? measured.greatest() : measured.least();
        Double last = term.sqlDescending() ? measured.least() : measured.greatest();
        boolean clamped = measured.least() != null;
        String select = "select w.model_id as id, " + raw + " as s0, w.model_id as s1 from "
                + measured.rows().table() + " w"
                + (conditions.isEmpty() ? "" : " join model m on m.id = w.model_id");
        String order = raw + direction() + ", w.model_id";
        int startZone = value == null ? hasCursor ? UNMEASURED : 0 : clamped ? zone((Double) value, first, last) : 1;
        if (clamped && startZone == 0) {
            tied(measured, first, isAtOrBeyond(true), value != null);
        }
        if (startZone <= 1) {
            String inside = clamped ? " and " + raw + comesAfter() + first + " and " + raw + comesBefore() + last : "";
            if (startZone == 1 && value != null) {
                range(select, onBenchmark + " and " + raw + " = :after0" + afterRowOnBothSides(), "w.model_id");
                range(select, onBenchmark + inside + " and " + raw + comesAfter() + ":after0", order);
            } else {
                range(select, onBenchmark + inside, order);
            }
        }
        if (clamped && startZone <= 2) {
            tied(measured, last, isAtOrBeyond(false), startZone == 2);
        }
    }

    /** Restricts both sides of the anti-join, so that the index is not read from its beginning. */
    private void unmeasured(SortKey.Measured measured) {
        boolean afterRow = hasCursor && value == null;
        range(
                "select m.id, cast(null as float8) as s0, m.id as s1 from model m",
                "not exists (select 1 from " + measured.rows().table() + " w where w.model_id = m.id and "
                        + measured.rows().condition()
                        + (afterRow ? " and w.model_id > :after1) and m.id > :after1" : ")"),
                "m.id");
    }

    /** After the last row of the previous page among rows that tie with it; restricts each joined table. */
    private String afterRowOnBothSides() {
        return " and w.model_id > :after1" + (conditions.isEmpty() ? "" : " and m.id > :after1");
    }

    /** Models beyond one end of a scale tie whatever their raw values: merges the first models of each value. */
    private void tied(SortKey.Measured measured, double end, String beyond, boolean afterRow) {
        String each = "select t.model_id as id, cast(" + end + " as float8) as s0, t.model_id as s1"
                + " from tally v cross join lateral (select w.model_id from measurement w"
                + (conditions.isEmpty() ? "" : " join model m on m.id = w.model_id")
                + " where w.counting and w.benchmark_id = v.benchmark_id and w.raw = v.raw"
                + (afterRow ? afterRowOnBothSides() : "")
                + conjunction() + " order by w.model_id limit :most) t"
                + " where v.benchmark_id = '" + measured.benchmarkId() + "' and v.raw" + beyond + end;
        ranges.add(each + unlessFull() + " order by t.model_id limit :most");
    }

    private int zone(double at, double first, double last) {
        return at == first ? 0 : at == last ? 2 : 1;
    }

    private void range(String select, String where, String order) {
        ranges.add(select + " where " + where + conjunction() + unlessFull() + " order by " + order + " limit :most");
    }

    private String conjunction() {
        StringBuilder and = new StringBuilder();
        conditions.forEach(
                condition -> and.append("\n and (").append(condition.sql()).append(")"));
        return and.toString();
    }

    /** Holds if the previous ranges have not filled the page. */
    private String unlessFull() {
        StringBuilder rowsSoFar = new StringBuilder();
        for (int i = 0; i < ranges.size(); i++) {
            rowsSoFar
                    .append(i == 0 ? "" : " + ")
                    .append("(select count(*) from r")
                    .append(i)
                    .append(")");
        }
        return ranges.isEmpty() ? "" : "\n and " + rowsSoFar + " < :most";
    }

    private String union() {
        StringBuilder with = new StringBuilder("with ");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < ranges.size(); i++) {
            with.append(i == 0 ? "" : ",\n ")
                    .append("r")
                    .append(i)
                    .append(" as materialized (")
                    .append(ranges.get(i))
                    .append(")");
            all.append(i == 0 ? "" : " union all ")
                    .append("select ")
                    .append(i)
                    .append(" as range, r.* from r")
                    .append(i)
                    .append(" r");
        }
        return with + "\nselect u.*, row_number() over (order by u.range, u.s0" + direction()
                + (sortedById ? "" : ", u.id") + ") as place from (" + all + ") u order by place limit :most";
    }

    private String direction() {
        return term.sqlDescending() ? " desc" : "";
    }

    private String comesAfter() {
        return term.sqlDescending() ? " < " : " > ";
    }

    private String comesBefore() {
        return term.sqlDescending() ? " > " : " < ";
    }

    private String isAtOrBeyond(boolean firstEnd) {
        return firstEnd == term.sqlDescending() ? " >= " : " <= ";
    }
}
