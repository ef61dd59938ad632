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
class VendorsOracleTest {
    private final OracleViews views = new OracleViews(Oracle.get());

    @Test
    void vendors_are_listed_with_their_models_and_releases() {
        Checks.each(List.of(50, 1, 2, 3, 8, 9, 10, 200), limit -> {
            String path = limit == 50 ? "/api/v1/vendors" : "/api/v1/vendors?lang=zh&limit=" + limit;
            JsonNode data = Pagination.data(Pagination.pages(path), limit);
            JsonAssert.assertSame(views.vendors(), data, "GET " + path);
        });
    }
}
