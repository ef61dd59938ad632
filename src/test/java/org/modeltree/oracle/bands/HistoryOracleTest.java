package org.modeltree.oracle.bands;

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
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class HistoryOracleTest {
    private static final List<String> INTERVALS = List.of("month", "quarter", "year");

    private final Oracle oracle = Oracle.get();
    private final OracleHistory history = new OracleHistory(new OracleBands(oracle));

    @Test
    void every_period_has_the_band_of_the_models_released_by_its_last_day() {
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            check(capability, QueryParams.none());
            Checks.each(
                    INTERVALS, interval -> check(capability, QueryParams.none().with("interval", interval)));
        }
    }

    @Test
    void the_history_of_any_cohort_runs_from_its_first_to_its_last_dated_release() {
        RandomRequests requests = new RandomRequests(oracle, 61);
        SeededRandom random = requests.random();
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < Extent.of(80); i++) {
            QueryParams params = requests.namedCohort().with("interval", random.of(INTERVALS));
            if (random.percent(40)) {
                params.with("lower", "12.5").with("upper", random.any("50", "87.5", "99.99"));
            }
            requests.addLang(params);
            queries.add(params);
        }
        Checks.each(queries, params -> check(random.of(oracle.catalog.capabilities()), params));
    }

    @Test
    void every_period_of_the_current_cohort_has_the_window_that_ends_with_it() {
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            Checks.each(INTERVALS, interval -> {
                QueryParams query = QueryParams.none().with("cohort", "current").with("interval", interval);
                check(capability, query);
                check(
                        capability,
                        query.without("interval").with("openWeights", "true").with("interval", interval));
                check(
                        capability,
                        query.without("interval").with("asOf", "2024-02-29").with("interval", interval));
            });
        }
    }

    @Test
    void a_cohort_without_dated_models_has_no_history() {
        CapabilityRecord context = oracle.capability("context");
        check(context, QueryParams.none().with("vendor", "nobody-at-all"));
        check(context, QueryParams.none().with("asOf", "1999-12-31").with("interval", "year"));
    }

    private void check(CapabilityRecord capability, QueryParams query) {
        String path = "/api/v1/bands/" + capability.id() + "/history" + query;
        JsonAssert.assertSame(history.history(capability, query), ApiResponse.ok(path), "GET " + path);
    }
}
