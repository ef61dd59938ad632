package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.CapabilityLine;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class HistoryOracleTest {
    private static final List<String> INTERVALS = List.of("month", "quarter", "year");

    private final Oracle oracle = Oracle.get();
    private final OracleHistory history = new OracleHistory(new OracleBands(oracle));

    @Test
    void every_period_has_the_band_of_the_models_released_by_its_last_day() {
        for (CapabilityLine capability : oracle.catalog.capabilities()) {
            check(capability, Params.none());
            Walk.each(INTERVALS, interval -> check(capability, Params.none().with("interval", interval)));
        }
    }

    @Test
    void the_history_of_any_cohort_runs_from_its_first_to_its_last_dated_release() {
        Questions questions = new Questions(oracle, 61);
        Dice dice = questions.dice();
        List<Params> asked = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            Params params = questions.cohort().with("interval", dice.of(INTERVALS));
            if (dice.percent(40)) {
                params.with("lower", "12.5").with("upper", dice.any("50", "87.5", "99.99"));
            }
            questions.addLang(params);
            asked.add(params);
        }
        Walk.each(asked, params -> check(dice.of(oracle.catalog.capabilities()), params));
    }

    @Test
    void a_cohort_without_dated_models_has_no_history() {
        CapabilityLine context = oracle.capability("context");
        check(context, Params.none().with("vendor", "nobody-at-all"));
        check(context, Params.none().with("asOf", "1999-12-31").with("interval", "year"));
    }

    private void check(CapabilityLine capability, Params asked) {
        String path = "/api/v1/bands/" + capability.id() + "/history" + asked;
        Trees.assertSame(history.history(capability, asked), Answer.ok(path), "GET " + path);
    }
}
