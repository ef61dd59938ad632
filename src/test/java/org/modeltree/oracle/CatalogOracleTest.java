package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Benchmarks, vendors and providers, one by one. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class CatalogOracleTest {
    private final OracleViews views = new OracleViews(Oracle.get());

    @Test
    void every_benchmark_is_listed_with_how_many_models_report_it() {
        Walk.each(List.of(50, 1, 2, 3, 10, 11, 12, 200), limit -> {
            String path = limit == 50 ? "/api/v1/benchmarks" : "/api/v1/benchmarks?lang=zh&limit=" + limit;
            Trees.assertSame(views.benchmarks(), Walk.data(Walk.pages(path), limit), "GET " + path);
        });
    }

    @Test
    void every_benchmark_is_shown_as_it_is_listed() {
        each("/api/v1/benchmarks/", views.benchmarks());
    }

    @Test
    void every_vendor_is_shown_as_it_is_listed() {
        each("/api/v1/vendors/", views.vendors());
    }

    @Test
    void every_provider_is_shown_whether_it_has_a_line_or_only_serves() {
        each("/api/v1/providers/", views.providers());
    }

    @Test
    void there_is_none_that_nobody_names() {
        for (String path :
                List.of("benchmarks/no-such", "vendors/vanished", "vendors/nobody", "providers/aurora-api")) {
            Answer answer = Answer.to("/api/v1/" + path);
            assertEquals(404, answer.status(), answer::said);
        }
    }

    private static void each(String path, ArrayNode expected) {
        List<JsonNode> all = new ArrayList<>();
        expected.forEach(all::add);
        Walk.each(all, one -> {
            String asked = path + one.path("id").asText();
            Trees.assertSame(one, Answer.ok(asked), "GET " + asked);
        });
    }
}
