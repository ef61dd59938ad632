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

/** Input that means nothing is refused by name, never ignored. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class BadInputOracleTest {
    private static final String MODEL = "/api/v1/models/" + HandmadeModels.MANY_NAMES;

    /** Every path, with the parameters it needs. */
    private static final List<String> PATHS = List.of(
            "/api/v1/models?",
            MODEL + "?",
            MODEL + "/card?",
            MODEL + "/scores?",
            MODEL + "/lineage?",
            MODEL + "/offerings?",
            "/api/v1/tree?",
            "/api/v1/vendors?",
            "/api/v1/capabilities?",
            "/api/v1/capabilities/context?",
            "/api/v1/capabilities/context/score?raw=4096&",
            "/api/v1/scores?capability=context&",
            "/api/v1/bands?",
            "/api/v1/bands/context?",
            "/api/v1/bands/context/history?",
            "/api/v1/compare?ids=aurora/echo,c3/echo-b&",
            "/api/v1/resolve?id=aurora/echo&");

    private static final List<String> PAGED =
            List.of("/api/v1/models?", "/api/v1/vendors?", "/api/v1/scores?capability=context&");

    private static final List<String> BANDS =
            List.of("/api/v1/bands?", "/api/v1/bands/context?", "/api/v1/bands/context/history?");

    @Test
    void every_path_refuses_a_parameter_that_it_does_not_know() {
        Walk.each(PATHS, path -> {
            refused(path + "nonsense=1", "nonsense");
            refused(path + "Lang=en", "Lang");
        });
    }

    @Test
    void every_path_refuses_a_language_that_it_does_not_speak() {
        Walk.each(PATHS, path -> {
            refused(path + "lang=fr", "lang");
            refused(path + "lang=", "lang");
            refused(path + "lang=english", "lang");
        });
    }

    @Test
    void every_path_refuses_a_parameter_given_twice() {
        Walk.each(PATHS, path -> refused(path + "lang=en&lang=en", "lang"));
        refused("/api/v1/models?vendor=c3&vendor=aurora", "vendor");
        refused("/api/v1/models?limit=5&sort=name&limit=5", "limit");
        refused("/api/v1/compare?ids=aurora/echo&ids=c3/echo-b", "ids");
        refused("/api/v1/resolve?id=a&id=b", "id");
        refused("/api/v1/bands?percentiles=5&percentiles=10", "percentiles");
    }

    @Test
    void limits_are_from_1_to_200() {
        for (String path : PAGED) {
            Walk.each(
                    List.of("0", "201", "-1", "ten", "", "1.5", "99999999999999999999", "0x10", "%201"),
                    limit -> refused(path + "limit=" + limit, "limit"));
        }
    }

    @Test
    void a_cursor_belongs_to_what_it_was_made_with() {
        for (String path : PAGED) {
            Walk.each(
                    List.of("nonsense", "%25%25%25", "", "eyJ4IjoxfQ", "e30", "AAAA", "%E4%BC%8F%E7%BE%B2"),
                    cursor -> refused(path + "limit=2&cursor=" + cursor, "cursor"));
        }
        String cursor = cursorOf("/api/v1/models?sort=name&vendor=c3&limit=2");
        refused("/api/v1/models?sort=-name&vendor=c3&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?sort=name,id&vendor=c3&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?vendor=c3&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?sort=name&vendor=aurora&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?sort=name&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?sort=name&vendor=c3&kind=base&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/models?sort=name&vendor=c3&q=e&limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/vendors?limit=2&cursor=" + cursor, "cursor");
        refused("/api/v1/scores?capability=context&limit=2&cursor=" + cursor, "cursor");
        String ranks = cursorOf("/api/v1/scores?capability=context&limit=2");
        refused("/api/v1/scores?capability=output&limit=2&cursor=" + ranks, "cursor");
        // The size of a page is neither filter nor sort.
        assertEquals(
                3,
                Answer.ok("/api/v1/models?sort=name&vendor=c3&limit=3&cursor=" + cursor)
                        .path("data")
                        .size());
    }

    private static String cursorOf(String path) {
        String next = Answer.ok(path).at("/links/next").asText();
        return next.replaceAll(".*[?&]cursor=([^&]*).*", "$1");
    }

    @Test
    void lists_of_models_refuse_what_they_cannot_do() {
        String path = "/api/v1/models?";
        Walk.each(
                List.of("nonsense", "nam", "score", "score.", "score.nope", "--name", "name,", "-", "scores.context"),
                key -> refused(path + "sort=" + key, "sort"));
        Walk.each(
                List.of("nonsense", "ID", "name,nope", "vendor.id", "scores"),
                field -> refused(path + "fields=" + field, "fields"));
        Walk.each(List.of("nonsense", "card", "scores,"), more -> refused(path + "include=" + more, "include"));
        Walk.each(List.of("nonsense", "licence", "family,nope"), facet -> refused(path + "facets=" + facet, "facets"));
        refused(MODEL + "?fields=nonsense", "fields");
        refused(MODEL + "?include=nonsense", "include");
        refused(path + "kind=nonsense", "kind");
        refused(path + "kind=base,Instruct", "kind");
        refused(path + "modality=smell", "modality");
        refused(path + "lifecycle=born", "lifecycle");
        Walk.each(List.of("maybe", "1", "TRUE", ""), open -> refused(path + "openWeights=" + open, "openWeights"));
        refused(path + "contextMin=-1", "contextMin");
        refused(path + "contextMax=1.5", "contextMax");
        refused(path + "contextMax=1000000000000001", "contextMax");
        refused(path + "capability=nope", "capability");
        Walk.each(
                List.of("11", "-1", "NaN", "x", "10.0001"),
                score -> refused(path + "capability=context&scoreMin=" + score, "scoreMin"));
        refused(path + "scoreMin=5", "scoreMin", "capability");
        refused(path + "q=", "q");
        refused(path + "q=%20%20", "q");
        refused(path + "q=" + "x".repeat(201), "q");
        refused(path + "vendor=", "vendor");
        refused(path + "ids=" + String.join(",", Collections.nCopies(201, "a/b")), "ids");
    }

    @Test
    void dates_are_real_days() {
        for (String name : List.of("releasedFrom", "releasedTo")) {
            Walk.each(
                    List.of("2022-02-30", "2022", "2022-13-01", "yesterday", "2022-1-1", "", "2022-01-01T00:00:00Z"),
                    day -> refused("/api/v1/models?" + name + "=" + day, name));
        }
        BANDS.forEach(path ->
                Walk.each(List.of("2022-02-30", "2022-12", "now"), day -> refused(path + "asOf=" + day, "asOf")));
    }

    @Test
    void bands_refuse_percentiles_and_bins_that_cannot_be() {
        for (String path : BANDS) {
            refused(path + "lower=80&upper=20", "lower", "upper");
            refused(path + "lower=50&upper=50.0", "lower", "upper");
            refused(path + "lower=80", "lower", "upper");
            Walk.each(List.of("0", "100", "-5", "NaN", "Infinity", "x", ""), p -> {
                refused(path + "lower=" + p, "lower");
                refused(path + "upper=" + p, "upper");
            });
            refused(path + "kind=nonsense", "kind");
            refused(path + "openWeights=maybe", "openWeights");
            refused(path + "contextMin=1", "contextMin");
        }
        for (String path : List.of("/api/v1/bands?", "/api/v1/bands/context?")) {
            Walk.each(
                    List.of("0", "101", "-1", "ten", "2.5"), bins -> refused(path + "histogram=" + bins, "histogram"));
            Walk.each(List.of("101", "-1", "5,x", "", "NaN"), p -> refused(path + "percentiles=" + p, "percentiles"));
        }
        refused("/api/v1/bands/context/history?interval=week", "interval");
        refused("/api/v1/bands/context/history?histogram=5", "histogram");
    }

    @Test
    void raw_values_that_cannot_be_are_refused() {
        String path = "/api/v1/capabilities/context/score?";
        Walk.each(
                List.of("-1", "NaN", "0", "Infinity", "-Infinity", "x", "", "1e16", "0.0", "0x10", "1e999", "1f"),
                raw -> refused(path + "raw=" + raw, "raw"));
        refused("/api/v1/capabilities/context/score", "raw");
        refused("/api/v1/capabilities/latency/score?raw=-0.5", "raw");
        assertEquals(200, Answer.to("/api/v1/capabilities/latency/score?raw=0").status());
    }

    @Test
    void trees_and_lineages_refuse_depths_directions_and_limits_that_cannot_be() {
        Walk.each(List.of("0", "101", "-1", "x"), depth -> refused(MODEL + "/lineage?depth=" + depth, "depth"));
        Walk.each(List.of("up", "ancestors,up", ""), way -> refused(MODEL + "/lineage?direction=" + way, "direction"));
        Walk.each(List.of("-1", "101", "x"), depth -> refused("/api/v1/tree?depth=" + depth, "depth"));
        Walk.each(List.of("0", "-1", "5001", "99999999999999999999", "1e3", "x", ""), limit -> {
            refused(MODEL + "/lineage?limit=" + limit, "limit");
            refused("/api/v1/tree?limit=" + limit, "limit");
        });
    }

    @Test
    void comparisons_take_two_to_ten_different_models() {
        String path = "/api/v1/compare?ids=";
        refused("/api/v1/compare", "ids");
        refused(path + "aurora/echo", "ids");
        refused(path + "aurora/echo,aurora/echo", "ids");
        refused(path + "aurora/echo,AURORA/Echo", "ids");
        refused(path + HandmadeModels.MANY_NAMES + ",text-zorro-001", "ids");
        List<String> eleven =
                Oracle.get().models().stream().map(OracleModel::id).limit(11).toList();
        refused(path + String.join(",", eleven), "ids");
        refused("/api/v1/resolve", "id");
        refused("/api/v1/resolve?id=", "id");
        refused("/api/v1/scores", "capability");
    }

    @Test
    void what_is_not_there_is_not_found() {
        Walk.each(
                List.of(
                        "/api/v1/capabilities/nope",
                        "/api/v1/capabilities/nope/score?raw=1",
                        "/api/v1/bands/nope",
                        "/api/v1/bands/nope/history",
                        "/api/v1/scores?capability=nope",
                        "/api/v1/tree?root=nobody/nothing",
                        "/api/v1/compare?ids=aurora/echo,nobody/nothing",
                        "/api/v1/resolve?id=nobody/nothing",
                        "/api/v1/models/nobody/nothing/card",
                        "/api/v1/nope",
                        "/api/v1/models/aurora/echo/nope"),
                path -> problem(Answer.to(path), 404, "not_found"));
    }

    private static void refused(String path, String... parameters) {
        JsonNode problem = problem(Answer.to(path), 400, "invalid_parameter");
        Set<String> named = new TreeSet<>();
        for (JsonNode error : problem.path("errors")) {
            named.add(error.path("parameter").asText());
            assertTrue(!error.path("detail").asText().isBlank(), () -> Answer.question(path) + " said " + problem);
        }
        assertTrue(
                List.of(parameters).stream().anyMatch(named::contains),
                () -> Answer.question(path) + " should name " + List.of(parameters) + ", said " + problem);
    }

    private static JsonNode problem(Answer answer, int status, String code) {
        assertEquals(status, answer.status(), answer::said);
        assertTrue(
                answer.header("Content-Type").startsWith("application/problem+json"),
                () -> answer.question() + " is of type " + answer.header("Content-Type"));
        assertTrue(
                String.valueOf(answer.header("Cache-Control")).contains("no-store"),
                () -> answer.question() + " has Cache-Control " + answer.header("Cache-Control"));
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.set("type", Expect.that("a problem type", node -> node.asText().startsWith("urn:modeltree:problem:")));
        problem.set("title", Expect.words());
        problem.put("status", status);
        problem.set("detail", Expect.words());
        problem.put("instance", answer.asked().split("\\?", -1)[0]);
        problem.put("code", code);
        problem.set(
                "errors",
                Expect.that("errors, some on 400", node -> node.isArray() && (status != 400 || !node.isEmpty())));
        problem.set("suggestions", Expect.that("an array", JsonNode::isArray));
        problem.putNull("correlationId");
        Trees.assertSame(problem, answer.body(), answer.question());
        return answer.body();
    }

    /** The paths above should be right but for what is wrong with them. */
    @Test
    void every_path_answers_when_nothing_is_wrong() {
        List<String> paths = new ArrayList<>(PATHS);
        Walk.each(paths, path -> Answer.ok(path + "lang=en"));
    }
}
