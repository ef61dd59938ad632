package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

/** Databases that were filled before text writers had tallies of their own. */
class TextWritersMigrationTest {

    private static final String FILLED = """
            insert into vendor (id, name) values ('a', 'A');
            insert into benchmark (id, label, unit) values ('quiz', 'Quiz', 'percent');
            insert into model (id, vendor_id, name, name_key, release_date, release_precision, output_modalities, revision, updated_at)
            select 'a/' || slug, 'a', slug, slug, released::date, precision, output, 1, now()
            from (values ('day', '2024-02-29', 'day', array['image', 'text']), ('month', '2024-02-01', 'month', array['text']),
                         ('year', '2023-01-01', 'year', array['text']), ('undated', null, null, array['text']),
                         ('image', '2024-02-29', 'day', array['image']), ('unstated', '2024-02-29', 'day', null))
                m (slug, released, precision, output);
            insert into measurement (model_id, benchmark_id, raw, source, verified, counting, slug)
            select id, 'quiz', case id when 'a/year' then 7 else 5 end, 'https://quiz.example', false, true, 'quiz' from model;
            insert into measurement (model_id, benchmark_id, raw, source, verified, counting, slug)
            values ('a/day', 'quiz', 9, 'https://other.example', false, false, 'other');
            """;

    private static final String TALLIES = """
            select concat_ws(' ', dimension, value, raw, models) from cohort_tally
            where dimension like 'text%' order by dimension, value, raw
            """;

    @Test
    void text_writers_are_counted_by_release_from_what_is_stored() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("text-writers", "13", FILLED)) {
            String others = "select c::text from cohort_tally c where dimension not like 'text%' order by 1";
            String before = database.lines(others);
            database.migrateTo("14");
            assertEquals("""
                    textDay 2023-01-01 7 1
                    textDay 2024-02-01 5 1
                    textDay 2024-02-29 5 1
                    textMonth 2023-01 7 1
                    textMonth 2024-02 5 2
                    textYear 2023 7 1
                    textYear 2024 5 2
                    """, database.lines(TALLIES));
            assertEquals(before, database.lines(others));
            database.execute("update model set output_modalities = array['text'] where id = 'a/unstated'");
            database.execute("update model set output_modalities = null where id = 'a/month'");
            database.execute("delete from model where id = 'a/year'");
            assertEquals("""
                    textDay 2024-02-29 5 2
                    textMonth 2024-02 5 2
                    textYear 2024 5 2
                    """, database.lines(TALLIES));
        }
    }
}
