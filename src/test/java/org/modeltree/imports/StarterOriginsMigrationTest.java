package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

/** Databases that were filled before facts of the starter catalog had the origins of their sources. */
class StarterOriginsMigrationTest {

    private static final String FILLED = """
            update catalog_revision set revision = 3;
            insert into vendor (id, name) values ('a', 'A');
            insert into provider (id, name) values ('p', 'P');
            insert into benchmark (id, label, unit) values ('context-window', 'Context', 'tokens'), ('quiz', 'Quiz', 'percent');
            insert into model (id, vendor_id, name, name_key, lifecycle, revision, updated_at)
            select 'a/' || slug, 'a', slug, slug, 'released', revision, now()
            from (values ('kept', 1), ('curated', 2), ('filed', 3), ('later', 3)) m (slug, revision);
            insert into model_version (model_id, revision, until_revision, state)
            values ('a/curated', 1, 2, '{}'), ('a/filed', 1, 3, '{}');
            insert into change (revision, changed_at, kind, type, subject, patch) values (2, now(), 'update', 'model', 'a/curated', '[]');
            insert into change (revision, changed_at, kind, import_id) values (3, now(), 'import', 'own');
            insert into import_run (id, status, heard_at, report) values ('own', 'done', now(), '{"format": "modeltree"}');
            insert into model_source (model_id, fact, source, origin)
            select id, fact, 'https://models.dev', 'modeltree'
            from model cross join (values ('name'), ('releaseDate')) f (fact);
            update model_source set origin = 'curator', source = null where model_id = 'a/curated' and fact = 'name';
            insert into model_source (model_id, fact, source) values ('a/kept', 'parameters', 'https://arxiv.org/abs/1');
            insert into offering (provider_id, provider_model_id, provider_model_key, model_id, source)
            select 'p', id, id, id, 'https://openrouter.ai/' || id from model;
            insert into offering (provider_id, provider_model_id, provider_model_key, model_id, context_window, max_output, origin)
            values ('p', 'x', 'x', 'a/filed', 272000, 128000, 'litellm'), ('p', 'y', 'y', 'a/filed', 8191, null, 'litellm');
            insert into measurement (model_id, benchmark_id, raw, source, verified, counting, slug)
            select m.id, b.benchmark, 5, b.source, false, true, b.benchmark
            from model m cross join (values
                ('context-window', 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json'),
                ('quiz', 'https://quiz.example')) b (benchmark, source);
            insert into lineage_edge (child_id, parent_id, relation, source)
            values ('a/kept', 'a/curated', 'variant', 'https://epoch.ai/data'),
                   ('a/curated', 'a/filed', 'variant', 'https://epochs.example');
            """;

    @Test
    void facts_that_came_with_the_starter_catalog_get_the_origin_of_their_source() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("starter-origins", "8", FILLED)) {
            String tallies = database.lines("select t::text from tally t order by 1");
            database.migrate();
            assertEquals(
                    """
                    a/curated lifecycle models.dev
                    a/curated name curator
                    a/curated releaseDate models.dev
                    a/filed name modeltree
                    a/filed releaseDate modeltree
                    a/kept lifecycle models.dev
                    a/kept name models.dev
                    a/kept parameters publisher
                    a/kept releaseDate models.dev
                    a/later name modeltree
                    a/later releaseDate modeltree
                    """, database.lines("select concat_ws(' ', model_id, fact, origin) from model_source order by 1"));
            assertEquals(
                    "a/curated openrouter\na/filed modeltree\na/kept openrouter\na/later modeltree\n",
                    database.lines(
                            "select model_id || ' ' || origin from offering where origin <> 'litellm' order by 1"));
            assertEquals(
                    "x 272000 128000\ny 8191\n",
                    database.lines("select concat_ws(' ', provider_model_id, max_input, context_window, max_output)"
                            + " from offering where origin = 'litellm' order by 1"));
            assertEquals(
                    "a/curated publisher\na/kept epoch\n",
                    database.lines("select child_id || ' ' || origin from lineage_edge order by 1"));
            assertEquals(
                    """
                    a/curated context-window litellm
                    a/curated quiz models.dev
                    a/filed context-window modeltree
                    a/filed quiz modeltree
                    a/kept context-window litellm
                    a/kept quiz models.dev
                    a/later context-window modeltree
                    a/later quiz modeltree
                    """,
                    database.lines(
                            "select concat_ws(' ', model_id, benchmark_id, origin) from measurement order by 1"));
            assertEquals(tallies, database.lines("select t::text from tally t order by 1"));
        }
    }

    @Test
    void a_catalog_that_people_imported_keeps_its_origin() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("own-origins", "8", FILLED)) {
            database.execute(
                    "insert into change (revision, changed_at, kind, import_id) values (1, now(), 'import', 'own')");
            database.migrate();
            assertEquals("curator\nmodeltree\n", database.lines("select distinct origin from model_source order by 1"));
            assertEquals("modeltree\n", database.lines("select distinct origin from measurement"));
        }
    }
}
