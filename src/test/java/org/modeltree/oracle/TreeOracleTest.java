package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class TreeOracleTest {
    private static final List<String> VENDORS =
            List.of("aurora", "borealis", "c3", "c3-labs", "c3.ai", "fuxi", "gale_force", "hollow", "idle", "nobody");

    private final Oracle oracle = Oracle.get();
    private final OracleLineage lineage = new OracleLineage(oracle);

    @Test
    void the_whole_tree_has_every_model_and_every_edge() {
        check(Params.none());
        check(Params.none().with("lang", "zh"));
    }

    @Test
    void a_depth_leaves_out_what_is_deeper_and_says_so() {
        List<Params> asked = new ArrayList<>();
        for (int depth : List.of(0, 1, 2, 3, 5, 9, 100)) {
            asked.add(Params.none().with("depth", String.valueOf(depth)));
            asked.add(Params.none().with("depth", String.valueOf(depth)).with("root", HandmadeModels.DIAMOND_TOP));
            asked.add(Params.none().with("depth", String.valueOf(depth)).with("root", "hollow/chain-0"));
        }
        Walk.each(asked, this::check);
    }

    @Test
    void a_model_whose_parents_are_filtered_out_is_a_root() {
        Dice dice = new Questions(oracle, 50).dice();
        List<Params> asked = new ArrayList<>();
        VENDORS.forEach(vendor -> asked.add(Params.none().with("vendor", vendor)));
        for (int i = 0; i < 30; i++) {
            Params params = Params.none().with("vendor", dice.some(VENDORS, dice.between(2, 5)));
            if (dice.percent(30)) {
                params.with("depth", String.valueOf(dice.below(3)));
            }
            asked.add(params);
        }
        Walk.each(asked, this::check);
    }

    @Test
    void a_limit_leaves_out_the_deepest_and_says_so() {
        Dice dice = new Questions(oracle, 53).dice();
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Params params = Params.none().with("limit", String.valueOf(dice.between(1, dice.percent(50) ? 5 : 200)));
            if (dice.percent(50)) {
                params.with("root", dice.of(oracle.models()).id());
            }
            if (dice.percent(50)) {
                params.with("vendor", dice.some(VENDORS, dice.between(1, 5)));
            }
            if (dice.percent(30)) {
                params.with("depth", String.valueOf(dice.below(4)));
            }
            asked.add(params);
        }
        Walk.each(asked, this::check);
    }

    @Test
    void every_model_can_be_the_root_by_any_of_its_names() {
        Questions questions = new Questions(oracle, 51);
        Walk.each(oracle.models(), model -> check(Params.none().with("root", questions.nameOf(model))));
    }

    @Test
    void a_root_and_vendors_give_those_of_its_descendants() {
        Dice dice = new Questions(oracle, 52).dice();
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Params params = Params.none()
                    .with("root", dice.of(oracle.models()).id())
                    .with("vendor", dice.some(VENDORS, dice.between(1, 6)));
            if (dice.percent(50)) {
                params.with("depth", String.valueOf(dice.below(4)));
            }
            asked.add(params);
        }
        Walk.each(asked, this::check);
    }

    private void check(Params asked) {
        String path = "/api/v1/tree" + asked;
        Trees.assertSame(lineage.tree(asked), Answer.ok(path), "GET " + path);
    }
}
