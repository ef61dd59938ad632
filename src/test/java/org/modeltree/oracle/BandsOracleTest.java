package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.CapabilityLine;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class BandsOracleTest {
    private static final List<List<String>> EDGES = List.of(
            List.of("10", "90"),
            List.of("25", "75"),
            List.of("2.5", "97.5"),
            List.of("33.3", "66.7"),
            List.of("0.1", "99.9"),
            List.of("49.99", "50.01"),
            List.of("12.345678", "12.345679"),
            List.of("20", "80.0"));

    private final Oracle oracle = Oracle.get();
    private final OracleBands bands = new OracleBands(oracle);

    @Test
    void every_capability_has_the_band_that_sorting_all_scores_gives() {
        checkAll(Params.none());
        checkAll(Params.none().with("lang", "zh"));
        Walk.each(oracle.catalog.capabilities(), capability -> check(capability, Params.none()));
    }

    @Test
    void any_two_percentiles_can_be_the_edges() {
        for (List<String> edges : EDGES) {
            Params asked = Params.none().with("lower", edges.get(0)).with("upper", edges.get(1));
            checkAll(asked);
            Walk.each(oracle.catalog.capabilities(), capability -> check(capability, asked));
        }
        checkAll(Params.none().with("lower", "79.5"));
        checkAll(Params.none().with("upper", "20.25"));
    }

    @Test
    void any_percentiles_come_in_the_order_asked_for() {
        for (List<String> percentiles : List.of(
                List.of("50"),
                List.of("0", "100"),
                List.of("95", "5", "50", "99.9", "0.001", "33.333333"),
                List.of("100", "75", "25", "0"))) {
            checkAll(Params.none().with("percentiles", percentiles));
        }
    }

    @Test
    void a_histogram_counts_every_score_once() {
        for (String bins : List.of("1", "2", "3", "7", "10", "20", "100")) {
            checkAll(Params.none().with("histogram", bins));
        }
    }

    @Test
    void any_cohort_has_the_band_of_its_models() {
        Questions questions = new Questions(oracle, 60);
        Dice dice = questions.dice();
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Params params = questions.cohort();
            if (dice.percent(30)) {
                List<String> edges = dice.of(EDGES);
                params.with("lower", edges.get(0)).with("upper", edges.get(1));
            }
            if (dice.percent(25)) {
                params.with("percentiles", dice.some(List.of("1", "5", "50", "62.5", "95", "100"), 3));
            }
            if (dice.percent(25)) {
                params.with("histogram", dice.any("4", "10", "25"));
            }
            questions.addLang(params);
            asked.add(params);
        }
        Walk.each(asked, params -> {
            checkAll(params);
            check(dice.of(oracle.catalog.capabilities()), params);
        });
    }

    @Test
    void a_cohort_without_models_has_no_band_and_counts_none() {
        List<Params> empty = List.of(
                Params.none().with("vendor", "idle"),
                Params.none().with("vendor", "nobody-at-all"),
                Params.none().with("asOf", "1999-12-31"),
                Params.none().with("releasedFrom", "2050-01-01"),
                Params.none()
                        .with("family", "nobody-at-all")
                        .with("histogram", "5")
                        .with("percentiles", "50"));
        Walk.each(empty, asked -> {
            for (CapabilityLine capability : oracle.catalog.capabilities()) {
                assertEquals(0, bands.observations(capability, asked).size());
            }
            checkAll(asked);
        });
    }

    @Test
    void as_of_a_day_counts_the_models_released_by_then() {
        for (String day : List.of("2022-12-31", "2023-01-01", "2023-05-16", "2023-05-17", "2031-01-01")) {
            checkAll(Params.none().with("asOf", day));
            checkAll(Params.none().with("asOf", day).with("releasedFrom", "2020-01-01"));
        }
    }

    private void checkAll(Params asked) {
        String path = "/api/v1/bands" + asked;
        ArrayNode expected = JsonNodeFactory.instance.arrayNode();
        oracle.catalog.capabilities().forEach(capability -> expected.add(bands.band(capability, asked)));
        Trees.assertSame(expected, Walk.whole(path), "GET " + path);
    }

    private void check(CapabilityLine capability, Params asked) {
        String path = "/api/v1/bands/" + capability.id() + asked;
        Trees.assertSame(bands.band(capability, asked), Answer.ok(path), "GET " + path);
    }
}
