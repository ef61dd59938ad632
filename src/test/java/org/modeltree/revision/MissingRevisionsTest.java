package org.modeltree.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.modeltree.revision.DatabaseMonitor.MissingRevisions;
import org.modeltree.revision.DatabaseMonitor.MissingRevisions.Confirmation;

/** When an instance believes that its database has lost revisions, and ends. */
class MissingRevisionsTest {

    private static final long MINUTE = 60_000_000_000L;
    /**
     * As of {@link System#nanoTime()}, which may be negative and overflow. No constant of the compiler, which would warn of that.
     */
    private static final long BEGIN = Long.valueOf(Long.MAX_VALUE - MINUTE / 2);

    private static final Confirmation NONE = () -> false;
    private static final Confirmation AWAITED = () -> true;

    private final MissingRevisions missing = new MissingRevisions(true);

    @Test
    void without_a_standby_a_missing_revision_is_lost_at_once() throws SQLException {
        MissingRevisions alone = new MissingRevisions(false);
        assertFalse(alone.areLost(7, 7, NONE, BEGIN));
        assertFalse(alone.areLost(8, 7, NONE, BEGIN));
        assertTrue(alone.areLost(6, 7, NONE, BEGIN));
    }

    @Test
    void a_revision_that_only_a_standby_shows_is_lost_after_more_than_a_minute() throws SQLException {
        assertEquals(MINUTE, DatabaseMonitor.MAX_AHEAD.toNanos());
        assertFalse(missing.areLost(6, 7, NONE, BEGIN));
        assertFalse(missing.areLost(6, 7, NONE, BEGIN + MINUTE / 2));
        assertFalse(missing.areLost(6, 7, NONE, BEGIN + MINUTE));
        assertTrue(missing.areLost(6, 7, NONE, BEGIN + MINUTE + 1));
    }

    @Test
    void the_minute_begins_anew_when_the_primary_shows_the_revision() throws SQLException {
        assertFalse(missing.areLost(6, 7, NONE, BEGIN));
        assertFalse(missing.areLost(7, 7, NONE, BEGIN + MINUTE));
        assertFalse(missing.areLost(7, 8, NONE, BEGIN + MINUTE + 1));
        assertFalse(missing.areLost(7, 8, NONE, BEGIN + 2 * MINUTE + 1));
        assertTrue(missing.areLost(7, 8, NONE, BEGIN + 2 * MINUTE + 2));
    }

    @Test
    void the_minute_begins_anew_while_a_commit_waits_for_a_standby() throws SQLException {
        assertFalse(missing.areLost(6, 7, NONE, BEGIN));
        assertFalse(missing.areLost(6, 7, AWAITED, BEGIN + 10 * MINUTE));
        assertFalse(missing.areLost(6, 7, NONE, BEGIN + 20 * MINUTE));
        assertFalse(missing.areLost(6, 7, NONE, BEGIN + 21 * MINUTE));
        assertTrue(missing.areLost(6, 7, NONE, BEGIN + 21 * MINUTE + 1));
    }

    @Test
    void the_minute_begins_anew_with_a_connection_that_may_lead_to_another_server() throws SQLException {
        assertFalse(missing.areLost(6, 7, NONE, BEGIN));
        missing.none();
        assertFalse(missing.areLost(6, 7, NONE, BEGIN + 2 * MINUTE));
        assertTrue(missing.areLost(6, 7, NONE, BEGIN + 3 * MINUTE + 1));
    }
}
