package org.modeltree.oracle;

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

/** How well a model matches is the service's own affair; whether it is found at all is not. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class SearchOracleTest {
    private final Oracle oracle = Oracle.get();

    @Test
    void every_word_of_a_name_and_its_beginning_find_the_model() {
        Dice dice = new Questions(oracle, 20).dice();
        Walk.each(dice.some(oracle.models(), 80), model -> {
            for (String word : model.name().split("[^A-Za-z]+", -1)) {
                if (word.length() >= 4 && word.length() < 50) {
                    assertFinds(word, model);
                    assertFinds(word.toUpperCase(Locale.ROOT), model);
                    assertFinds(word.substring(0, dice.between(3, word.length())), model);
                }
            }
        });
    }

    @Test
    void a_whole_name_or_id_finds_the_model_whatever_signs_are_in_it() {
        Walk.each(HandmadeModels.all(), draft -> {
            OracleModel model = oracle.model(Oracle.fold(draft.id));
            assertFinds(model.name(), model);
            assertFinds(model.id(), model);
        });
    }

    @Test
    void every_alias_finds_the_model() {
        Map<String, OracleModel> aliases = new TreeMap<>();
        oracle.models().forEach(model -> model.aliases().forEach(alias -> aliases.put(alias, model)));
        Walk.each(aliases.entrySet(), alias -> assertFinds(alias.getKey(), alias.getValue()));
    }

    @Test
    void part_of_a_chinese_name_finds_the_model() {
        Walk.each(List.of("伏羲", "大模型", "羲大模", "伏羲大模型"), q -> assertFinds(q, oracle.model("fuxi/damoxing")));
        Walk.each(List.of("天工", "天工２号"), q -> assertFinds(q, oracle.model("fuxi/tiangong-2")));
    }

    @Test
    void a_name_of_six_letters_or_more_is_found_with_one_typo() {
        Dice dice = new Questions(oracle, 21).dice();
        List<OracleModel> models = oracle.models().stream()
                .filter(model -> model.name().matches("[A-Z][a-z]{5,11} [A-Z0-9.]+"))
                .toList();
        Walk.each(dice.some(models, 60), model -> {
            String word = Oracle.fold(model.name().split(" ", -1)[0]);
            int at = dice.between(2, word.length() - 3);
            assertFinds(word.substring(0, at) + "x" + word.substring(at + 1), model);
            assertFinds(word.substring(0, at) + word.substring(at + 1), model);
            assertFinds(word.substring(0, at) + "x" + word.substring(at), model);
            assertFinds(word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2), model);
        });
    }

    @Test
    void two_mistakes_are_forgiven_and_so_are_swapped_neighbours_in_a_short_word() {
        OracleModel falconet = oracle.model("aurora/falconet-zanzibar-7b");
        Walk.each(List.of("falkonnet", "zanzibarr zanz1bar"), q -> assertFinds(q, falconet));
        Walk.each(List.of("aflc", "flac", "fal7", "fqlc", "zanzz"), q -> assertFinds(q, falconet));
    }

    @Test
    void words_that_are_nowhere_find_nothing() {
        List<String> nonsense = List.of(
                "xqzvkwjx",
                "qqqqwwww",
                "zqjx%zqjx",
                "wqz_wqz_wqz",
                "qxz\\qxz",
                "xqz'; drop table model; --",
                "鑫鑫鑫",
                "falconet xqzvkwjx");
        Walk.each(nonsense, q -> assertEquals(Set.of(), found("q=" + Urls.encode(q)), () -> "q=" + q));
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
    void signs_that_mean_something_to_databases_are_only_signs() {
        Walk.each(
                List.of("%", "_", "\\", "'", "\"", "*", ":*", "!", "&", "|", "(", "<->", "a:*|b", "\\\\", "%%%"), q -> {
                    Answer answer = Answer.to("/api/v1/models?q=" + Urls.encode(q));
                    assertEquals(200, answer.status(), answer::said);
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
        Answer.ok("/api/v1/models?q=diamond&sort=name&limit=200")
                .path("data")
                .forEach(model -> names.add(Orders.folded(model.path("name").asText())));
        assertEquals(names.stream().sorted(Orders.CODE_POINTS).toList(), names);
    }

    private void assertFinds(String q, OracleModel model) {
        String query = "q=" + Urls.encode(q);
        assertTrue(
                found(query).contains(model.id()),
                () -> "seed " + InventedCatalog.SEED + ", " + query + " (" + q + ") did not find " + model.id()
                        + " called " + model.name());
    }

    /** Ids of all pages, none of them twice. */
    private static Set<String> found(String query) {
        String path = "/api/v1/models?" + query + "&fields=id&limit=200";
        Set<String> ids = new HashSet<>();
        JsonNode data = Walk.data(Walk.pages(path), 200);
        data.forEach(model -> ids.add(model.path("id").asText()));
        assertEquals(data.size(), ids.size(), () -> Answer.question(path) + " gave a model twice");
        return ids;
    }
}
