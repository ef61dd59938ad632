package org.modeltree.oracle.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Pagination;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ProvidersOracleTest {
    private final OracleViews views = new OracleViews(Oracle.get());

    @Test
    void providers_are_listed_with_their_offerings_and_models() {
        Checks.each(List.of(50, 1, 2, 3, 200), limit -> {
            String path = limit == 50 ? "/api/v1/providers" : "/api/v1/providers?lang=zh&limit=" + limit;
            JsonNode data = Pagination.data(Pagination.pages(path), limit);
            JsonAssert.assertSame(views.providers(), data, "GET " + path);
        });
    }

    @Test
    void a_price_list_has_the_current_offerings_of_its_provider_with_their_current_prices() {
        views.providers().forEach(provider -> {
            String id = provider.get("id").asText();
            for (String vendor : List.of("", "aurora", "c3,aurora")) {
                for (int limit : List.of(200, 7)) {
                    String path = "/api/v1/providers/" + id + "/offerings?limit=" + limit
                            + (vendor.isEmpty() ? "" : "&vendor=" + vendor);
                    JsonNode data = Pagination.data(Pagination.pages(path), limit);
                    JsonAssert.assertSame(
                            views.priceList(id, vendor.isEmpty() ? null : List.of(vendor.split(",", -1))),
                            data,
                            "GET " + path);
                }
            }
        });
    }
}
