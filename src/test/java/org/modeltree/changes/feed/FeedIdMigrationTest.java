package org.modeltree.changes.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.FormerDatabase;

/** The id of the feed comes into a database that is in use. */
class FeedIdMigrationTest {

    @Test
    void a_long_snapshot_of_the_catalog_does_not_hold_up_the_migration() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("feed-id", "27")) {
            database.execute(
                    "alter database \"feed-id\" set lock_timeout = '2s'",
                    "begin isolation level repeatable read",
                    "select revision from catalog_revision");
            database.migrateTo("28");
            database.execute("commit");
            assertEquals("1", database.value("select count(distinct id) from change_feed"));
        }
    }
}
