package org.modeltree.oracle.lineage;

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
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class TreeOracleTest {
    private static final List<String> VENDORS =
            List.of("aurora", "borealis", "c3", "c3-labs", "c3.ai", "fuxi", "gale_force", "hollow", "idle", "nobody");

    private final Oracle oracle = Oracle.get();
    private final OracleLineage lineage = new OracleLineage(oracle);

    @Test
    void the_complete_tree_has_every_model_and_edge() {
        check(QueryParams.none());
        check(QueryParams.none().with("lang", "zh"));
    }

    @Test
    void a_depth_truncates_the_tree() {
        List<QueryParams> queries = new ArrayList<>();
        for (int depth : List.of(0, 1, 2, 3, 5, 9, 100)) {
            queries.add(QueryParams.none().with("depth", String.valueOf(depth)));
            queries.add(
                    QueryParams.none().with("depth", String.valueOf(depth)).with("root", HandmadeModels.DIAMOND_TOP));
            queries.add(QueryParams.none().with("depth", String.valueOf(depth)).with("root", "hollow/chain-0"));
        }
        Checks.each(queries, this::check);
    }

    @Test
    void a_model_whose_parents_are_filtered_out_is_a_root() {
        SeededRandom random = new RandomRequests(oracle, 50).random();
        List<QueryParams> queries = new ArrayList<>();
        VENDORS.forEach(vendor -> queries.add(QueryParams.none().with("vendor", vendor)));
        for (int i = 0; i < Extent.of(30); i++) {
            QueryParams params = QueryParams.none().with("vendor", random.some(VENDORS, random.between(2, 5)));
            if (random.percent(30)) {
                params.with("depth", String.valueOf(random.below(3)));
            }
            queries.add(params);
        }
        Checks.each(queries, this::check);
    }

    @Test
    void a_limit_leaves_out_the_deepest_models() {
        SeededRandom random = new RandomRequests(oracle, 53).random();
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < Extent.of(120); i++) {
            QueryParams params =
                    QueryParams.none().with("limit", String.valueOf(random.between(1, random.percent(50) ? 5 : 200)));
            if (random.percent(50)) {
                params.with("root", random.of(oracle.models()).id());
            }
            if (random.percent(50)) {
                params.with("vendor", random.some(VENDORS, random.between(1, 5)));
            }
            if (random.percent(30)) {
                params.with("depth", String.valueOf(random.below(4)));
            }
            queries.add(params);
        }
        Checks.each(queries, this::check);
    }

    @Test
    void every_name_of_a_model_can_be_the_root() {
        RandomRequests requests = new RandomRequests(oracle, 51);
        Checks.each(oracle.walk(), model -> check(QueryParams.none().with("root", requests.nameOf(model))));
    }

    @Test
    void root_and_vendor_can_be_combined() {
        SeededRandom random = new RandomRequests(oracle, 52).random();
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < Extent.of(40); i++) {
            QueryParams params = QueryParams.none()
                    .with("root", random.of(oracle.models()).id())
                    .with("vendor", random.some(VENDORS, random.between(1, 6)));
            if (random.percent(50)) {
                params.with("depth", String.valueOf(random.below(4)));
            }
            queries.add(params);
        }
        Checks.each(queries, this::check);
    }

    private void check(QueryParams query) {
        String path = "/api/v1/tree" + query;
        JsonAssert.assertSame(lineage.tree(query), ApiResponse.ok(path), "GET " + path);
        String columns = "/api/v1/tree/columns" + query;
        JsonAssert.assertSame(lineage.columns(query), ApiResponse.ok(columns), "GET " + columns);
    }
}
