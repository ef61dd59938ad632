package org.modeltree.lineage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;
import org.postgresql.util.PSQLException;

/** The database itself refuses cycles, even from concurrent writers. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CyclesTest {

    private static final String REFUSED = "lineage_edge_has_no_cycle";

    @Inject
    DataSource dataSource;

    @BeforeEach
    void five_models() throws SQLException {
        Importing.empty();
        run("insert into vendor (id, name) values ('v', 'V')");
        for (String slug : "a b c d e".split(" ", -1)) {
            run(
                    "insert into model (id, vendor_id, name, name_key, revision, updated_at) values ('v/%1$s', 'v', '%1$s', '%1$s', 1, now())"
                            .formatted(slug));
        }
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        run("delete from lineage_edge");
        run("delete from model");
        run("delete from vendor");
    }

    @Test
    void a_cycle_of_any_length_is_refused_and_loses_nothing() throws SQLException {
        run(edge("b", "a"));
        run(edge("c", "b"));
        run(edge("d", "c"));
        assertRefused(edge("a", "b"));
        assertRefused(edge("a", "d"));
        assertThrows(SQLException.class, () -> run(edge("e", "e")));
        run(edge("d", "a"));
        assertEquals(4, edges());
    }

    @Test
    void a_cycle_within_one_statement_is_refused() throws SQLException {
        assertRefused("insert into lineage_edge (child_id, parent_id, relation) values"
                + " ('v/a', 'v/b', 'merge'), ('v/b', 'v/c', 'merge'), ('v/c', 'v/a', 'merge')");
        assertEquals(0, edges());
    }

    @Test
    void an_update_cannot_close_a_cycle_either() throws SQLException {
        run(edge("b", "a"));
        run(edge("c", "d"));
        assertRefused("update lineage_edge set child_id = 'v/a', parent_id = 'v/b' where child_id = 'v/c'");
        assertEquals(2, edges());
    }

    @Test
    void two_writers_cannot_close_a_cycle_together() throws Exception {
        try (Connection first = dataSource.getConnection();
                Connection second = dataSource.getConnection()) {
            readCommitted(first);
            readCommitted(second);
            execute(first, edge("b", "a"));
            CompletableFuture<SQLException> other = CompletableFuture.supplyAsync(() -> {
                try {
                    execute(second, edge("a", "b"));
                    second.commit();
                    return null;
                } catch (SQLException refused) {
                    return refused;
                }
            });
            assertThrows(TimeoutException.class, () -> other.get(500, TimeUnit.MILLISECONDS));
            first.commit();
            SQLException refused = other.get(20, TimeUnit.SECONDS);
            assertTrue(refused.getMessage().contains("cycle"), refused::getMessage);
            second.rollback();
        }
        assertEquals(1, edges());
    }

    @Test
    void two_writers_that_see_old_snapshots_cannot_either() throws Exception {
        try (Connection first = dataSource.getConnection();
                Connection second = dataSource.getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            execute(first, "select count(*) from lineage_edge");
            execute(second, "select count(*) from lineage_edge");
            execute(first, edge("b", "a"));
            first.commit();
            SQLException refused = assertThrows(SQLException.class, () -> execute(second, edge("a", "b")));
            assertEquals("40001", refused.getSQLState());
            second.rollback();
        }
        assertEquals(1, edges());
    }

    @Test
    void ladders_of_diamonds_are_walked_once_a_rung() {
        assertDoesNotThrow(() -> {
            run("insert into model (id, vendor_id, name, name_key, revision, updated_at)"
                    + " select 'v/n' || n, 'v', 'n', 'n', 1, now() from generate_series(0, 401) n");
            // Each rung doubles the number of paths, so that following every path would never end.
            run("insert into lineage_edge (child_id, parent_id, relation)"
                    + " select 'v/n' || n, 'v/n' || p, 'merge' from generate_series(2, 401) n"
                    + " cross join lateral (values (n - 1 - n % 2), (n - 2 - n % 2)) x (p) where p >= 0");
        });
    }

    private void assertRefused(String sql) {
        SQLException refused = assertThrows(SQLException.class, () -> run(sql));
        assertTrue(refused.toString().contains("cycle"), refused::toString);
        assertEquals("23514", refused.getSQLState());
        assertEquals(REFUSED, ((PSQLException) refused).getServerErrorMessage().getConstraint());
    }

    private static String edge(String child, String parent) {
        return "insert into lineage_edge (child_id, parent_id, relation) values ('v/%s', 'v/%s', 'merge')"
                .formatted(child, parent);
    }

    private long edges() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from lineage_edge")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void readCommitted(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "set transaction isolation level read committed");
    }
}
