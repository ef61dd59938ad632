package org.modeltree.oracle.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class LineageOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleLineage lineage = new OracleLineage(oracle);

    @Test
    void every_model_has_its_ancestors_and_descendants() {
        Checks.each(oracle.walk(), model -> check(model, QueryParams.none()));
    }

    @Test
    void one_direction_returns_only_that_side() {
        Checks.each(oracle.walk(), model -> {
            check(model, QueryParams.none().with("direction", "ancestors"));
            check(model, QueryParams.none().with("direction", "descendants"));
        });
    }

    @Test
    void a_depth_truncates_the_lineage() {
        RandomRequests requests = new RandomRequests(oracle, 40);
        SeededRandom random = requests.random();
        Checks.each(oracle.walk(), model -> {
            QueryParams query = QueryParams.none().with("depth", String.valueOf(random.between(1, 4)));
            if (random.percent(60)) {
                query.with("direction", random.some(List.of("ancestors", "descendants"), random.between(1, 2)));
            }
            requests.addLang(query);
            check(model, query);
        });
    }

    @Test
    void a_limit_leaves_out_the_most_distant_models() {
        SeededRandom random = new RandomRequests(oracle, 41).random();
        Checks.each(oracle.walk(), model -> {
            QueryParams query = QueryParams.none().with("limit", String.valueOf(random.between(1, 9)));
            if (random.percent(50)) {
                query.with("direction", random.some(List.of("ancestors", "descendants"), random.between(1, 2)));
            }
            if (random.percent(50)) {
                query.with("depth", String.valueOf(random.between(1, 4)));
            }
            check(model, query);
        });
    }

    @Test
    void the_distance_is_the_shortest_path() {
        OracleModel bottom = oracle.model(HandmadeModels.DIAMOND_BOTTOM);
        assertEquals(1, lineage.ancestors(bottom).get(HandmadeModels.DIAMOND_TOP));
        check(bottom, QueryParams.none().with("depth", "1"));
        check(oracle.model(HandmadeModels.DIAMOND_TOP), QueryParams.none().with("depth", "2"));
    }

    /** Checks an invariant without the oracle. */
    @Test
    void a_model_is_never_its_own_ancestor() {
        Checks.each(oracle.walk(), model -> {
            String path = path(model, QueryParams.none());
            Set<String> seen = new HashSet<>();
            List<String> atZero = new ArrayList<>();
            for (JsonNode node : ApiResponse.ok(path).path("nodes")) {
                String id = node.path("id").asText();
                assertTrue(seen.add(id), () -> ApiResponse.request(path) + " names " + id + " twice");
                if (node.path("distance").asInt() == 0) {
                    atZero.add(id);
                }
            }
            assertEquals(List.of(model.id()), atZero, () -> ApiResponse.request(path));
        });
    }

    private void check(OracleModel model, QueryParams query) {
        String path = path(model, query);
        JsonAssert.assertSame(lineage.lineage(model, query), ApiResponse.ok(path), "GET " + path);
    }

    private static String path(OracleModel model, QueryParams query) {
        return Urls.model(model.id()) + "/lineage" + query;
    }
}
