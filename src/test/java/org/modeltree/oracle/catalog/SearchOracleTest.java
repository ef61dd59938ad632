package org.modeltree.oracle.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.RandomRequests;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedCatalog;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.SeededRandom;

/** The contract defines which models a search finds, but not how they are ranked. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class SearchOracleTest {
    private final Oracle oracle = Oracle.get();

    @Test
    void words_of_a_name_and_their_prefixes_find_the_model() {
        SeededRandom random = new RandomRequests(oracle, 20).random();
        Checks.each(random.some(oracle.models(), Extent.of(80)), model -> {
            for (String word : model.name().split("[^A-Za-z]+", -1)) {
                if (word.length() >= 4 && word.length() < 50) {
                    assertFinds(word, model);
                    assertFinds(word.toUpperCase(Locale.ROOT), model);
                    assertFinds(word.substring(0, random.between(3, word.length())), model);
                }
            }
        });
    }

    @Test
    void names_and_ids_with_any_characters_find_their_model() {
        Checks.each(HandmadeModels.all(), builder -> {
            OracleModel model = oracle.model(Oracle.fold(builder.id));
            assertFinds(model.name(), model);
            assertFinds(model.id(), model);
        });
    }

    @Test
    void every_alias_finds_the_model() {
        Map<String, OracleModel> aliases = new TreeMap<>();
        oracle.models().forEach(model -> model.aliases().forEach(alias -> aliases.put(alias, model)));
        Checks.each(aliases.entrySet(), alias -> assertFinds(alias.getKey(), alias.getValue()));
    }

    @Test
    void part_of_a_chinese_name_finds_the_model() {
        Checks.each(List.of("伏羲", "大模型", "羲大模", "伏羲大模型"), q -> assertFinds(q, oracle.model("fuxi/damoxing")));
        Checks.each(List.of("天工", "天工２号"), q -> assertFinds(q, oracle.model("fuxi/tiangong-2")));
    }

    @Test
    void names_of_six_letters_or_more_tolerate_one_typo() {
        SeededRandom random = new RandomRequests(oracle, 21).random();
        List<OracleModel> models = oracle.models().stream()
                .filter(model -> model.name().matches("[A-Z][a-z]{5,11} [A-Z0-9.]+"))
                .toList();
        Checks.each(random.some(models, Extent.of(60)), model -> {
            String word = Oracle.fold(model.name().split(" ", -1)[0]);
            int at = random.between(2, word.length() - 3);
            assertFinds(word.substring(0, at) + "x" + word.substring(at + 1), model);
            assertFinds(word.substring(0, at) + word.substring(at + 1), model);
            assertFinds(word.substring(0, at) + "x" + word.substring(at), model);
            assertFinds(word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2), model);
        });
    }

    @Test
    void two_typos_and_transpositions_in_short_words_are_tolerated() {
        OracleModel falconet = oracle.model("aurora/falconet-zanzibar-7b");
        Checks.each(List.of("falkonnet", "zanzibarr zanz1bar"), q -> assertFinds(q, falconet));
        Checks.each(List.of("aflc", "flac", "fal7", "fqlc", "zanzz"), q -> assertFinds(q, falconet));
    }

    @Test
    void unknown_words_find_nothing() {
        List<String> nonsense = List.of(
                "xqzvkwjx",
                "qqqqwwww",
                "zqjx%zqjx",
                "wqz_wqz_wqz",
                "qxz\\qxz",
                "xqz'; drop table model; --",
                "鑫鑫鑫",
                "falconet xqzvkwjx");
        Checks.each(nonsense, q -> assertEquals(Set.of(), found("q=" + Urls.encode(q)), () -> "q=" + q));
    }

    @Test
    void every_word_must_be_found() {
        OracleModel falconet = oracle.model("aurora/falconet-zanzibar-7b");
        assertFinds("falconet zanzibar", falconet);
        assertFinds("zanzibar falconet", falconet);
        assertFinds("  zanz   falc ", falconet);
        assertFinds("falconet aurora", falconet);
        assertEquals(Set.of(), found("q=falconet%20quixote"), "two words of two models");
        assertEquals(Set.of(), found("q=wyvern+zanzibar"), "two words of two models, a plus between them");
    }

    @Test
    void database_operators_are_plain_characters() {
        Checks.each(
                List.of("%", "_", "\\", "'", "\"", "*", ":*", "!", "&", "|", "(", "<->", "a:*|b", "\\\\", "%%%"), q -> {
                    ApiResponse answer = ApiResponse.get("/api/v1/models?q=" + Urls.encode(q));
                    assertEquals(200, answer.status(), answer::summary);
                });
    }

    @Test
    void a_search_is_filtered_and_sorted_like_any_list() {
        String id = "aurora/falconet-zanzibar-7b";
        assertEquals(Set.of(id), found("q=falconet&vendor=aurora"));
        assertEquals(Set.of(), found("q=falconet&vendor=fuxi"));
        Set<String> unsorted = found("q=diamond");
        assertEquals(unsorted, found("q=diamond&sort=-name"));
        List<String> names = new ArrayList<>();
        ApiResponse.ok("/api/v1/models?q=diamond&sort=name&limit=200")
                .path("data")
                .forEach(model -> names.add(Orderings.folded(model.path("name").asText())));
        assertEquals(names.stream().sorted(Orderings.CODE_POINTS).toList(), names);
    }

    private void assertFinds(String q, OracleModel model) {
        String query = "q=" + Urls.encode(q);
        assertTrue(
                found(query).contains(model.id()),
                () -> "seed " + GeneratedCatalog.SEED + ", " + query + " (" + q + ") did not find " + model.id()
                        + " called " + model.name());
    }

    /** Ids of all pages. Checks that none is there twice. */
    private static Set<String> found(String query) {
        String path = "/api/v1/models?" + query + "&fields=id&limit=200";
        Set<String> ids = new HashSet<>();
        JsonNode data = Pagination.data(Pagination.pages(path), 200);
        data.forEach(model -> ids.add(model.path("id").asText()));
        assertEquals(data.size(), ids.size(), () -> ApiResponse.request(path) + " gave a model twice");
        return ids;
    }
}
