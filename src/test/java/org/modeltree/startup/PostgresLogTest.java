package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages found in the log of the embedded PostgreSQL. */
class PostgresLogTest {

    @Test
    void a_log_that_cannot_be_read_says_nothing(@TempDir Path folder) {
        PostgresLog log = PostgresLog.after(folder);
        assertFalse(log.reportsExit());
        assertFalse(log.reportsDiskFull());
        assertEquals(Optional.empty(), log.failure());
    }
}
