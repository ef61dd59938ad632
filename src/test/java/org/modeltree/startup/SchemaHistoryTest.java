package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

class SchemaHistoryTest {

    private static final String USER = "postgres";
    private static final Path GROWTH = Path.of("src/docs/growth.md");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    @Test
    void only_a_database_with_exactly_the_migrations_of_this_version_needs_no_flyway() throws SQLException {
        String url = TestDatabase.freshDatabase("schema_history");
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            assertFalse(SchemaHistory.isCurrent(statement), "an empty database");
            migrate(url);
            assertTrue(SchemaHistory.isCurrent(statement), "all migrations");
            guideCountsTriggers(statement);

            assertFalse(
                    isCurrentAfter(statement, "delete from flyway_schema_history where version = '24'"), "one less");
            assertFalse(
                    isCurrentAfter(statement, "update flyway_schema_history set checksum = 1 where version = '3'"),
                    "one changed");
            assertFalse(
                    isCurrentAfter(statement, "update flyway_schema_history set success = false where version = '24'"),
                    "one failed");
            assertFalse(isCurrentAfter(statement, """
                            insert into flyway_schema_history (installed_rank, version, description, type, script,
                                checksum, installed_by, execution_time, success)
                            values (900, '900', 'newer', 'SQL', 'V900__newer.sql', 0, 'a', 1, true)
                            """), "one more");
            assertFalse(
                    isCurrentAfter(statement, "update flyway_schema_history set type = 'BASELINE' where version = '1'"),
                    "one that Flyway only assumed");
            assertTrue(SchemaHistory.isCurrent(statement), "all is as it was");
        }
    }

    /** What the growth guide says of engines that have no transition tables. */
    private static void guideCountsTriggers(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select format('%s of the %s triggers of the schema',
                              count(*) filter (where tgoldtable is not null or tgnewtable is not null), count(*))
                from pg_trigger where not tgisinternal
                """)) {
            row.next();
            String counts = row.getString(1);
            try {
                assertTrue(Files.readString(GROWTH).contains(counts), counts);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** A database that has a newer one refuses a migration whose number was passed over. */
    @Test
    void each_migration_has_the_number_after_the_one_before() throws IOException {
        List<Integer> passedOver = List.of(15, 17, 19, 21, 25, 26);
        List<Integer> numbers;
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            numbers = files.map(file -> file.getFileName().toString().replaceFirst("V([0-9]+)__.*", "$1"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
        List<Integer> expected = IntStream.rangeClosed(1, numbers.get(numbers.size() - 1))
                .boxed()
                .filter(number -> !passedOver.contains(number))
                .toList();
        assertEquals(expected, numbers);
    }

    @Test
    void a_history_in_another_schema_does_not_count() throws SQLException {
        String url = TestDatabase.freshDatabase("schema_history_elsewhere");
        migrate(url);
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema first");
            statement.execute("set search_path = first, public");
            assertFalse(SchemaHistory.isCurrent(statement));
        }
    }

    @Test
    void the_packaged_history_is_that_of_the_files() throws IOException {
        assertEquals(SchemaHistory.of(MIGRATIONS), Files.readString(Path.of("target/classes/schema-history.txt")));
    }

    private static boolean isCurrentAfter(Statement statement, String change) throws SQLException {
        statement.execute("begin");
        statement.execute(change);
        boolean current = SchemaHistory.isCurrent(statement);
        statement.execute("rollback");
        return current;
    }

    private static void migrate(String url) {
        Flyway.configure()
                .dataSource(url, USER, "")
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
