package org.modeltree.oracle.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Pagination;

/** Single benchmarks, vendors and providers. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class CatalogOracleTest {
    private final OracleViews views = new OracleViews(Oracle.get());

    @Test
    void benchmarks_are_listed_with_the_number_of_reporting_models() {
        Checks.each(List.of(50, 1, 2, 3, 10, 11, 12, 200), limit -> {
            String path = limit == 50 ? "/api/v1/benchmarks" : "/api/v1/benchmarks?lang=zh&limit=" + limit;
            JsonAssert.assertSame(
                    views.benchmarks(limit == 50 ? "en" : "zh"),
                    Pagination.data(Pagination.pages(path), limit),
                    "GET " + path);
        });
    }

    @Test
    void a_single_benchmark_equals_its_list_entry() {
        each("/api/v1/benchmarks/", views.benchmarks("en"));
        each("/api/v1/benchmarks/", "?lang=zh", views.benchmarks("zh"));
    }

    @Test
    void a_single_vendor_equals_its_list_entry() {
        each("/api/v1/vendors/", views.vendors());
    }

    @Test
    void every_provider_with_a_record_or_an_offering_is_found() {
        each("/api/v1/providers/", views.providers());
    }

    @Test
    void unknown_ids_are_not_found() {
        for (String path :
                List.of("benchmarks/no-such", "vendors/vanished", "vendors/nobody", "providers/aurora-api")) {
            ApiResponse answer = ApiResponse.get("/api/v1/" + path);
            assertEquals(404, answer.status(), answer::summary);
        }
    }

    private static void each(String path, ArrayNode expected) {
        each(path, "", expected);
    }

    private static void each(String path, String query, ArrayNode expected) {
        List<JsonNode> all = new ArrayList<>();
        expected.forEach(all::add);
        Checks.each(all, one -> {
            String url = path + one.path("id").asText() + query;
            JsonAssert.assertSame(one, ApiResponse.ok(url), "GET " + url);
        });
    }
}
