package org.modeltree.catalog.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rows of one page: id, sort values s0, s1 and so on, and the place of each.
 *
 * <p>Where there is one sort key, an index has its order, but no condition on a row finds the place in it: what comes
 * behind a row are those with the same value and a greater id, then those with values behind, then the unknown. So each of
 * these is a range of its own, read only if those before it have not filled the page.
 */
public final class PageSql {

    /** Lists that no kept number belongs to are counted only so far. */
    public static final int MAX_COUNTED = 10_000;

    /** So many are ranked in a few milliseconds. */
    private static final int MAX_RANKED = 1_000;

    /** Where models come that have not been measured: behind all ranges of those that have. */
    private static final int UNMEASURED = 3;

    private final List<SqlCondition> conditions;
    private final SortOrder.Term term;
    private final boolean sortedById;
    private final Object value;
    private final boolean behind;
    private final Map<String, Object> parameters = new HashMap<>();
    private final List<String> ranges = new ArrayList<>();

    private PageSql(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        this.conditions = conditions;
        term = sort.terms().get(0);
        sortedById = sort.terms().size() == 1;
        behind = after != null;
        value = behind ? after.get(0) : null;
        if (value != null) {
            parameters.put("after0", value);
        }
        if (behind && !sortedById) {
            // A forged one may have none.
            parameters.put("after1", Objects.requireNonNullElse(after.get(1), ""));
        }
    }

    /** A query of one page, with {@code :most} for its length; the parameters are those of the cursor only. */
    public static SqlCondition rows(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
        if (!sort.isWalkable()) {
            return sorted(conditions, sort, after);
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
        return page.whole();
    }

    /** The same of all models by one key that is measured, those left out that have not been. */
    static SqlCondition measured(SortOrder sort, List<Object> after) {
        PageSql page = new PageSql(List.of(), sort, after);
        page.byMeasurement(page.term.key().measured());
        return page.whole();
    }

    private SqlCondition whole() {
        String sql = union();
        // Whoever ties with the end of a scale is not looked for by value.
        parameters.keySet().removeIf(name -> !sql.contains(":" + name));
        return new SqlCondition(sql, parameters, false);
    }

    /**
     * By how well they match: id, sort values and place like the others, and what they are taken from, {@code hits}, whose
     * count is their total as far as totals are counted. So many hits can be held against what was asked; where there are
     * more, those that begin as was asked or have this id, alias or slug come first, by how well they match, and then the
     * others, by id, with none of it computed.
     */
    public static Search ranked(List<SqlCondition> conditions, List<Object> after) {
        Map<String, Object> parameters = new HashMap<>();
        String behind = "true";
        String behindAmongOthers = "true";
        if (after != null) {
            Double relevance = (Double) Objects.requireNonNullElse(after.get(0), 0.0);
            parameters.put("after0", relevance);
            parameters.put("after1", Objects.requireNonNullElse(after.get(1), ""));
            behind = "(x.s0 < :after0 or x.s0 = :after0 and x.id > :after1)";
            behindAmongOthers = relevance > 0 ? "true" : "p.id > :after1";
        }
        String hits = """
                with hits as materialized (select p.id from (%1$s) p limit %3$d + 1),
                few as materialized (
                    select count(*) <= %2$d as ranked, count(*) <= %3$d as complete from hits),
                best as materialized (
                    (select m.id from model m
                     where %4$s >= :compact and %4$s < :behindCompact and m.id in (%1$s)
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
                        behind,
                        behindAmongOthers,
                        SortOrder.COMPACT_SLUG);
        return new Search(hits, new SqlCondition("""
                select u.id, u.s0, u.id as s1, row_number() over (order by u.s0 desc, u.id) as place
                from (select * from r0 union all select * from r1 union all select * from r2) u order by place limit :most
                """, parameters, false));
    }

    /**
     * A page by relevance.
     *
     * @param hits what comes before a query that reads the rows
     */
    public record Search(String hits, SqlCondition rows) {}

    /** Several keys: whatever passes is sorted. */
    private static SqlCondition sorted(List<SqlCondition> conditions, SortOrder sort, List<Object> after) {
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
            SqlCondition behind = Keyset.behind(terms, after);
            all.add(behind);
            parameters.putAll(behind.parameters());
        }
        return new SqlCondition(
                "select r.*, row_number() over (order by " + order + ") as place from (select m.id" + select
                        + " from model m\n" + joins + SqlCondition.where(all) + "\norder by " + order
                        + "\nlimit :most) r",
                parameters,
                false);
    }

    private void byId() {
        range(
                "select m.id, m.id as s0 from model m",
                behind ? "m.id" + isBehind() + ":after0" : "true",
                "m.id" + way());
    }

    private void byColumn() {
        String column = term.key().expression();
        String select = "select m.id, " + column + " as s0, m.id as s1 from model m";
        String order = column + way() + ", m.id";
        if (value != null) {
            range(select, column + " = :after0 and m.id > :after1", "m.id");
        }
        if (!behind || value != null) {
            range(select, column + (value == null ? " is not null" : isBehind() + ":after0"), order);
        }
        range(select, column + " is null" + (behind && value == null ? " and m.id > :after1" : ""), order);
    }

    private void byMeasurement(SortKey.Measured measured) {
        String ofBenchmark = of(measured);
        Double first = term.sqlDescending() ? measured.greatest() : measured.least();
        Double last = term.sqlDescending() ? measured.least() : measured.greatest();
        boolean cut = measured.least() != null;
        String select = "select w.model_id as id, w.raw as s0, w.model_id as s1 from measurement w"
                + (conditions.isEmpty() ? "" : " join model m on m.id = w.model_id");
        String order = "w.raw" + way() + ", w.model_id";
        int reached = value == null ? behind ? UNMEASURED : 0 : cut ? zone((Double) value, first, last) : 1;
        if (cut && reached == 0) {
            tied(measured, first, isBehindOrAt(true), value != null);
        }
        if (reached <= 1) {
            String inside = cut ? " and w.raw" + isBehind() + first + " and w.raw" + isBefore() + last : "";
            if (reached == 1 && value != null) {
                range(select, ofBenchmark + " and w.raw = :after0" + behindBothEnds(), "w.model_id");
                range(select, ofBenchmark + inside + " and w.raw" + isBehind() + ":after0", order);
            } else {
                range(select, ofBenchmark + inside, order);
            }
        }
        if (cut && reached <= 2) {
            tied(measured, last, isBehindOrAt(false), reached == 2);
        }
    }

    /** Says of both sides that they are behind, as an index that is read from its beginning is read as far as the page. */
    private void unmeasured(SortKey.Measured measured) {
        boolean behindHere = behind && value == null;
        range(
                "select m.id, cast(null as float8) as s0, m.id as s1 from model m",
                "not exists (select 1 from measurement w where w.model_id = m.id and " + of(measured)
                        + (behindHere ? " and w.model_id > :after1) and m.id > :after1" : ")"),
                "m.id");
    }

    /** Behind the place of the last page among those that tie with it, on each side that is read. */
    private String behindBothEnds() {
        return " and w.model_id > :after1" + (conditions.isEmpty() ? "" : " and m.id > :after1");
    }

    private static String of(SortKey.Measured measured) {
        return "w.counting and w.benchmark_id = '" + measured.benchmarkId() + "'";
    }

    /** Models beyond one end of a scale tie, whatever their raw values: the first of each value, merged. */
    private void tied(SortKey.Measured measured, double end, String beyond, boolean behindHere) {
        String each = "select t.model_id as id, cast(" + end + " as float8) as s0, t.model_id as s1"
                + " from tally v cross join lateral (select w.model_id from measurement w"
                + (conditions.isEmpty() ? "" : " join model m on m.id = w.model_id")
                + " where w.counting and w.benchmark_id = v.benchmark_id and w.raw = v.raw"
                + (behindHere ? behindBothEnds() : "")
                + and() + " order by w.model_id limit :most) t"
                + " where v.benchmark_id = '" + measured.benchmarkId() + "' and v.raw" + beyond + end;
        ranges.add(each + gate() + " order by t.model_id limit :most");
    }

    private int zone(double at, double first, double last) {
        return at == first ? 0 : at == last ? 2 : 1;
    }

    private void range(String select, String where, String order) {
        ranges.add(select + " where " + where + and() + gate() + " order by " + order + " limit :most");
    }

    private String and() {
        StringBuilder and = new StringBuilder();
        conditions.forEach(
                condition -> and.append("\n and (").append(condition.sql()).append(")"));
        return and.toString();
    }

    /** Holds if the ranges so far have not filled the page. */
    private String gate() {
        StringBuilder sofar = new StringBuilder();
        for (int i = 0; i < ranges.size(); i++) {
            sofar.append(i == 0 ? "" : " + ")
                    .append("(select count(*) from r")
                    .append(i)
                    .append(")");
        }
        return ranges.isEmpty() ? "" : "\n and " + sofar + " < :most";
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
        return with + "\nselect u.*, row_number() over (order by u.range, u.s0" + way() + (sortedById ? "" : ", u.id")
                + ") as place from (" + all + ") u order by place limit :most";
    }

    private String way() {
        return term.sqlDescending() ? " desc" : "";
    }

    private String isBehind() {
        return term.sqlDescending() ? " < " : " > ";
    }

    private String isBefore() {
        return term.sqlDescending() ? " > " : " < ";
    }

    private String isBehindOrAt(boolean firstEnd) {
        return firstEnd == term.sqlDescending() ? " >= " : " <= ";
    }
}
