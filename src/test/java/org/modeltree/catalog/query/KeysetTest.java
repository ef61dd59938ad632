package org.modeltree.catalog.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.modeltree.http.Cursor;

/** Sort values in cursors, and the condition for the rows after them. Whole walks are in {@link PageSqlTest}. */
class KeysetTest {

    /** Keys of numbers; all others are those of the catalog. */
    private static final Map<String, SortKey> NUMBERS = Map.of(
            "raw",
            SortKey.own("m.raw", Cursor.Type.NUMBER),
            "rank",
            new SortKey("", "m.rank", Cursor.Type.NUMBER, true, null));

    private static SortOrder order(String sort) {
        return SortOrder.of(
                sort,
                name -> NUMBERS.containsKey(name)
                        ? Optional.of(NUMBERS.get(name))
                        : new ModelCriteria(null).find(name));
    }

    /** The condition of a page by several keys, which is sorted as a whole. */
    private static SqlCondition page(String sort, Object... after) {
        return PageSql.rows(List.of(), order(sort), Arrays.asList(after));
    }

    private static String condition(SqlCondition page) {
        return page.sql()
                .substring(page.sql().indexOf("where ("), page.sql().indexOf("\norder by"))
                .replaceAll("\\s+", " ");
    }

    @Test
    void sort_values_come_back_with_their_types() {
        SortOrder order = order("releaseDate,parameters,raw");
        List<Object> values = Arrays.asList(LocalDate.of(2024, 2, 29), Long.MAX_VALUE, 0.1, "openai/gpt-3");
        assertEquals(values, Keyset.fromJson(Keyset.toJson(values), order.terms()));
    }

    @Test
    void a_whole_number_of_any_java_type_is_written_as_a_long() {
        List<JsonNode> json = Keyset.toJson(List.of(7, (short) 7, 7L));
        assertEquals(
                List.of(
                        JsonNodeFactory.instance.numberNode(7L),
                        JsonNodeFactory.instance.numberNode(7L),
                        JsonNodeFactory.instance.numberNode(7L)),
                json);
    }

    @Test
    void an_unknown_value_is_null_in_a_cursor_and_comes_back_as_null() {
        SortOrder order = order("parameters");
        List<Object> values = Arrays.asList(null, "openai/gpt-3");
        List<JsonNode> json = Keyset.toJson(values);
        assertEquals("[null, \"openai/gpt-3\"]", json.toString());
        assertEquals(values, Keyset.fromJson(json, order.terms()));
    }

    @Test
    void every_column_of_a_cursor_has_the_type_of_its_key_and_may_be_null() {
        assertEquals(
                List.of(
                        new Cursor.Column(Cursor.Type.DATE, true),
                        new Cursor.Column(Cursor.Type.NUMBER, true),
                        new Cursor.Column(Cursor.Type.TEXT, true)),
                Keyset.columns(order("-releaseDate,raw").terms()));
    }

    @Test
    void rows_after_a_row_are_greater_or_unknown_in_the_first_key_that_differs() {
        SqlCondition page = page("parameters,raw", 7L, 0.5, "a/b");
        assertEquals(
                "where ((m.parameters > :after0 or m.parameters is null)"
                        + " or m.parameters = :after0 and (m.raw > :after1 or m.raw is null)"
                        + " or m.parameters = :after0 and m.raw = :after1 and (m.id > :after2 or m.id is null))",
                condition(page));
        assertEquals(Map.of("after0", 7L, "after1", 0.5, "after2", "a/b"), page.parameters());
    }

    @Test
    void nothing_but_the_next_keys_comes_after_an_unknown_value() {
        SqlCondition page = page("parameters,raw", null, 0.5, "a/b");
        assertEquals(
                "where (m.parameters is null and (m.raw > :after1 or m.raw is null)"
                        + " or m.parameters is null and m.raw = :after1 and (m.id > :after2 or m.id is null))",
                condition(page));
        assertEquals(Map.of("after1", 0.5, "after2", "a/b"), page.parameters());
    }

    @Test
    void a_descending_key_and_a_reversed_key_turn_the_comparison_around_once_each() {
        assertEquals(
                "where ((m.raw < :after0 or m.raw is null) or m.raw = :after0 and (m.rank < :after1 or m.rank is null)"
                        + " or m.raw = :after0 and m.rank = :after1 and (m.id > :after2 or m.id is null))",
                condition(page("-raw,rank", 0.5, 1.0, "a/b")));
        assertEquals(
                "where ((m.raw > :after0 or m.raw is null) or m.raw = :after0 and (m.rank > :after1 or m.rank is null)"
                        + " or m.raw = :after0 and m.rank = :after1 and (m.id > :after2 or m.id is null))",
                condition(page("raw,-rank", 0.5, 1.0, "a/b")));
    }
}
