package org.modeltree.catalog.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeltree.http.Cursor;

/** Pages, put one after the other, are what sorting all models in memory gives. */
class PageSqlTest {

    private static final long SEED = Long.getLong("modeltree.seed", 20_261_128);
    private static final int MODELS = 83;

    /** Few values, so that many models tie; of each column some are unknown. */
    private record Row(String id, String vendor, String name, LocalDate released, Long parameters, Double measured) {}

    private static final Function<Row, Object> BY_ID = Row::id;
    private static final SortKey.Measured TOKENS = new SortKey.Measured("tokens", null, null);
    private static final SortKey.Measured SCALED = new SortKey.Measured("tokens", 2.0, 5.0);

    /** Keys of scores; all others are those of the catalog. */
    private static final Map<String, SortKey> SCORES = Map.of(
            "tokens", SortKey.measured("tokens", TOKENS, false),
            "score", SortKey.measured("score", SCALED, false),
            "lowIsBetter", SortKey.measured("low", SCALED, true));

    private static Optional<SortKey> key(String name) {
        return SCORES.containsKey(name) ? Optional.of(SCORES.get(name)) : new ModelCriteria(null).find(name);
    }

    private static final Map<String, Function<Row, Object>> VALUES = Map.of(
            "id", Row::id,
            "vendor", Row::vendor,
            "name", Row::name,
            "releaseDate", Row::released,
            "parameters", Row::parameters,
            "tokens", Row::measured,
            "score", PageSqlTest::clamped,
            "lowIsBetter", row -> row.measured() == null ? null : -clamped(row));

    private static PlainSql database;
    private static List<Row> models;

    private static Double clamped(Row row) {
        return row.measured() == null ? null : Math.max(2.0, Math.min(5.0, row.measured()));
    }

    @BeforeAll
    static void fill() throws SQLException {
        database = PlainSql.open("page_sql");
        Random random = new Random(SEED);
        models = new ArrayList<>();
        database.update("insert into benchmark (id, label, unit) values ('tokens', 'Tokens', 'tokens')", Map.of());
        for (String vendor : List.of("a", "b", "c")) {
            database.update("insert into vendor (id, name) values (:id, :id)", Map.of("id", vendor));
        }
        for (int i = 0; i < MODELS; i++) {
            String vendor = "abc".substring(i % 3, i % 3 + 1);
            Row row = new Row(
                    vendor + "/m" + random.nextInt(1_000) + "-" + i,
                    vendor,
                    "name " + random.nextInt(9),
                    maybe(random, LocalDate.of(2024, 1, 1).plusDays(random.nextInt(7))),
                    maybe(random, 1_000L * (1 + random.nextInt(5))),
                    maybe(random, (double) random.nextInt(8)));
            models.add(row);
            insert(row);
        }
    }

    private static <T> T maybe(Random random, T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    private static void insert(Row row) throws SQLException {
        database.update(
                "insert into model (id, vendor_id, name, name_key, release_date, release_precision, parameters,"
                        + " revision, updated_at) values (:id, :vendor, :name, :name, " + literal(row.released())
                        + "::date, "
                        + (row.released() == null ? "null" : "'day'") + ", " + row.parameters() + ", 1, now())",
                Map.of("id", row.id(), "vendor", row.vendor(), "name", row.name()));
        if (row.measured() != null) {
            database.update(
                    "insert into measurement (model_id, slug, benchmark_id, raw, source, verified, counting)"
                            + " values (:id, 'only', 'tokens', :raw, 'https://example.org', true, true)",
                    Map.of("id", row.id(), "raw", row.measured()));
        }
    }

    private static String literal(LocalDate day) {
        return day == null ? "null" : "'" + day + "'";
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    /** Null last in both directions, ties by id. */
    @SuppressWarnings("unchecked")
    private static Comparator<Row> order(String sort) {
        Comparator<Row> order = null;
        for (String signed : sort.split(",", -1)) {
            boolean descending = signed.startsWith("-");
            Function<Row, Object> value = VALUES.get(descending ? signed.substring(1) : signed);
            Comparator<Comparable<Object>> direction =
                    descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
            Comparator<Row> term =
                    Comparator.comparing(row -> (Comparable<Object>) value.apply(row), Comparator.nullsLast(direction));
            order = order == null ? term : order.thenComparing(term);
        }
        return order.thenComparing(row -> (Comparable<Object>) BY_ID.apply(row), Comparator.naturalOrder());
    }

    private interface Pages {
        SqlCondition page(SortOrder order, List<Object> after);
    }

    /** Ids of all pages, each read from the cursor that a client would send back. */
    private static List<String> walked(Pages pages, SortOrder order, Map<String, ?> filter, int limit)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        List<Object> after = null;
        List<List<Object>> rows;
        do {
            SqlCondition page = pages.page(order, after);
            Map<String, Object> parameters = new HashMap<>(page.parameters());
            parameters.putAll(filter);
            parameters.put("most", limit);
            rows = database.rows("select p.* from (" + page.sql() + ") p order by p.place", parameters);
            assertTrue(rows.size() <= limit, () -> "a page longer than " + limit);
            for (List<Object> row : rows) {
                ids.add(value(row, page, "id").toString());
            }
            if (!rows.isEmpty()) {
                after = decoded(rows.get(rows.size() - 1), page, order);
            }
            assertTrue(ids.size() <= MODELS, () -> "pages repeat: " + ids);
        } while (rows.size() == limit);
        return ids;
    }

    /** The sort values of a row, as they come back from a client. */
    private static List<Object> decoded(List<Object> row, SqlCondition page, SortOrder order) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < order.terms().size(); i++) {
            values.add(value(row, page, "s" + i));
        }
        List<JsonNode> json = Keyset.toJson(values);
        String encoded = new Cursor(json).encoded("models");
        return Keyset.fromJson(
                Cursor.decoded(encoded, "models", Keyset.columns(order.terms())).values(), order.terms());
    }

    /** Pages by ranges begin with the number of the range. */
    private static Object value(List<Object> row, SqlCondition page, String column) {
        int first = page.sql().startsWith("with ") ? 1 : 0;
        return row.get(first + (column.equals("id") ? 0 : 1 + Integer.parseInt(column.substring(1))));
    }

    static Stream<Arguments> sorts() {
        return Stream.concat(
                        VALUES.keySet().stream().flatMap(key -> Stream.of(key, "-" + key)),
                        Stream.of("vendor,-parameters", "-releaseDate,name", "-score,vendor", "parameters,-tokens,-id"))
                .sorted()
                .flatMap(sort -> Stream.of(1, 7, MODELS + 1).map(limit -> Arguments.of(sort, limit)));
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void all_pages_together_are_all_models_in_order(String sort, int limit) throws SQLException {
        SortOrder order = SortOrder.of(sort, PageSqlTest::key);
        assertEquals(
                models.stream().sorted(order(sort)).map(Row::id).toList(),
                walked((sorted, after) -> PageSql.rows(List.of(), sorted, after), order, Map.of(), limit),
                () -> "seed " + SEED);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void pages_of_a_filtered_list_have_only_models_that_pass(String sort, int limit) throws SQLException {
        SortOrder order = SortOrder.of(sort, PageSqlTest::key);
        List<SqlCondition> filter = List.of(
                new SqlCondition("m.vendor_id in (:vendor)", Map.of("vendor", List.of("a", "c")), false),
                SqlCondition.of("m.name_key <> :name", "name", "name 3"));
        assertEquals(
                models.stream()
                        .filter(row -> !row.vendor().equals("b") && !row.name().equals("name 3"))
                        .sorted(order(sort))
                        .map(Row::id)
                        .toList(),
                walked(
                        (sorted, after) -> PageSql.rows(filter, sorted, after),
                        order,
                        Map.of("vendor", List.of("a", "c"), "name", "name 3"),
                        limit),
                () -> "seed " + SEED);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void pages_of_a_list_of_few_models_are_the_same_by_a_plan_for_all_values(String sort, int limit)
            throws SQLException {
        SortOrder order = SortOrder.of(sort, PageSqlTest::key);
        assertEquals(
                models.stream()
                        .filter(row -> row.vendor().equals("b"))
                        .sorted(order(sort))
                        .map(Row::id)
                        .toList(),
                walked(
                        (sorted, after) -> withHits(PageSql.amongFew(OF_B, sorted, after)),
                        order,
                        Map.of("traitValue", "b"),
                        limit),
                () -> "seed " + SEED);
    }

    private static final List<SqlCondition> OF_B =
            List.of(new SqlCondition("m.vendor_id in (:vendor)", Map.of("vendor", List.of("b")), true));

    /** As one condition, whose columns are those of the rows. */
    private static SqlCondition withHits(PageSql.Search search) {
        return new SqlCondition(
                "select e.* from (" + search.hits() + search.rows().sql() + ") e",
                search.rows().parameters(),
                false);
    }

    @Test
    void more_models_than_can_be_sorted_quickly_are_not_read_by_a_plan_for_all_values() throws SQLException {
        SqlCondition page = withHits(PageSql.amongFew(OF_B, SortOrder.of("name", PageSqlTest::key), null));
        Map<String, Object> parameters = Map.of("traitValue", "b", "most", 7);
        database.update("update model_count set models = 1000 where dimension = 'vendor' and value = 'b'", Map.of());
        assertEquals(7, database.rows(page.sql(), parameters).size());
        database.update("update model_count set models = 1001 where dimension = 'vendor' and value = 'b'", Map.of());
        assertEquals(0, database.rows(page.sql(), parameters).size());
        database.update("update model_count set models = 27 where dimension = 'vendor' and value = 'b'", Map.of());
    }

    @Test
    void lists_of_all_models_and_those_with_a_rare_trait_have_one_plan() {
        SortOrder byName = SortOrder.of("name", PageSqlTest::key);
        assertTrue(PageSql.hasOnePlan(List.of(), byName));
        assertTrue(PageSql.hasOnePlan(OF_B, SortOrder.of("-score", PageSqlTest::key)));
        // Each of them would take the place of one that comes more often.
        assertFalse(PageSql.hasOnePlan(OF_B, SortOrder.of("name,-score", PageSqlTest::key)));
        assertFalse(PageSql.hasOnePlan(OF_B, SortOrder.BY_RELEVANCE));
        // One value of a kind may be a tenth of all models, and another one a thousandth.
        SqlCondition kind = new SqlCondition("m.kind in (:kind)", Map.of("kind", List.of("base")), true);
        assertFalse(PageSql.hasOnePlan(List.of(kind), byName));
        assertFalse(PageSql.hasOnePlan(List.of(OF_B.get(0), kind), byName));
    }

    @Test
    void a_ranking_leaves_out_models_without_a_measurement() throws SQLException {
        for (boolean descending : List.of(true, false)) {
            SortOrder order = SortOrder.by(SCORES.get("score"), descending);
            List<String> expected = models.stream()
                    .filter(row -> row.measured() != null)
                    .sorted(order(descending ? "-score" : "score"))
                    .map(Row::id)
                    .toList();
            assertEquals(
                    expected,
                    walked((sorted, after) -> PageSql.measured(List.of(), sorted, after), order, Map.of(), 7),
                    () -> "seed " + SEED);
        }
    }

    @Test
    void a_ranking_can_be_of_some_models_only() throws SQLException {
        List<SqlCondition> some = List.of(SqlCondition.of("m.vendor_id in (:vendor)", "vendor", List.of("a", "c")));
        for (boolean descending : List.of(true, false)) {
            List<String> expected = models.stream()
                    .filter(row -> row.measured() != null && !row.vendor().equals("b"))
                    .sorted(order(descending ? "-score" : "score"))
                    .map(Row::id)
                    .toList();
            assertEquals(
                    expected,
                    walked(
                            (sorted, after) -> PageSql.measured(some, sorted, after),
                            SortOrder.by(SCORES.get("score"), descending),
                            Map.of("vendor", List.of("a", "c")),
                            7),
                    () -> "seed " + SEED);
        }
    }

    @Test
    void only_parameters_that_the_statement_has_are_bound() {
        SortOrder order = SortOrder.of("-score", PageSqlTest::key);
        SqlCondition atTheEnd = PageSql.rows(List.of(), order, List.of(5.0, "a/m"));
        assertEquals(Map.of("after1", "a/m"), atTheEnd.parameters());
        SqlCondition inside = PageSql.rows(List.of(), order, List.of(3.0, "a/m"));
        assertEquals(Map.of("after0", 3.0, "after1", "a/m"), inside.parameters());
    }

    @Test
    void a_forged_cursor_without_an_id_starts_before_all_ids() {
        List<Object> after = new ArrayList<>();
        after.add("b");
        after.add(null);
        SortOrder order = SortOrder.of("vendor", PageSqlTest::key);
        assertEquals(
                Map.of("after0", "b", "after1", ""),
                PageSql.rows(List.of(), order, after).parameters());
    }
}
