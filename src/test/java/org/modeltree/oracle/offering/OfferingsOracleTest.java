package org.modeltree.oracle.offering;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.catalog.OracleViews;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class OfferingsOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void every_model_has_its_offerings_and_prices() {
        RandomRequests requests = new RandomRequests(oracle, 80);
        Checks.each(oracle.walk(), model -> {
            QueryParams query = QueryParams.none();
            requests.addLang(query);
            String path = Urls.model(model.id()) + "/offerings" + query;
            JsonAssert.assertSame(views.offerings(model), Pagination.single(path), "GET " + path);
        });
    }
}
