package org.modeltree.revision.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** Queries with named parameters, on a PostgreSQL of their own. */
class SqlTest {

    private static final int TIMES = 8;

    private Connection connection;
    private Reader reader;
    private Sql sql;

    /** The connection of the test, with the queries that are to be sent along and the number of round trips. */
    private final class Reader implements ReadConnection {

        private final List<SqlQuery<?>> waiting = new ArrayList<>();
        private int roundTrips;

        @Override
        public <T> T read(Work<T> work) {
            roundTrips++;
            try {
                return work.on(connection);
            } catch (SQLException fault) {
                throw new FailedStatement(fault);
            }
        }

        @Override
        public void sendAlong(SqlQuery<?> query) {
            waiting.add(query);
        }

        @Override
        public List<SqlQuery<?>> alongside() {
            List<SqlQuery<?>> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    @BeforeEach
    void connect() throws SQLException {
        open("");
    }

    private void open(String settings) throws SQLException {
        connection = DriverManager.getConnection(TestDatabase.freshDatabase("sql") + settings, "postgres", "");
        reader = new Reader();
        sql = new Sql(reader);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Everything(
            String text,
            long whole,
            Long unknown,
            double number,
            Double half,
            boolean flag,
            Boolean unsaid,
            BigDecimal amount,
            LocalDate day,
            Instant time,
            String[] texts,
            Double[] numbers) {}

    @Test
    void columns_become_the_components_of_a_record_in_their_order() {
        String text =
                "select 'a', 7, cast(null as bigint), 1.5::float8, 0.5::float8, true, cast(null as boolean), 1.20,"
                        + " date '2024-02-29', timestamptz '2024-02-29 12:00:00.123456+00', array['x', 'y'], array[1.5::float8, null]";
        // The driver reads rows of statements that the server keeps in another form.
        for (int i = 0; i < TIMES; i++) {
            Everything row = sql.byKey(text, Everything.class).first().orElseThrow();
            assertEquals("a", row.text());
            assertEquals(7, row.whole());
            assertNull(row.unknown());
            assertEquals(1.5, row.number());
            assertEquals(0.5, row.half());
            assertEquals(true, row.flag());
            assertNull(row.unsaid());
            assertEquals(new BigDecimal("1.20"), row.amount());
            assertEquals(LocalDate.of(2024, 2, 29), row.day());
            assertEquals(Instant.parse("2024-02-29T12:00:00.123456Z"), row.time());
            assertArrayEquals(new String[] {"x", "y"}, row.texts());
            assertArrayEquals(new Double[] {1.5, null}, row.numbers());
        }
    }

    @Test
    void a_single_column_needs_no_record() {
        assertEquals(
                List.of("b", "a"),
                sql.query("values ('b'), ('a')", String.class).list());
        assertEquals(List.of(3L), sql.query("select 3", Long.class).list());
    }

    /** An entity, as repositories have them. */
    static class Shelf {

        static final int IGNORED = 1;

        String id;

        @Column(name = "long_name")
        String longName;

        Long books;

        transient String alsoIgnored;
    }

    @Test
    void fields_of_an_entity_are_the_columns_that_they_name_unless_they_are_computed() {
        EntityRows<Shelf> rows = EntityRows.of(Shelf.class, "s", Map.of("books", "count(*) over ()"));
        assertEquals("s.id, s.long_name, count(*) over ()", rows.columns());
        Shelf shelf = sql.query("select " + rows.columns() + " from (values ('a', 'Long')) s (id, long_name)", rows)
                .first()
                .orElseThrow();
        assertEquals(List.of("a", "Long", 1L), List.of(shelf.id, shelf.longName, shelf.books));
    }

    @Test
    void values_are_set_by_name_in_any_order_and_as_often_as_they_are_named() {
        String text = "select :b || :a || :b || ' :a ' || cast(:c as text) || 'x'::text";
        assertEquals(
                "212 :a 3x",
                sql.query(text, String.class)
                        .with("a", "1")
                        .with("b", "2")
                        .with("c", 3)
                        .first()
                        .orElseThrow());
    }

    @Test
    void a_list_takes_as_many_places_as_it_has_values_and_an_empty_one_matches_nothing() {
        String text = "select v from unnest(array['a', 'b', 'c']) v where v in (:some) order by v";
        assertEquals(
                List.of("a", "c"),
                sql.query(text, String.class).with("some", List.of("c", "a")).list());
        assertEquals(
                List.of("b"),
                sql.query(text, String.class).with("some", List.of("b")).list());
        assertEquals(
                List.of(), sql.query(text, String.class).with("some", List.of()).list());
    }

    @Test
    void any_of_takes_an_array_of_any_size() {
        String text = "select v from unnest(array['a', 'b', 'c']) v where v" + Sql.anyOf("some");
        for (List<String> some : List.of(List.<String>of(), List.of("b"), List.of("a", "c", "d"))) {
            assertEquals(
                    some.stream().filter(value -> !value.equals("d")).toList(),
                    sql.byKey(text, String.class)
                            .with("some", some.toArray(String[]::new))
                            .list());
        }
    }

    @Test
    void a_missing_value_is_a_fault_and_null_is_a_value() {
        assertThrows(
                IllegalStateException.class,
                () -> sql.query("select :a", String.class).list());
        assertEquals(
                Arrays.asList((String) null),
                sql.query("select cast(:a as text)", String.class)
                        .with("a", null)
                        .list());
    }

    @Test
    void a_failure_has_the_cause_that_the_database_gives() {
        FailedStatement failed = assertThrows(
                FailedStatement.class,
                () -> sql.query("select 1 / 0", Long.class).list());
        assertEquals("22012", ((SQLException) failed.getCause()).getSQLState());
    }

    private record Kept(long generic, long custom) {}

    /** What the server keeps of a query, by the driver's statements. */
    private List<Kept> kept(String word) {
        return sql.query(
                        "select generic_plans, custom_plans from pg_prepared_statements where statement like '%' || :word || '%'",
                        Kept.class)
                .with("word", word)
                .list();
    }

    @Test
    void a_query_by_key_is_planned_for_all_values_and_another_one_for_its_own() {
        for (int i = 0; i < TIMES; i++) {
            sql.byKey("select 'swallow' from pg_class where oid = :id", String.class)
                    .with("id", (long) i)
                    .list();
            sql.query("select 'sparrow' from pg_class where oid = :id", String.class)
                    .with("id", (long) i)
                    .list();
        }
        assertEquals(List.of(new Kept(TIMES - 5, 5)), kept("swallow"));
        assertEquals(List.of(), kept("sparrow"));
    }

    @Test
    void nothing_is_prepared_on_a_server_if_the_operator_forbids_it() throws SQLException {
        connection.close();
        open("?prepareThreshold=0");
        for (int i = 0; i < TIMES; i++) {
            sql.byKey("select 'swallow' from pg_class where oid = :id", String.class)
                    .with("id", (long) i)
                    .list();
        }
        assertEquals(List.of(), kept("swallow"));
    }

    @Test
    void queries_that_are_sent_ahead_share_the_round_trip_of_the_next_one() {
        for (int i = 0; i < TIMES; i++) {
            reader.roundTrips = 0;
            SqlQuery<String> first = sql.byKey("select :a || ';' || :b", String.class)
                    .with("a", "x")
                    .with("b", "y")
                    .ahead();
            SqlQuery<Long> second = sql.byKey("select v from generate_series(1, :n) v", Long.class)
                    .with("n", 3L)
                    .ahead();
            assertEquals(
                    List.of("z"),
                    sql.byKey("select :a", String.class).with("a", "z").list());
            assertEquals(List.of("x;y"), first.list());
            assertEquals(List.of(1L, 2L, 3L), second.list());
            assertEquals(1, reader.roundTrips);
        }
    }

    @Test
    void a_query_that_was_to_be_sent_ahead_is_sent_when_it_is_asked_for() {
        SqlQuery<String> ahead = sql.byKey("select 'first'", String.class).ahead();
        assertEquals(List.of("first"), ahead.list());
        assertEquals(
                List.of("second"), sql.byKey("select 'second'", String.class).list());
        assertEquals(2, reader.roundTrips);
    }

    @Test
    void rows_are_given_one_by_one_before_the_query_has_made_the_last_one() throws SQLException {
        connection.setAutoCommit(false);
        List<Integer> given = new ArrayList<>();
        SqlQuery<Integer> query = sql.query("select 12 / (4000 - i) from generate_series(1, :last) i", Integer.class);
        query.with("last", 3_999).each(given::add);
        assertEquals(3_999, given.size());
        assertEquals(12, given.get(3_998));
        given.clear();
        // The query fails at its 4,000th row, long after the first ones were given.
        assertThrows(FailedStatement.class, () -> query.with("last", 5_000).each(given::add));
        assertEquals(3_000, given.size());
        connection.rollback();
    }
}
