package org.modeltree.oracle;

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

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class LineageOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleLineage lineage = new OracleLineage(oracle);

    @Test
    void every_model_has_the_relatives_that_walking_the_edges_finds() {
        Walk.each(oracle.models(), model -> check(model, Params.none()));
    }

    @Test
    void one_direction_gives_only_that_side() {
        Walk.each(oracle.models(), model -> {
            check(model, Params.none().with("direction", "ancestors"));
            check(model, Params.none().with("direction", "descendants"));
        });
    }

    @Test
    void a_depth_cuts_off_what_is_further_away_and_says_so() {
        Questions questions = new Questions(oracle, 40);
        Dice dice = questions.dice();
        Walk.each(oracle.models(), model -> {
            Params asked = Params.none().with("depth", String.valueOf(dice.between(1, 4)));
            if (dice.percent(60)) {
                asked.with("direction", dice.some(List.of("ancestors", "descendants"), dice.between(1, 2)));
            }
            questions.addLang(asked);
            check(model, asked);
        });
    }

    @Test
    void a_limit_leaves_out_the_furthest_and_says_so() {
        Dice dice = new Questions(oracle, 41).dice();
        Walk.each(oracle.models(), model -> {
            Params asked = Params.none().with("limit", String.valueOf(dice.between(1, 9)));
            if (dice.percent(50)) {
                asked.with("direction", dice.some(List.of("ancestors", "descendants"), dice.between(1, 2)));
            }
            if (dice.percent(50)) {
                asked.with("depth", String.valueOf(dice.between(1, 4)));
            }
            check(model, asked);
        });
    }

    @Test
    void the_short_cut_through_a_diamond_is_the_distance() {
        OracleModel bottom = oracle.model(HandmadeModels.DIAMOND_BOTTOM);
        assertEquals(1, lineage.ancestors(bottom).get(HandmadeModels.DIAMOND_TOP));
        check(bottom, Params.none().with("depth", "1"));
        check(oracle.model(HandmadeModels.DIAMOND_TOP), Params.none().with("depth", "2"));
    }

    /** Without the oracle: only what can never be. */
    @Test
    void a_model_is_never_its_own_ancestor() {
        Walk.each(oracle.models(), model -> {
            String path = path(model, Params.none());
            Set<String> seen = new HashSet<>();
            List<String> atZero = new ArrayList<>();
            for (JsonNode node : Answer.ok(path).path("nodes")) {
                String id = node.path("id").asText();
                assertTrue(seen.add(id), () -> Answer.question(path) + " names " + id + " twice");
                if (node.path("distance").asInt() == 0) {
                    atZero.add(id);
                }
            }
            assertEquals(List.of(model.id()), atZero, () -> Answer.question(path));
        });
    }

    private void check(OracleModel model, Params asked) {
        String path = path(model, asked);
        Trees.assertSame(lineage.lineage(model, asked), Answer.ok(path), "GET " + path);
    }

    private static String path(OracleModel model, Params asked) {
        return Urls.model(model.id()) + "/lineage" + asked;
    }
}
