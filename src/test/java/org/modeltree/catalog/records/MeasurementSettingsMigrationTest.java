package org.modeltree.catalog.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

/** Databases that were filled before the best value of a source and date counted. */
class MeasurementSettingsMigrationTest {

    private static final String FILLED = """
            insert into vendor (id, name) values ('a', 'A');
            insert into benchmark (id, label, unit) values ('quiz', 'Quiz', 'percent'), ('errors', 'Errors', 'percent');
            insert into capability (id, position, benchmark_id, scale_kind, scale_floor, scale_ceiling, label_en, description_en,
                                    revision)
            values ('quiz', 1, 'quiz', 'linear', 0, 100, 'Q', 'Q', 1), ('errors', 2, 'errors', 'linear', 100, 0, 'E', 'E', 1);
            insert into model (id, vendor_id, name, name_key, lifecycle, revision, updated_at)
            values ('a/m', 'a', 'M', 'm', 'released', 1, now());
            insert into measurement (model_id, benchmark_id, raw, source, verified, harness, counting, slug)
            values ('a/m', 'quiz', 5, 'https://s', false, null, true, 'q1'),
                   ('a/m', 'quiz', 9, 'https://s', false, 'h', false, 'q2'),
                   ('a/m', 'quiz', 99, 'https://t', false, null, false, 'q3'),
                   ('a/m', 'errors', 9, 'https://s', false, null, true, 'e1'),
                   ('a/m', 'errors', 5, 'https://s', false, 'h', false, 'e2');
            """;

    @Test
    void the_best_value_of_a_source_and_date_counts_after_the_migration() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("best-setting", "13", FILLED)) {
            String counting = "select string_agg(slug, ' ' order by slug) from measurement where counting";
            assertEquals("e1 q1", database.value(counting));
            database.migrate();
            assertEquals("e2 q2", database.value(counting));
            assertEquals(
                    "errors 5 1, quiz 9 1",
                    database.value(
                            "select string_agg(concat_ws(' ', benchmark_id, raw, models), ', ' order by benchmark_id) from tally"));
        }
    }
}
