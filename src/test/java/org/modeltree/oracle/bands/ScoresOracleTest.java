package org.modeltree.oracle.bands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class ScoresOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleScores scores = new OracleScores(oracle);

    @Test
    void every_model_has_its_scores() {
        RandomRequests requests = new RandomRequests(oracle, 30);
        Checks.each(oracle.walk(), model -> {
            QueryParams query = QueryParams.none();
            requests.addLang(query);
            String path = Urls.model(model.id()) + "/scores" + query;
            JsonAssert.assertSame(scores.placedScores(model, query.lang()), Pagination.single(path), "GET " + path);
        });
    }

    /** A wrong window would be compared with nothing if hardly any cohort had a band. */
    @Test
    void standings_of_all_kinds_occur() {
        Map<String, Integer> kinds = new TreeMap<>();
        for (OracleModel model : oracle.models()) {
            for (JsonNode score : scores.placedScores(model, "en")) {
                JsonNode atRelease = score.at("/standings/atRelease");
                kinds.merge(
                        atRelease.isNull()
                                ? "undated"
                                : atRelease.path("status").asText() + " "
                                        + atRelease.path("position").asText(),
                        1,
                        Integer::sum);
            }
        }
        assertEquals(
                Set.of("undated", "insufficient null", "ok null", "ok below_lower", "ok within", "ok above_upper"),
                kinds.keySet(),
                kinds::toString);
    }

    @Test
    void every_leaderboard_ranks_all_reporting_models() {
        Checks.each(oracle.catalog.capabilities(), capability -> {
            for (int limit : List.of(50, 17, 200)) {
                QueryParams query = QueryParams.none().with("capability", capability.id());
                if (limit != 50) {
                    query.with("limit", String.valueOf(limit));
                }
                String path = "/api/v1/scores" + query;
                JsonNode data = Pagination.data(Pagination.pages(path), limit);
                JsonAssert.assertSame(scores.leaderboard(capability), data, "GET " + path);
            }
        });
    }

    @Test
    void a_leaderboard_shows_the_bands_of_all_and_of_current_models() {
        Checks.each(oracle.catalog.capabilities(), capability -> {
            for (String cohort : List.of("", "&cohort=all", "&cohort=current")) {
                String path = "/api/v1/scores?limit=1&capability=" + capability.id() + cohort;
                JsonAssert.assertSame(
                        scores.leaderboardStandings(capability),
                        ApiResponse.ok(path).get("standings"),
                        "GET " + path);
            }
        });
    }

    @Test
    void a_leaderboard_ranks_the_current_models_or_those_of_the_time_of_a_release() {
        Checks.each(oracle.catalog.capabilities(), capability -> {
            LocalDate today = ReleaseWindows.today();
            assertRanked(capability, "current", today, scores.leaderboard(capability, today));
            for (OracleModel model : new RandomRequests(oracle, 32).random().some(oracle.models(), 5)) {
                if (model.released() != null) {
                    assertRanked(
                            capability,
                            "atRelease:" + model.id(),
                            model.released(),
                            scores.leaderboard(capability, model.released()));
                }
            }
        });
    }

    private static void assertRanked(CapabilityRecord capability, String cohort, LocalDate end, JsonNode expected) {
        for (int limit : List.of(3, 200)) {
            String path = "/api/v1/scores"
                    + QueryParams.none()
                            .with("capability", capability.id())
                            .with("cohort", cohort)
                            .with("limit", String.valueOf(limit));
            List<ApiResponse> pages = Pagination.pages(path);
            JsonAssert.assertSame(expected, Pagination.data(pages, limit), "GET " + path);
            JsonNode ranked = pages.get(0).body().get("cohort");
            assertEquals(cohort, ranked.get("name").asText());
            assertEquals(end.toString(), ranked.at("/window/to").asText());
            assertEquals(
                    ReleaseWindows.twoYearsBefore(end).toString(),
                    ranked.at("/window/from").asText());
        }
    }

    @Test
    void a_cohort_that_cannot_be_ranked_is_refused_and_a_cursor_belongs_to_its_cohort() {
        String path = "/api/v1/scores?capability=context&limit=1";
        OracleModel undated = oracle.models().stream()
                .filter(model -> model.released() == null)
                .findFirst()
                .orElseThrow();
        for (String cohort : List.of("", "newest", "atRelease:", "atRelease:" + undated.id())) {
            ApiResponse refused = ApiResponse.get(path + "&cohort=" + cohort);
            assertEquals(400, refused.status(), refused::summary);
            assertEquals("cohort", refused.body().at("/errors/0/parameter").asText());
        }
        assertEquals(404, ApiResponse.get(path + "&cohort=atRelease:no/body").status());
        String next = ApiResponse.ok(path).at("/links/next").asText();
        assertEquals(400, ApiResponse.get(next + "&cohort=current").status());
        assertEquals("all", ApiResponse.ok(path).at("/cohort/name").asText());
        assertEquals(true, ApiResponse.ok(path).at("/cohort/window").isNull());
    }

    @Test
    void every_raw_value_has_its_score_rank_and_position() {
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            Checks.each(raws(capability), raw -> {
                QueryParams query = QueryParams.none().with("raw", raw.toPlainString());
                String path = "/api/v1/capabilities/" + capability.id() + "/score" + query;
                JsonAssert.assertSame(scores.ofRaw(capability, raw, "en"), ApiResponse.ok(path), "GET " + path);
            });
        }
    }

    @Test
    void a_raw_value_can_have_an_exponent() {
        CapabilityRecord context = oracle.capability("context");
        String path = "/api/v1/capabilities/context/score?raw=1.28e5&lang=zh";
        JsonAssert.assertSame(
                scores.ofRaw(context, new BigDecimal("128000"), "zh"), ApiResponse.ok(path), "GET " + path);
    }

    /** Numbers that the design computes by hand. */
    @Test
    void context_windows_have_the_scores_of_the_design() {
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
        return ApiResponse.ok("/api/v1/capabilities/context/score?raw=" + tokens)
                .path("score")
                .doubleValue();
    }

    /** Both ends of the scale, values next to and far beyond them, measured values and random ones. */
    private List<BigDecimal> raws(CapabilityRecord capability) {
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
        SeededRandom random = new RandomRequests(oracle, 31).random();
        for (int i = 0; i < 10; i++) {
            raws.add(BigDecimal.valueOf(random.between(1, 3_000_000), random.below(4)));
        }
        if (!capability.scale().logarithmic()) {
            raws.add(BigDecimal.ZERO);
        }
        oracle.catalog.measurements().stream()
                .filter(record -> record.benchmark().equals(capability.benchmark()))
                .map(MeasurementRecord::raw)
                .distinct()
                .limit(20)
                .forEach(raws::add);
        raws.removeIf(raw -> raw.signum() == 0 && capability.scale().logarithmic());
        return raws;
    }
}
