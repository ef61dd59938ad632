package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.modeltree.ReadmeProfile;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.StagingTable;
import org.modeltree.offering.published.PublisherPrices;
import org.modeltree.quality.rules.Rule;

/**
 * On every offering of the starter catalog, those who choose the price that is scored choose alike: imports, the assembly of
 * the starter catalog, and the rule {@code price_against_offering}.
 */
@QuarkusTest
@TestProfile(ReadmeProfile.class)
class PublisherPricesTest {

    private static final Path HEADER = Path.of("src", "main", "resources", "catalog", "catalog.yaml");
    private static final String SCORED = "benchmark_id in ('input-price', 'output-price') and counting";

    @Inject
    AgroalDataSource pool;

    @Inject
    CatalogRecords records;

    @Inject
    @All
    List<Rule> rules;

    /** What is done in a transaction that is rolled back, in which all stored offerings are staged as those of a catalog. */
    @FunctionalInterface
    private interface Work {
        void run(StagingTable staging, Connection connection) throws SQLException;
    }

    private void staged(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (StagingTable staging = new StagingTable(connection, records)) {
                staging.run("update catalog_revision set changed_at = '" + day() + "'");
                staging.run("update price_day set day = '" + day() + "'");
                // What began since that day was measured when the catalog was loaded.
                staging.run("delete from measurement where slug = benchmark_id || '.offering'");
                staging.run("""
                        update measurement set counting = true where id in (
                            select distinct on (w.model_id, w.benchmark_id) w.id from measurement w
                            where w.benchmark_id in ('input-price', 'output-price') and not exists (
                                select 1 from measurement c
                                where c.model_id = w.model_id and c.benchmark_id = w.benchmark_id and c.counting)
                            order by w.model_id, w.benchmark_id, w.measured_on desc nulls last)
                        """);
                staging.run("""
                        insert into staged (line, at, type, key, doc)
                        select row_number() over (), 'file', 'offering', v.doc ->> 'provider' || ' ' || (v.doc ->> 'id'), v.doc
                        from %s v
                        """.formatted(records.type("offering").view()));
                work.run(staging, connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** The day for which the starter catalog is assembled. */
    private static LocalDate day() {
        try {
            return Files.readAllLines(HEADER).stream()
                    .filter(line -> line.startsWith("asOf: "))
                    .map(line -> LocalDate.parse(line.substring("asOf: ".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The second column by the first. */
    private static Map<String, String> ask(Connection connection, String sql) throws SQLException {
        Map<String, String> answer = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answer.put(rows.getString(1), rows.getString(2));
            }
        }
        return answer;
    }

    private static String lines(Map<String, String> map) {
        return String.join("\n", map.entrySet().stream().map(Object::toString).toList());
    }

    /** Prices that an import of all stored offerings would measure, with their sources. */
    private static Map<String, String> imported(StagingTable staging, Connection connection) throws SQLException {
        // A value that no offering has, of an origin that gives way: the import measures another one, and the rule
        // reports it.
        staging.run("update measurement set raw = 0.0000007, origin = 'test' where " + SCORED);
        for (String sql : PublisherPrices.STATEMENTS) {
            staging.run(sql);
        }
        // Whether or not they count before a statement of the same day.
        return ask(connection, """
                select w.model_id || ' ' || w.benchmark_id, trim_scale(w.raw::text::numeric) || ' ' || w.source
                from measurement w
                where w.slug = w.benchmark_id || '.offering'
                  and exists (select 1 from measurement o
                              where o.model_id = w.model_id and o.benchmark_id = w.benchmark_id and o.raw = 0.0000007)
                """);
    }

    @Test
    void an_import_would_score_the_prices_that_the_starter_catalog_states() throws SQLException {
        staged((staging, connection) -> {
            Map<String, String> stated = ask(connection, """
                    select model_id || ' ' || benchmark_id, trim_scale(raw::text::numeric) || ' ' || source
                    from measurement where %s
                    """.formatted(SCORED));
            Map<String, String> imported = imported(staging, connection);
            assertTrue(imported.size() > 100, () -> imported.size() + " prices");
            stated.keySet().retainAll(imported.keySet());
            assertEquals(lines(stated), lines(imported));
        });
    }

    @Test
    void the_rule_compares_with_the_offering_that_an_import_would_score() throws SQLException {
        Rule rule = rules.stream()
                .filter(any -> any.name().equals("price_against_offering"))
                .findFirst()
                .orElseThrow();
        staged((staging, connection) -> {
            Map<String, String> imported = imported(staging, connection);
            staging.run("delete from measurement where slug = benchmark_id || '.offering'");
            staging.run("update measurement set counting = true where raw = 0.0000007");
            Map<String, String> found = ask(
                    connection, """
                    with scope as (select * from model)
                    select f.model || ' ' || f.fact, (f.evidence ->> 'offered') || ' ' || (f.evidence ->> 'offeringSource')
                    from (%s) f
                    """.formatted(rule.query().replaceAll(":today\\b", "cast('" + day() + "' as date)")));
            assertTrue(found.size() > 100, () -> found.size() + " findings");
            assertEquals(lines(imported), lines(found));
        });
    }
}
