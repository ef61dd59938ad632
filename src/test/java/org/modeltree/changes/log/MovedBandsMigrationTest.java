package org.modeltree.changes.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

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
        try (FormerDatabase database = new FormerDatabase("moved-bands", "18", FILLED)) {
            database.migrateTo("22");
            assertEquals("input-price 1 3 5 6 8\nquiz 1 3 5 7\n", database.lines(MOVES));
            assertEquals(
                    "2026-11-01 10:00:00.123456\n",
                    database.lines("select started_at at time zone 'UTC' from import_run"));
            database.execute("truncate band_move");
            database.execute("update measurement set source = 'https://other.example', harness = 'h'");
            database.execute("update model set family = 'g', kind = 'base'");
            assertEquals("", database.lines(MOVES));
            database.execute("update measurement set raw = 6");
            assertEquals("quiz 9\n", database.lines(MOVES));
            // Another statement of the same write takes it back.
            database.execute("update measurement set counting = false");
            database.execute("update measurement set raw = 5, counting = true");
            assertEquals("", database.lines(MOVES));
            // An instance of the former version does not know the column.
            database.execute(
                    "insert into import_run (id, status, heard_at, report) values ('j', 'queued', now(), '{}')");
            assertEquals("i\nj\n", database.lines("select id from import_run order by started_at"));
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
        try (FormerDatabase database = new FormerDatabase("measured-before", "18", FILLED, MEASURED)) {
            database.migrate();
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
                    database.lines("select concat_ws(' ', revision, coalesce(benchmark_id, 'unknown')) from change"
                            + " where revision >= 10 or revision = 5 order by revision"));
        }
    }
}
