package org.modeltree.oracle.card;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class CompareOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleCompare compare = new OracleCompare(oracle);

    @Test
    void random_comparisons_are_right() {
        RandomRequests requests = new RandomRequests(oracle, 70);
        SeededRandom random = requests.random();
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < Extent.of(80); i++) {
            QueryParams params = QueryParams.none();
            for (OracleModel model : random.some(oracle.models(), random.between(2, 10))) {
                params.with("ids", requests.nameOf(model));
            }
            requests.addLang(params);
            queries.add(params);
        }
        Checks.each(queries, this::check);
    }

    @Test
    void raw_values_beyond_the_scale_tie() {
        List<OracleModel> beyond = oracle.models().stream()
                .filter(model -> oracle.contextWindow(model) != null && oracle.contextWindow(model) >= 2_097_152)
                .limit(10)
                .toList();
        QueryParams query = QueryParams.none();
        beyond.forEach(model -> query.with("ids", model.id()));
        check(query);
    }

    @Test
    void no_model_wins_against_one_without_a_value() {
        check(QueryParams.none().with("ids", HandmadeModels.BARE, HandmadeModels.MANY_NAMES));
        check(QueryParams.none()
                .with("ids", HandmadeModels.MANY_NAMES, HandmadeModels.BARE)
                .with("lang", "zh"));
    }

    private void check(QueryParams query) {
        List<OracleModel> models = new ArrayList<>();
        query.all("ids").forEach(id -> models.add(oracle.model(oracle.canonical(id))));
        String path = "/api/v1/compare" + query;
        JsonAssert.assertSame(compare.comparison(models, query.lang()), ApiResponse.ok(path), "GET " + path);
    }
}
