package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class VendorsOracleTest {
    private final OracleViews views = new OracleViews(Oracle.get());

    @Test
    void every_vendor_is_listed_with_the_number_and_the_first_and_last_release_of_its_models() {
        Walk.each(List.of(50, 1, 2, 3, 8, 9, 10, 200), limit -> {
            String path = limit == 50 ? "/api/v1/vendors" : "/api/v1/vendors?lang=zh&limit=" + limit;
            JsonNode data = Walk.data(Walk.pages(path), limit);
            Trees.assertSame(views.vendors(), data, "GET " + path);
        });
    }
}
