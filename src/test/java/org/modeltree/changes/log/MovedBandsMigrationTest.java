package org.modeltree.changes.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** Databases that were filled before the change log could be read by capability, and imports listed. */
class MovedBandsMigrationTest {

    private static final String FILLED = """
            update catalog_revision set revision = 9;
            insert into vendor (id, name) values ('a', 'A');
            insert into benchmark (id, label, unit) values ('quiz', 'Quiz', 'percent'), ('input-price', 'Price', 'usd');
            insert into model (id, vendor_id, name, name_key, revision, updated_at) values ('a/one', 'a', 'One', 'one', 1, now());
            insert into capability (id, position, benchmark_id, scale_kind, scale_floor, scale_ceiling, label_en, description_en)
            values ('quiz', 1, 'quiz', 'linear', 0, 100, 'Quiz', 'Q.');
            insert into measurement (model_id, benchmark_id, raw, source, verified, counting, slug)
            values ('a/one', 'quiz', 5, 'https://quiz.example', false, true, 'quiz');
            insert into change (revision, changed_at, kind, type, subject, model_id, patch, import_id) values
                (1, now(), 'import', null, null, null, null, 'i'),
                (2, now(), 'update', 'model', 'a/one', 'a/one', '[{"op":"add","path":"/family","value":"f"}]', null),
                (3, now(), 'update', 'model', 'a/one', 'a/one', '[{"op":"add","path":"/releaseDate","value":"2025"}]', null),
                (4, now(), 'update', 'card', 'a/one', 'a/one', '[]', null),
                (5, now(), 'create', 'measurement', 'a/one x', 'a/one', '[]', null),
                (6, now(), 'update', 'offering', 'a x', 'a/one', '[]', null),
                (7, now(), 'update', 'capability', 'quiz', null, '[]', null),
                (8, now(), 'update', 'benchmark', 'input-price', null, '[]', null);
            insert into import_run (id, status, heard_at, report)
            values ('i', 'done', now(), '{"startedAt": "2026-11-01T10:00:00.123456Z"}');
            """;

    private static final String MOVES =
            "select concat_ws(' ', benchmark_id, string_agg(revision::text, ' ' order by revision)) from band_move"
                    + " where tallies <> 0 or labels group by benchmark_id order by benchmark_id";

    @Test
    void older_revisions_that_may_have_moved_a_band_are_listed_and_later_ones_exactly() throws SQLException {
        String url = TestDatabase.freshDatabase("moved-bands");
        flyway(url).target("18").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(FILLED);
            flyway(url).target("22").load().migrate();
            assertEquals("input-price 1 3 5 6 8\nquiz 1 3 5 7\n", ask(statement, MOVES));
            assertEquals(
                    "2026-11-01 10:00:00.123456\n",
                    ask(statement, "select started_at at time zone 'UTC' from import_run"));
            statement.execute("truncate band_move");
            statement.execute("update measurement set source = 'https://other.example', harness = 'h'");
            statement.execute("update model set family = 'g', kind = 'base'");
            assertEquals("", ask(statement, MOVES));
            statement.execute("update measurement set raw = 6");
            assertEquals("quiz 9\n", ask(statement, MOVES));
            // Another statement of the same write takes it back.
            statement.execute("update measurement set counting = false");
            statement.execute("update measurement set raw = 5, counting = true");
            assertEquals("", ask(statement, MOVES));
            // An instance of the former version does not know the column.
            statement.execute(
                    "insert into import_run (id, status, heard_at, report) values ('j', 'queued', now(), '{}')");
            assertEquals("i\nj\n", ask(statement, "select id from import_run order by started_at"));
        }
    }

    private static final String MEASURED = """
            insert into measurement (model_id, benchmark_id, raw, source, verified, counting, slug)
            values ('a/one', 'input-price', 5, 'https://price.example', false, true, 'price');
            insert into change (revision, changed_at, kind, type, subject, model_id, patch) values
                (10, now(), 'create', 'measurement', 'a/one m', 'a/one', '[{"op":"add","path":"","value":{"benchmark":"quiz"}}]'),
                (11, now(), 'update', 'measurement', 'a/one m', 'a/one', '[{"op":"replace","path":"/raw","value":2}]'),
                (12, now(), 'update', 'measurement', 'a/one m', 'a/one',
                    '[{"op":"replace","path":"/benchmark","value":"input-price"}]'),
                (13, now(), 'update', 'measurement', 'a/one m', 'a/one', '[{"op":"replace","path":"/raw","value":3}]'),
                (14, now(), 'delete', 'measurement', 'a/one m', 'a/one',
                    '[{"op":"test","path":"","value":{"benchmark":"input-price"}},{"op":"remove","path":""}]'),
                (15, now(), 'update', 'measurement', 'a/one quiz', 'a/one', '[{"op":"replace","path":"/raw","value":4}]'),
                (16, now(), 'update', 'measurement', 'a/one price', 'a/one', '[{"op":"replace","path":"/raw","value":5}]'),
                (17, now(), 'update', 'measurement', 'a/one price', 'a/one',
                    '[{"op":"replace","path":"/benchmark","value":"quiz"}]'),
                (18, now(), 'update', 'measurement', 'a/one gone', 'a/one', '[{"op":"replace","path":"/raw","value":6}]'),
                (19, now(), 'delete', 'measurement', 'a/one gone', 'a/one',
                    '[{"op":"test","path":"","value":{"benchmark":"quiz"}},{"op":"remove","path":""}]'),
                (20, now(), 'update', 'model', 'a/one', 'a/one', '[{"op":"add","path":"/benchmark","value":"quiz"}]');
            """;

    /** Of an entry whose benchmark the log does not say, every capability still lists it. */
    @Test
    void older_entries_of_measurements_get_the_benchmark_that_the_log_says() throws SQLException {
        String url = TestDatabase.freshDatabase("measured-before");
        flyway(url).target("18").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(FILLED);
            statement.execute(MEASURED);
            flyway(url).load().migrate();
            assertEquals(
                    """
                    5 unknown
                    10 quiz
                    11 quiz
                    12 input-price
                    13 input-price
                    14 input-price
                    15 quiz
                    16 unknown
                    17 quiz
                    18 quiz
                    19 quiz
                    20 unknown
                    """,
                    ask(
                            statement,
                            "select concat_ws(' ', revision, coalesce(benchmark_id, 'unknown')) from change"
                                    + " where revision >= 10 or revision = 5 order by revision"));
        }
    }

    private static FluentConfiguration flyway(String url) {
        return Flyway.configure().dataSource(url, "postgres", "").locations("classpath:db/migration");
    }

    private static String ask(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
            return all.toString();
        }
    }
}
