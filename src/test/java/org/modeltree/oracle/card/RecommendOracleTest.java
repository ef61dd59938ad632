package org.modeltree.oracle.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.generated.SeededRandom;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class RecommendOracleTest {

    private static final List<String> CAPABILITIES =
            List.of("context", "context-linear", "output", "coding", "price", "latency", "chat", "four", "tied");

    private final Oracle oracle = Oracle.get();
    private final OracleRecommend recommend = new OracleRecommend(oracle);

    /** A request, with its needs as numbers. */
    private record Request(QueryParams params, Map<String, BigDecimal> weights, Map<String, BigDecimal> minimums) {}

    @Test
    void random_recommendations_are_those_of_comparing_every_model_with_every_other_one() {
        List<Request> all = new ArrayList<>();
        RandomRequests requests = new RandomRequests(oracle, 91);
        for (int i = 0; i < Extent.of(200); i++) {
            all.add(request(requests, i));
        }
        Set<String> seen = new HashSet<>();
        Checks.each(all, request -> {
            Set<String> codes = check(request);
            synchronized (seen) {
                seen.addAll(codes);
            }
        });
        // The requests are not all of the same kind.
        assertTrue(
                seen.containsAll(List.of(
                        "filtered",
                        "no_score",
                        "score_too_low",
                        "no_price",
                        "over_budget",
                        "dominated",
                        "only_one",
                        "highest_score",
                        "lowest_price",
                        "best_in",
                        "more_for_more",
                        "dominates")),
                seen::toString);
    }

    private Request request(RandomRequests requests, int number) {
        SeededRandom random = requests.random();
        QueryParams params = number % 3 == 0 ? traits(requests) : QueryParams.none();
        Map<String, BigDecimal> weights = new LinkedHashMap<>();
        for (String id : random.some(CAPABILITIES, random.any(1, 1, 1, 2, 2, 3, 9))) {
            boolean weighted = random.percent(50);
            String weight = random.any("2", "0.5", "10", "0.125", "9999");
            weights.put(id, weighted ? new BigDecimal(weight) : BigDecimal.ONE);
            params.with("capability", weighted ? id + ":" + weight : id);
        }
        Map<String, BigDecimal> minimums = new LinkedHashMap<>();
        if (random.percent(40)) {
            for (String id : random.some(CAPABILITIES, random.between(1, 2))) {
                String minimum = random.any("0", "3", "5.5", "7", "10");
                minimums.put(id, new BigDecimal(minimum));
                params.with("scoreMin", id + ":" + minimum);
            }
        }
        switch (random.below(6)) {
            case 0 -> params.with("mix", random.any("1:0", "0:1", "10/1", "1:1"));
            case 1 -> params.with("inputTokens", "20000000").with("outputTokens", random.any("1", "7000000"));
            case 2 -> params.with("outputTokens", "123456789");
            default -> {}
        }
        if (random.percent(30)) {
            params.with("priceMax", random.any("0", "0.5", "4", "20.25"));
        }
        if (params.has("outputTokens") && random.percent(50)) {
            params.with("budget", random.any("10", "250.5", "4000"));
        }
        if (random.percent(15)) {
            params.with("provider", random.any("hostco", "meshcloud", "unlisted"));
        }
        if (random.percent(10)) {
            params.with("currency", "EUR");
        }
        if (random.percent(25)) {
            params.with("contextWindowMin", random.any("1", "8192", "131072"));
        }
        if (random.percent(25)) {
            params.with("free", "true");
        }
        if (random.percent(20)) {
            params.with("cohort", random.any("current", "all"));
        }
        if (random.percent(30)) {
            params.with("limit", random.any("1", "2", "50"));
        }
        requests.addLang(params);
        return new Request(params, weights, minimums);
    }

    private static QueryParams traits(RandomRequests requests) {
        return requests.namedCohort().without("asOf").without("cohort");
    }

    /** Checks an answer, and returns the codes in it. */
    private Set<String> check(Request request) {
        OracleRecommend.Answer expected = recommend.answer(request.params(), request.weights(), request.minimums());
        String path = "/api/v1/recommend" + request.params();
        JsonNode answer = ApiResponse.ok(path);
        assertEquals(expected.fitting().size(), answer.get("considered").asInt(), path);
        assertEquals(expected.front().size(), answer.get("total").asInt(), path);
        Set<String> codes = new HashSet<>();
        Map<String, Integer> excluded = new LinkedHashMap<>();
        for (JsonNode exclusion : answer.get("excluded")) {
            codes.add(exclusion.get("code").asText());
            String key = exclusion.get("code").asText()
                    + (exclusion.get("capability").isNull()
                            ? ""
                            : " " + exclusion.get("capability").asText());
            assertNull(excluded.put(key, exclusion.get("count").asInt()), path);
        }
        assertEquals(expected.excluded(), excluded, path);
        int limit = Integer.parseInt(request.params().one("limit", "10"));
        assertEquals(
                Math.min(limit, expected.front().size()), answer.get("front").size(), path);
        for (int i = 0; i < answer.get("front").size(); i++) {
            OracleRecommend.Fit fit = expected.front().get(i);
            checkModel(request, expected, fit, answer.get("front").get(i), path);
            answer.get("front")
                    .get(i)
                    .get("reasons")
                    .forEach(reason -> codes.add(reason.get("code").asText()));
        }
        return codes;
    }

    private static void checkModel(
            Request request, OracleRecommend.Answer expected, OracleRecommend.Fit fit, JsonNode shown, String path) {
        assertEquals(fit.model().id(), shown.get("id").asText(), path);
        assertEquals(fit.score().doubleValue(), shown.get("exact").asDouble(), 1e-9, path);
        BigDecimal[] parts = OracleRecommend.parts(request.params());
        JsonNode price = shown.get("price");
        assertEquals(
                fit.price()
                        .divide(parts[0].add(parts[1]), MathContext.DECIMAL128)
                        .stripTrailingZeros(),
                new BigDecimal(price.get("amount").asText()).stripTrailingZeros(),
                path);
        assertEquals(fit.free() ? "free" : "metered", price.get("kind").asText(), path);
        assertEquals(fit.provider(), price.at("/provider/id").asText(), path);
        assertEquals(fit.offering(), price.get("offering").asText(), path);
        if (request.params().has("outputTokens")) {
            assertEquals(
                    0,
                    fit.price()
                            .movePointLeft(6)
                            .compareTo(
                                    new BigDecimal(shown.at("/monthly/amount").asText())),
                    path);
        } else {
            assertTrue(shown.get("monthly").isNull(), path);
        }
        for (JsonNode reason : shown.get("reasons")) {
            switch (reason.get("code").asText()) {
                case "only_one" -> assertEquals(1, expected.fitting().size(), path);
                case "highest_score" ->
                    assertTrue(
                            expected.fitting().stream()
                                    .allMatch(other -> other.score().compareTo(fit.score()) <= 0),
                            path);
                case "lowest_price" ->
                    assertTrue(
                            expected.fitting().stream()
                                    .allMatch(other -> other.price().compareTo(fit.price()) >= 0),
                            path);
                case "dominates" ->
                    assertEquals(
                            expected.fitting().stream()
                                    .filter(other -> OracleRecommend.isBeatenBy(other, fit))
                                    .count(),
                            reason.get("count").asLong(),
                            path);
                case "more_for_more" ->
                    assertEquals(
                            expected.front().stream()
                                    .filter(other -> other.price().compareTo(fit.price()) < 0)
                                    .findFirst()
                                    .orElseThrow()
                                    .model()
                                    .id(),
                            reason.get("model").asText(),
                            path);
                default -> assertEquals("best_in", reason.get("code").asText(), path);
            }
        }
    }
}
