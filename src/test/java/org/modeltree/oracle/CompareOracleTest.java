package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class CompareOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleCompare compare = new OracleCompare(oracle);

    @Test
    void any_two_to_ten_models_are_compared_row_by_row() {
        Questions questions = new Questions(oracle, 70);
        Dice dice = questions.dice();
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            Params params = Params.none();
            for (OracleModel model : dice.some(oracle.models(), dice.between(2, 10))) {
                params.with("ids", questions.nameOf(model));
            }
            questions.addLang(params);
            asked.add(params);
        }
        Walk.each(asked, this::check);
    }

    @Test
    void raws_beyond_an_end_of_the_scale_tie_by_score() {
        List<OracleModel> beyond = oracle.models().stream()
                .filter(model -> oracle.contextWindow(model) != null && oracle.contextWindow(model) >= 2_097_152)
                .limit(10)
                .toList();
        Params asked = Params.none();
        beyond.forEach(model -> asked.with("ids", model.id()));
        check(asked);
    }

    @Test
    void nobody_wins_against_models_that_nothing_is_known_of() {
        check(Params.none().with("ids", HandmadeModels.BARE, HandmadeModels.MANY_NAMES));
        check(Params.none()
                .with("ids", HandmadeModels.MANY_NAMES, HandmadeModels.BARE)
                .with("lang", "zh"));
    }

    private void check(Params asked) {
        List<OracleModel> models = new ArrayList<>();
        asked.all("ids").forEach(id -> models.add(oracle.model(oracle.canonical(id))));
        String path = "/api/v1/compare" + asked;
        Trees.assertSame(compare.comparison(models, asked.lang()), Answer.ok(path), "GET " + path);
    }
}
