package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

/** Databases that were filled before offerings were counted by provider, and statements of older versions beside the new one. */
class ProviderCountsMigrationTest {

    private static final String FILLED = """
            insert into vendor (id, name) values ('a', 'A');
            insert into model (id, vendor_id, name, name_key, revision, updated_at)
            select 'a/' || n, 'a', n, n, 1, now() from unnest(array['one', 'two', 'three']) n;
            insert into provider (id, name) values ('p', 'P'), ('q', 'Q'), ('r', 'R');
            insert into offering (provider_id, provider_model_id, provider_model_key, model_id, last_seen) values
                ('p', 'x', 'x', 'a/one', null), ('p', 'y', 'y', 'a/one', null), ('p', 'z', 'z', 'a/two', null),
                ('q', 'x', 'x', 'a/one', '2026-01-01');
            """;

    private static final String KEPT =
            "select concat_ws(' ', provider_id, offerings, models) from provider_count order by provider_id";

    private static final String COUNTED = """
            select concat_ws(' ', provider_id, count(*), count(distinct model_id)) from offering where last_seen is null
            group by provider_id order by provider_id
            """;

    @Test
    void counts_are_those_of_the_offerings_after_every_kind_of_statement() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("provider-counts", "30", FILLED)) {
            database.migrateTo("31");
            assertEquals("p 3 2\n", database.lines(KEPT));
            for (String statement : new String[] {
                "update offering set seen_on = '2026-01-02'",
                "update offering set last_seen = null where provider_id = 'q'",
                "update offering set model_id = 'a/three' where provider_id = 'p' and provider_model_id <> 'z'",
                """
                insert into offering (provider_id, provider_model_id, provider_model_key, model_id)
                values ('p', 'x', 'x', 'a/two'), ('p', 'y', 'y', 'a/one'), ('p', 'new', 'new', 'a/three'), ('r', 'n', 'n', 'a/one')
                on conflict on constraint offering_pkey do update set model_id = excluded.model_id
                """,
                "update offering set last_seen = '2026-01-03' where model_id = 'a/two'",
                "delete from offering where provider_id = 'r'",
                "delete from model where id in ('a/one', 'a/three')",
                "update offering set last_seen = null",
                "update offering set last_seen = '2026-01-04'",
                "delete from offering"
            }) {
                database.execute(statement);
                assertEquals(database.lines(COUNTED), database.lines(KEPT), statement);
            }
            assertEquals("", database.lines("select provider_id from provider_model"));
        }
    }
}
