package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class OfferingsOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void every_model_is_offered_by_those_who_say_so_at_the_prices_that_they_say() {
        Questions questions = new Questions(oracle, 80);
        Walk.each(oracle.models(), model -> {
            Params asked = Params.none();
            questions.addLang(asked);
            String path = Urls.model(model.id()) + "/offerings" + asked;
            Trees.assertSame(views.offerings(model), Walk.whole(path), "GET " + path);
        });
    }

    @Test
    void what_is_not_known_is_never_zero() {
        Walk.each(oracle.models(), model -> {
            String path = Urls.model(model.id()) + "/offerings";
            Walk.whole(path)
                    .forEach(offering -> offering.path("prices").forEach(price -> {
                        for (String amount : new String[] {"input", "output", "cacheRead", "cacheWrite"}) {
                            assertTrue(
                                    price.path(amount).isNull()
                                            || new java.math.BigDecimal(price.path(amount)
                                                                    .asText())
                                                            .signum()
                                                    > 0,
                                    () -> Answer.question(path) + " has " + price);
                        }
                    }));
        });
    }
}
