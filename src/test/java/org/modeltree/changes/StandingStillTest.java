package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A write whose transaction the database has ended, because the instance was silent for too long while it held the lock. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class StandingStillTest {

    private static final String MODEL = "/api/v1/models/eibe/a";
    private static final String OTHER = "/api/v1/models/eibe/b";

    private final Client curator = Client.admin();
    private final Client reader = Client.anybody();

    @BeforeEach
    void a_model() {
        Importing.empty();
        curator.create(MODEL, json("{name: 'A'}"));
    }

    @AfterEach
    void transactions_are_not_ended() {
        Importing.execute("drop function if exists stood_still() cascade");
    }

    @Test
    void it_is_told_when_to_come_again_and_stores_nothing() {
        long revision = reader.get(MODEL).revision();
        // What the database says when it has ended a transaction, at the last table that a write reaches.
        Importing.execute("""
                create function stood_still() returns trigger language plpgsql as $$
                begin raise exception 'terminating connection due to idle-in-transaction timeout' using errcode = '25P03'; end $$;
                create trigger stood_still before insert on change for each row execute function stood_still()""");
        for (Reply refused : List.of(
                curator.put(OTHER, json("{name: 'B'}"), "If-None-Match", "*"),
                curator.patch(MODEL, json("{name: 'B'}"), "If-Match", "*", "Idempotency-Key", "still"),
                curator.delete(MODEL, "If-Match", "*"))) {
            refused.refuses(503, "unavailable");
            assertEquals("5", refused.header("Retry-After"));
            assertEquals(
                    "This instance stood still for too long while it wrote. Nothing was stored; try again.",
                    refused.detail());
        }
        assertEquals(revision, reader.get(MODEL).revision());
        assertEquals("A", reader.ok(MODEL).get("name").asText());
        assertEquals(404, reader.get(OTHER).status());
        transactions_are_not_ended();
        curator.patch(MODEL, json("{name: 'B'}"), "If-Match", "*", "Idempotency-Key", "still")
                .is(200);
        assertEquals("B", reader.ok(MODEL).get("name").asText());
        assertEquals(revision + 1, reader.get(MODEL).revision());
    }
}
