package org.modeltree.startup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrations of a database that other instances use. */
class MigrationsTest {

    private static final String WAITING = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%catalog_revision for update%'
            """;

    @Test
    void a_migration_that_waits_for_a_writer_succeeds() throws Exception {
        String url = TestDatabase.freshDatabase("migrated-beside-a-writer");
        Flyway former = Flyway.configure()
                .dataSource(url, TestServer.USER, "")
                .locations("classpath:db/migration")
                .target("30")
                .load();
        former.migrate();
        try (Connection writer = DriverManager.getConnection(url, TestServer.USER, "");
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("update catalog_revision set revision = revision + 1");
            CompletableFuture<MigrateResult> migrated =
                    CompletableFuture.supplyAsync(() -> newer(url).load().migrate());
            await().until(() ->
                    migrated.isDone() || TestServer.ask(url, WAITING).equals("1"));
            writer.commit();
            migrated.get(1, TimeUnit.MINUTES);
        }
        assertEquals("1", TestServer.ask(url, "select count(*) from price_day"));
    }

    /** Flyway as the service configures it, with the isolation level of the service's connections. */
    private static FluentConfiguration newer(String url) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(url);
        connections.setUser(TestServer.USER);
        connections.setOptions("-c default_transaction_isolation=repeatable\\ read");
        FluentConfiguration configuration =
                Flyway.configure().dataSource(connections).locations("classpath:db/migration");
        new Migrations().customize(configuration);
        return configuration;
    }
}
