package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class OfferingsOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void every_model_has_its_offerings_and_prices() {
        RandomRequests requests = new RandomRequests(oracle, 80);
        Checks.each(oracle.models(), model -> {
            QueryParams query = QueryParams.none();
            requests.addLang(query);
            String path = Urls.model(model.id()) + "/offerings" + query;
            JsonAssert.assertSame(views.offerings(model), Pagination.single(path), "GET " + path);
        });
    }
}
