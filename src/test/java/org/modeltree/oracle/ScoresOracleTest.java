package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.MeasurementLine;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class ScoresOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleScores scores = new OracleScores(oracle);

    @Test
    void every_model_scores_what_the_formulas_say() {
        Questions questions = new Questions(oracle, 30);
        Walk.each(oracle.models(), model -> {
            Params asked = Params.none();
            questions.addLang(asked);
            String path = Urls.model(model.id()) + "/scores" + asked;
            Trees.assertSame(scores.scores(model, asked.lang()), Walk.whole(path), "GET " + path);
        });
    }

    @Test
    void every_leaderboard_ranks_all_models_that_report_the_benchmark() {
        Walk.each(oracle.catalog.capabilities(), capability -> {
            for (int limit : List.of(50, 17, 200)) {
                Params asked = Params.none().with("capability", capability.id());
                if (limit != 50) {
                    asked.with("limit", String.valueOf(limit));
                }
                String path = "/api/v1/scores" + asked;
                JsonNode data = Walk.data(Walk.pages(path), limit);
                Trees.assertSame(scores.leaderboard(capability), data, "GET " + path);
            }
        });
    }

    @Test
    void any_raw_value_scores_what_the_formula_says_and_stands_where_counting_puts_it() {
        for (CapabilityLine capability : oracle.catalog.capabilities()) {
            Walk.each(raws(capability), raw -> {
                Params asked = Params.none().with("raw", raw.toPlainString());
                String path = "/api/v1/capabilities/" + capability.id() + "/score" + asked;
                Trees.assertSame(scores.ofRaw(capability, raw, "en"), Answer.ok(path), "GET " + path);
            });
        }
    }

    @Test
    void a_raw_value_may_be_written_with_an_exponent() {
        CapabilityLine context = oracle.capability("context");
        String path = "/api/v1/capabilities/context/score?raw=1.28e5&lang=zh";
        Trees.assertSame(scores.ofRaw(context, new BigDecimal("128000"), "zh"), Answer.ok(path), "GET " + path);
    }

    /** The numbers that the design works out by hand. */
    @Test
    void context_windows_score_what_the_seed_shows() {
        assertEquals(0.0, scoreOf("2048"));
        assertEquals(1.0, scoreOf("4096"));
        assertEquals(4.0, scoreOf("32768"));
        assertEquals(6.0, scoreOf("128000"));
        assertEquals(6.0, scoreOf("131072"));
        assertEquals(6.6, scoreOf("200000"));
        assertEquals(9.0, scoreOf("1048576"));
        assertEquals(10.0, scoreOf("2097152"));
        assertEquals(10.0, scoreOf("16777216"));
        assertEquals(0.0, scoreOf("1024"));
    }

    private static double scoreOf(String tokens) {
        return Answer.ok("/api/v1/capabilities/context/score?raw=" + tokens)
                .path("score")
                .doubleValue();
    }

    /** Both ends, just beside them and far beyond, every value that is measured, and some that are not. */
    private List<BigDecimal> raws(CapabilityLine capability) {
        BigDecimal floor = capability.scale().floor();
        BigDecimal ceiling = capability.scale().ceiling();
        BigDecimal little = new BigDecimal("0.001");
        List<BigDecimal> raws = new ArrayList<>(List.of(
                floor,
                ceiling,
                floor.add(little),
                ceiling.add(little),
                floor.add(ceiling).divide(BigDecimal.valueOf(2)),
                new BigDecimal("0.0001"),
                new BigDecimal("1000000000000000")));
        Dice dice = new Questions(oracle, 31).dice();
        for (int i = 0; i < 10; i++) {
            raws.add(BigDecimal.valueOf(dice.between(1, 3_000_000), dice.below(4)));
        }
        if (!capability.scale().logarithmic()) {
            raws.add(BigDecimal.ZERO);
        }
        oracle.catalog.measurements().stream()
                .filter(line -> line.benchmark().equals(capability.benchmark()))
                .map(MeasurementLine::raw)
                .distinct()
                .limit(20)
                .forEach(raws::add);
        raws.removeIf(raw -> raw.signum() == 0 && capability.scale().logarithmic());
        return raws;
    }
}
