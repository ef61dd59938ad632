package org.modeltree.card.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.standing.CohortShares;
import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.http.value.Language;

class ExplanationTest {

    private static final CohortShares NOBODY = new CohortShares(0, 0, 0);

    private static ModelStanding standing(double lower, double upper) {
        return new ModelStanding(
                "All", new ScoreBand("ok", 1_530, edge(20, lower), edge(80, upper), edge(50, 5)), 0.0, "within");
    }

    private static PercentileView edge(int percentile, double score) {
        return new PercentileView(percentile, BigDecimal.valueOf(score), score, 1);
    }

    @Test
    void an_edge_that_is_the_score_of_the_model_says_so() {
        CohortShares all = new CohortShares(1_530, 0, 1_186);
        CohortShares upper = new CohortShares(1_530, 1_530, 0);
        CohortShares then = new CohortShares(33, 0, 5);
        Explanation tied =
                Explanation.of(new CohortShares.OfModel(all, all, upper, NOBODY, then), standing(0, 7), 0, Language.EN);
        assertEquals(
                "20th percentile, 0.0, which is also the score of this model: 0 % of 1,530 models score lower,"
                        + " and 22.5 % have exactly this score.",
                tied.lower());
        assertEquals("80th percentile, 7.0: 0 % of 1,530 models score higher.", tied.upper());
        assertEquals(
                "Of 1,530 models, 0 % score lower than this one, 22.5 % the same and 77.5 % higher.", tied.score());
        assertEquals("No model of this group reports the benchmark.", tied.current());
        assertEquals(
                "Of 33 models, 0 % score lower than this one, 84.8 % the same and 15.2 % higher.", tied.atRelease());
    }

    @Test
    void an_edge_on_which_other_models_are_says_how_many() {
        CohortShares score = new CohortShares(1_530, 700, 829);
        CohortShares lower = new CohortShares(1_530, 200, 1_000);
        Explanation apart = Explanation.of(
                new CohortShares.OfModel(score, lower, score, NOBODY, null), standing(4, 5), 5, Language.ZH);
        assertEquals("第 20 百分位，4.0 分：在 1,530 个模型中，13.1% 的模型分数更低，21.6% 恰为此分。", apart.lower());
        assertEquals("第 80 百分位，5.0 分，与本模型得分相同：在 1,530 个模型中，54.2% 的模型分数更高，0.1% 恰为此分。", apart.upper());
        assertNull(apart.atRelease());
    }

    @Test
    void without_a_band_only_the_shares_are_explained() {
        CohortShares one = new CohortShares(1, 0, 0);
        Explanation alone = Explanation.of(
                new CohortShares.OfModel(one, null, null, one, one),
                new ModelStanding("All", new ScoreBand("insufficient", 1, null, null, null), 0.0, null),
                5,
                Language.EN);
        assertNull(alone.lower());
        assertNull(alone.upper());
        assertEquals("Only one model of this group reports the benchmark.", alone.score());
    }
}
