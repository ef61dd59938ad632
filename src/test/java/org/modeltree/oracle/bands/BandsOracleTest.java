package org.modeltree.oracle.bands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
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
    void every_band_agrees_with_sorting_all_scores() {
        checkAll(QueryParams.none());
        checkAll(QueryParams.none().with("lang", "zh"));
        Checks.each(oracle.catalog.capabilities(), capability -> check(capability, QueryParams.none()));
    }

    @Test
    void any_two_percentiles_can_delimit_the_band() {
        for (List<String> edges : EDGES) {
            QueryParams query = QueryParams.none().with("lower", edges.get(0)).with("upper", edges.get(1));
            checkAll(query);
            Checks.each(oracle.catalog.capabilities(), capability -> check(capability, query));
        }
        checkAll(QueryParams.none().with("lower", "79.5"));
        checkAll(QueryParams.none().with("upper", "20.25"));
    }

    @Test
    void percentiles_are_in_the_requested_order() {
        for (List<String> percentiles : List.of(
                List.of("50"),
                List.of("0", "100"),
                List.of("95", "5", "50", "99.9", "0.001", "33.333333"),
                List.of("100", "75", "25", "0"))) {
            checkAll(QueryParams.none().with("percentiles", percentiles));
        }
    }

    @Test
    void a_histogram_counts_every_score_once() {
        for (String bins : List.of("1", "2", "3", "7", "10", "20", "100")) {
            checkAll(QueryParams.none().with("histogram", bins));
        }
    }

    @Test
    void random_cohorts_have_the_bands_of_their_models() {
        RandomRequests requests = new RandomRequests(oracle, 60);
        SeededRandom random = requests.random();
        List<QueryParams> queries = new ArrayList<>();
        for (int i = 0; i < Extent.of(150); i++) {
            QueryParams params = requests.namedCohort();
            if (random.percent(30)) {
                List<String> edges = random.of(EDGES);
                params.with("lower", edges.get(0)).with("upper", edges.get(1));
            }
            if (random.percent(25)) {
                params.with("percentiles", random.some(List.of("1", "5", "50", "62.5", "95", "100"), 3));
            }
            if (random.percent(25)) {
                params.with("histogram", random.any("4", "10", "25"));
            }
            requests.addLang(params);
            queries.add(params);
        }
        Checks.each(queries, params -> {
            checkAll(params);
            check(random.of(oracle.catalog.capabilities()), params);
        });
    }

    @Test
    void an_empty_cohort_has_no_band() {
        List<QueryParams> empty = List.of(
                QueryParams.none().with("vendor", "idle"),
                QueryParams.none().with("vendor", "nobody-at-all"),
                QueryParams.none().with("asOf", "1999-12-31"),
                QueryParams.none().with("releasedFrom", "2050-01-01"),
                QueryParams.none()
                        .with("family", "nobody-at-all")
                        .with("histogram", "5")
                        .with("percentiles", "50"));
        Checks.each(empty, query -> {
            for (CapabilityRecord capability : oracle.catalog.capabilities()) {
                assertEquals(0, bands.observations(capability, query).size());
            }
            checkAll(query);
        });
    }

    @Test
    void as_of_includes_the_models_released_by_that_day() {
        for (String day : List.of("2022-12-31", "2023-01-01", "2023-05-16", "2023-05-17", "2026-01-01")) {
            checkAll(QueryParams.none().with("asOf", day));
            checkAll(QueryParams.none().with("asOf", day).with("releasedFrom", "2020-01-01"));
        }
    }

    @Test
    void named_cohorts_have_the_bands_of_their_windows() {
        checkAll(QueryParams.none().with("cohort", "all"));
        checkAll(QueryParams.none().with("cohort", "current"));
        for (String day : List.of(
                "2024-02-29",
                "2024-02-28",
                "2025-05-17",
                "2024-12-31",
                "2025-01-01",
                "2025-01-02",
                "2026-02-28",
                "2026-03-01",
                "1999-01-01",
                LocalDate.now(ZoneOffset.UTC).toString())) {
            checkAll(QueryParams.none().with("cohort", "current").with("asOf", day));
            checkAll(QueryParams.none()
                    .with("cohort", "current")
                    .with("asOf", day)
                    .with("releasedFrom", "2023-06-01"));
        }
        for (OracleModel model : oracle.models()) {
            if (model.released() != null) {
                checkAll(QueryParams.none().with("cohort", "atRelease:" + model.id()));
            }
        }
    }

    private void checkAll(QueryParams query) {
        String path = "/api/v1/bands" + query;
        ArrayNode expected = JsonNodeFactory.instance.arrayNode();
        oracle.catalog.capabilities().forEach(capability -> {
            ObjectNode band = bands.band(capability, query);
            // The list has them once.
            band.putArray("suggestions");
            expected.add(band);
        });
        JsonAssert.assertSame(expected, Pagination.single(path), "GET " + path);
    }

    private void check(CapabilityRecord capability, QueryParams query) {
        String path = "/api/v1/bands/" + capability.id() + query;
        JsonAssert.assertSame(bands.band(capability, query), ApiResponse.ok(path), "GET " + path);
    }
}
