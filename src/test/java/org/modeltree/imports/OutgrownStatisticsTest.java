package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/**
 * The planner knows of what an import has stored, also when it has analyzed the tables while they were empty or had few rows: by
 * such statistics, an import of five hundred offerings took six minutes.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class OutgrownStatisticsTest {

    @BeforeEach
    void statistics_of_an_empty_catalog() {
        Importing.empty();
        Importing.done("format=modeltree", models(3));
        Importing.empty();
        Importing.execute("analyze");
    }

    /** Those of an empty catalog would mislead other tests. */
    @AfterEach
    void statistics_of_what_is_there() {
        Importing.execute("analyze");
    }

    private static String models(int count) {
        return "{\"type\":\"vendor\",\"id\":\"alder\",\"name\":\"Alder\"}\n"
                + IntStream.rangeClosed(1, count)
                        .mapToObj(i -> """
                                {"type":"model","id":"alder/m%d","name":"Model %d","aliases":["m%d"]}
                                """.formatted(i, i, i))
                        .collect(Collectors.joining());
    }

    private static long rowsInStatistics(String table) {
        return Long.parseLong(
                Importing.ask("select reltuples::bigint from pg_class where oid = '" + table + "'::regclass"));
    }

    @Test
    void statistics_are_those_of_the_catalog_after_an_import_of_few_models() {
        assertEquals(0, rowsInStatistics("model"));
        Importing.done("format=modeltree", models(60));
        assertEquals(60, rowsInStatistics("model"));
        assertEquals(60, rowsInStatistics("model_alias"));
    }

    @Test
    void tables_that_an_import_changes_a_little_are_not_analyzed_again() {
        Importing.done("format=modeltree", models(200));
        // Which an analysis would correct.
        Importing.execute("update pg_class set reltuples = 250 where oid = 'model_alias'::regclass");
        Importing.done("format=modeltree", models(200).replace("Model", "A model"));
        assertEquals(250, rowsInStatistics("model_alias"));
    }
}
