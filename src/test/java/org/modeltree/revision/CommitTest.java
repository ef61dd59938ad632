package org.modeltree.revision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

class CommitTest {

    @Test
    void a_commit_of_a_transaction_that_the_server_has_ended_has_certainly_stored_nothing() throws SQLException {
        String url = TestDatabase.freshDatabase("ended");
        try (Connection silent = DriverManager.getConnection(url, "postgres", "");
                Connection watcher = DriverManager.getConnection(url, "postgres", "")) {
            long pid = number(silent, "select pg_backend_pid()");
            silent.setAutoCommit(false);
            try (Statement statement = silent.createStatement()) {
                statement.execute("create table stored as select 1 as number;"
                        + " set local idle_in_transaction_session_timeout = '1ms'");
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> number(watcher, "select count(*) from pg_stat_activity where pid = " + pid) == 0);
            IllegalStateException fault = assertThrows(IllegalStateException.class, () -> Commit.of(silent));
            assertEquals("25P03", ((SQLException) fault.getCause()).getSQLState());
            assertEquals(0, number(watcher, "select count(*) from pg_tables where tablename = 'stored'"));
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
