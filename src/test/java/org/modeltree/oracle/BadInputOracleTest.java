package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.generated.HandmadeModels;

/** Invalid input is rejected with the name of the parameter, never ignored. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class BadInputOracleTest {
    private static final String MODEL = "/api/v1/models/" + HandmadeModels.MANY_NAMES;

    /** Every path with its required parameters. */
    private static final List<String> PATHS = List.of(
            "/api/v1/models?",
            MODEL + "?",
            MODEL + "/card?",
            MODEL + "/scores?",
            MODEL + "/lineage?",
            MODEL + "/offerings?",
            "/api/v1/tree?",
            "/api/v1/tree/columns?",
            "/api/v1/vendors?",
            "/api/v1/providers?",
            "/api/v1/providers/hostco/offerings?",
            "/api/v1/capabilities?",
            "/api/v1/capabilities/context?",
            "/api/v1/capabilities/context/score?raw=4096&",
            "/api/v1/scores?capability=context&",
            "/api/v1/bands?",
            "/api/v1/bands/context?",
            "/api/v1/bands/context/history?",
            "/api/v1/compare?ids=aurora/echo,c3/echo-b&",
            "/api/v1/resolve?id=aurora/echo&");

    private static final List<String> PAGED = List.of(
            "/api/v1/models?",
            "/api/v1/vendors?",
            "/api/v1/providers?",
            "/api/v1/providers/hostco/offerings?",
            "/api/v1/scores?capability=context&");

    private static final List<String> BANDS =
            List.of("/api/v1/bands?", "/api/v1/bands/context?", "/api/v1/bands/context/history?");

    @Test
    void every_path_rejects_an_unknown_parameter() {
        Checks.each(PATHS, path -> {
            assertRejected(path + "nonsense=1", "nonsense");
            assertRejected(path + "Lang=en", "Lang");
        });
    }

    @Test
    void every_path_rejects_an_unknown_language() {
        Checks.each(PATHS, path -> {
            assertRejected(path + "lang=fr", "lang");
            assertRejected(path + "lang=", "lang");
            assertRejected(path + "lang=english", "lang");
        });
    }

    @Test
    void every_path_rejects_a_repeated_parameter() {
        Checks.each(PATHS, path -> assertRejected(path + "lang=en&lang=en", "lang"));
        assertRejected("/api/v1/models?vendor=c3&vendor=aurora", "vendor");
        assertRejected("/api/v1/models?limit=5&sort=name&limit=5", "limit");
        assertRejected("/api/v1/compare?ids=aurora/echo&ids=c3/echo-b", "ids");
        assertRejected("/api/v1/resolve?id=a&id=b", "id");
        assertRejected("/api/v1/bands?percentiles=5&percentiles=10", "percentiles");
    }

    @Test
    void a_limit_outside_1_to_200_is_rejected() {
        for (String path : PAGED) {
            Checks.each(
                    List.of("0", "201", "-1", "ten", "", "1.5", "99999999999999999999", "0x10", "%201"),
                    limit -> assertRejected(path + "limit=" + limit, "limit"));
        }
    }

    @Test
    void a_cursor_is_valid_only_for_its_own_list() {
        for (String path : PAGED) {
            Checks.each(
                    List.of("nonsense", "%25%25%25", "", "eyJ4IjoxfQ", "e30", "AAAA", "%E4%BC%8F%E7%BE%B2"),
                    cursor -> assertRejected(path + "limit=2&cursor=" + cursor, "cursor"));
        }
        String cursor = cursorOf("/api/v1/models?sort=name&vendor=c3&limit=2");
        assertRejected("/api/v1/models?sort=-name&vendor=c3&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?sort=name,id&vendor=c3&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?vendor=c3&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?sort=name&vendor=aurora&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?sort=name&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?sort=name&vendor=c3&kind=base&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/models?sort=name&vendor=c3&q=e&limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/vendors?limit=2&cursor=" + cursor, "cursor");
        assertRejected("/api/v1/providers?limit=2&cursor=" + cursorOf("/api/v1/vendors?limit=2"), "cursor");
        assertRejected("/api/v1/scores?capability=context&limit=2&cursor=" + cursor, "cursor");
        String ranks = cursorOf("/api/v1/scores?capability=context&limit=2");
        assertRejected("/api/v1/scores?capability=output&limit=2&cursor=" + ranks, "cursor");
        // The page size is not part of the filter or the sort.
        assertEquals(
                3,
                ApiResponse.ok("/api/v1/models?sort=name&vendor=c3&limit=3&cursor=" + cursor)
                        .path("data")
                        .size());
    }

    private static String cursorOf(String path) {
        String next = ApiResponse.ok(path).at("/links/next").asText();
        return next.replaceAll(".*[?&]cursor=([^&]*).*", "$1");
    }

    @Test
    void lists_of_models_reject_invalid_parameters() {
        String path = "/api/v1/models?";
        Checks.each(
                List.of("nonsense", "nam", "score", "score.", "score.nope", "--name", "name,", "-", "scores.context"),
                key -> assertRejected(path + "sort=" + key, "sort"));
        Checks.each(
                List.of("nonsense", "ID", "name,nope", "vendor.id", "scores"),
                field -> assertRejected(path + "fields=" + field, "fields"));
        Checks.each(
                List.of("nonsense", "card", "scores,"), more -> assertRejected(path + "include=" + more, "include"));
        Checks.each(
                List.of("nonsense", "licence", "family,nope"),
                facet -> assertRejected(path + "facets=" + facet, "facets"));
        assertRejected(MODEL + "?fields=nonsense", "fields");
        assertRejected(MODEL + "?include=nonsense", "include");
        assertRejected(path + "kind=nonsense", "kind");
        assertRejected(path + "kind=base,Instruct", "kind");
        assertRejected(path + "modality=smell", "modality");
        assertRejected(path + "lifecycle=born", "lifecycle");
        Checks.each(
                List.of("maybe", "1", "TRUE", ""), open -> assertRejected(path + "openWeights=" + open, "openWeights"));
        assertRejected(path + "contextWindowMin=-1", "contextWindowMin");
        assertRejected(path + "contextWindowMax=1.5", "contextWindowMax");
        assertRejected(path + "contextWindowMax=1000000000000001", "contextWindowMax");
        assertRejected(path + "capability=nope", "capability");
        Checks.each(
                List.of("11", "-1", "NaN", "x", "10.0001"),
                score -> assertRejected(path + "capability=context&scoreMin=" + score, "scoreMin"));
        assertRejected(path + "scoreMin=5", "scoreMin", "capability");
        assertRejected(path + "q=", "q");
        assertRejected(path + "q=%20%20", "q");
        assertRejected(path + "q=" + "x".repeat(201), "q");
        assertRejected(path + "vendor=", "vendor");
        assertRejected(path + "ids=" + String.join(",", Collections.nCopies(201, "a/b")), "ids");
    }

    @Test
    void invalid_dates_are_rejected() {
        for (String name : List.of("releasedFrom", "releasedTo")) {
            Checks.each(
                    List.of("2022-02-30", "2022", "2022-13-01", "yesterday", "2022-1-1", "", "2022-01-01T00:00:00Z"),
                    day -> assertRejected("/api/v1/models?" + name + "=" + day, name));
        }
        BANDS.forEach(path -> Checks.each(
                List.of("2022-02-30", "2022-12", "now"), day -> assertRejected(path + "asOf=" + day, "asOf")));
    }

    @Test
    void bands_reject_invalid_percentiles_and_bins() {
        for (String path : BANDS) {
            assertRejected(path + "lower=80&upper=20", "lower", "upper");
            assertRejected(path + "lower=50&upper=50.0", "lower", "upper");
            assertRejected(path + "lower=80", "lower", "upper");
            Checks.each(List.of("0", "100", "-5", "NaN", "Infinity", "x", ""), p -> {
                assertRejected(path + "lower=" + p, "lower");
                assertRejected(path + "upper=" + p, "upper");
            });
            assertRejected(path + "kind=nonsense", "kind");
            assertRejected(path + "openWeights=maybe", "openWeights");
            assertRejected(path + "contextWindowMin=1", "contextWindowMin");
        }
        for (String path : List.of("/api/v1/bands?", "/api/v1/bands/context?")) {
            Checks.each(
                    List.of("0", "101", "-1", "ten", "2.5"),
                    bins -> assertRejected(path + "histogram=" + bins, "histogram"));
            Checks.each(
                    List.of("101", "-1", "5,x", "", "NaN"),
                    p -> assertRejected(path + "percentiles=" + p, "percentiles"));
        }
        assertRejected("/api/v1/bands/context/history?interval=week", "interval");
        assertRejected("/api/v1/bands/context/history?histogram=5", "histogram");
    }

    @Test
    void bands_reject_cohorts_that_do_not_exist_or_contradict_another_filter() {
        for (String path : BANDS) {
            Checks.each(
                    List.of(
                            "",
                            "none",
                            "Current",
                            "all,current",
                            "atRelease",
                            "atRelease:",
                            "atrelease:aurora/echo",
                            // A model without a release date.
                            "atRelease:" + HandmadeModels.BARE),
                    cohort -> assertRejected(path + "cohort=" + cohort, "cohort"));
            assertRejected(path + "cohort=current&cohort=current", "cohort");
            assertRejected(path + "cohort=atRelease:aurora/echo&asOf=2022-12-31", "asOf");
            problem(ApiResponse.get(path + "cohort=atRelease:nobody/nothing"), 404, "not_found");
        }
    }

    @Test
    void invalid_raw_values_are_rejected() {
        String path = "/api/v1/capabilities/context/score?";
        Checks.each(
                List.of("-1", "NaN", "0", "Infinity", "-Infinity", "x", "", "1e16", "0.0", "0x10", "1e999", "1f"),
                raw -> assertRejected(path + "raw=" + raw, "raw"));
        assertRejected("/api/v1/capabilities/context/score", "raw");
        assertRejected("/api/v1/capabilities/latency/score?raw=-0.5", "raw");
        assertEquals(
                200, ApiResponse.get("/api/v1/capabilities/latency/score?raw=0").status());
    }

    @Test
    void trees_and_lineages_reject_invalid_depths_directions_and_limits() {
        Checks.each(
                List.of("0", "101", "-1", "x"), depth -> assertRejected(MODEL + "/lineage?depth=" + depth, "depth"));
        Checks.each(
                List.of("up", "ancestors,up", ""),
                way -> assertRejected(MODEL + "/lineage?direction=" + way, "direction"));
        Checks.each(List.of("-1", "101", "x"), depth -> assertRejected("/api/v1/tree?depth=" + depth, "depth"));
        Checks.each(List.of("0", "-1", "5001", "99999999999999999999", "1e3", "x", ""), limit -> {
            assertRejected(MODEL + "/lineage?limit=" + limit, "limit");
            assertRejected("/api/v1/tree?limit=" + limit, "limit");
        });
        Checks.each(
                List.of("0", "-1", "20001", "99999999999999999999", "1e3", "x", ""),
                limit -> assertRejected("/api/v1/tree/columns?limit=" + limit, "limit"));
    }

    @Test
    void a_comparison_requires_two_to_ten_different_models() {
        String path = "/api/v1/compare?ids=";
        assertRejected("/api/v1/compare", "ids");
        assertRejected(path + "aurora/echo", "ids");
        assertRejected(path + "aurora/echo,aurora/echo", "ids");
        assertRejected(path + "aurora/echo,AURORA/Echo", "ids");
        assertRejected(path + HandmadeModels.MANY_NAMES + ",text-zorro-001", "ids");
        List<String> eleven =
                Oracle.get().models().stream().map(OracleModel::id).limit(11).toList();
        assertRejected(path + String.join(",", eleven), "ids");
        assertRejected("/api/v1/resolve", "id");
        assertRejected("/api/v1/resolve?id=", "id");
        assertRejected("/api/v1/scores", "capability");
        assertRejected("/api/v1/scores?capability=nope", "capability");
    }

    @Test
    void unknown_ids_and_paths_are_not_found() {
        Checks.each(
                List.of(
                        "/api/v1/capabilities/nope",
                        "/api/v1/capabilities/nope/score?raw=1",
                        "/api/v1/bands/nope",
                        "/api/v1/bands/nope/history",
                        "/api/v1/tree?root=nobody/nothing",
                        "/api/v1/compare?ids=aurora/echo,nobody/nothing",
                        "/api/v1/resolve?id=nobody/nothing",
                        "/api/v1/models/nobody/nothing/card",
                        "/api/v1/nope",
                        "/api/v1/models/aurora/echo/nope"),
                path -> problem(ApiResponse.get(path), 404, "not_found"));
    }

    private static void assertRejected(String path, String... parameters) {
        JsonNode problem = problem(ApiResponse.get(path), 400, "invalid_parameter");
        Set<String> named = new TreeSet<>();
        for (JsonNode error : problem.path("errors")) {
            named.add(error.path("parameter").asText());
            assertTrue(
                    !error.path("detail").asText().isBlank(), () -> ApiResponse.request(path) + " returned " + problem);
        }
        assertTrue(
                List.of(parameters).stream().anyMatch(named::contains),
                () -> ApiResponse.request(path) + " should name " + List.of(parameters) + ", returned " + problem);
    }

    private static JsonNode problem(ApiResponse answer, int status, String code) {
        assertEquals(status, answer.status(), answer::summary);
        assertTrue(
                answer.header("Content-Type").startsWith("application/problem+json"),
                () -> answer.request() + " is of type " + answer.header("Content-Type"));
        assertTrue(
                String.valueOf(answer.header("Cache-Control")).contains("no-store"),
                () -> answer.request() + " has Cache-Control " + answer.header("Cache-Control"));
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.set("type", Expect.that("a problem type", node -> node.asText().startsWith("urn:modeltree:problem:")));
        problem.set("title", Expect.words());
        problem.put("status", status);
        problem.set("detail", Expect.words());
        problem.put("instance", answer.path().split("\\?", -1)[0]);
        problem.put("code", code);
        problem.set(
                "errors",
                Expect.that("errors, some on 400", node -> node.isArray() && (status != 400 || !node.isEmpty())));
        problem.set("suggestions", Expect.that("an array", JsonNode::isArray));
        problem.putNull("correlationId");
        JsonAssert.assertSame(problem, answer.body(), answer.request());
        return answer.body();
    }

    /** Guards the tests above: the paths are valid on their own. */
    @Test
    void every_path_answers_valid_requests() {
        List<String> paths = new ArrayList<>(PATHS);
        Checks.each(paths, path -> ApiResponse.ok(path + "lang=en"));
    }
}
