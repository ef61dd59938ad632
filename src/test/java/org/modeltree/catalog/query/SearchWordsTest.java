package org.modeltree.catalog.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of a search, corrected to words that names have. */
class SearchWordsTest {

    private static PlainSql database;
    private static SearchWords search;

    @BeforeAll
    static void fill() throws SQLException {
        database = PlainSql.open("search_words");
        search = new SearchWords(database.sql());
        database.update("insert into vendor (id, name) values ('a', 'A')", Map.of());
        // Names are what may be misspelt; other words are found only as they are spelt.
        model("a/one", "instruct instructgpt sonnet", "summary wonderful");
        model("a/two", "instruction mistral gemini", "poem");
        model("a/three", "deepseekcoder claude", "模型 大语言模型");
        model("a/four", "gamma gamut gamin", "");
        model("a/five", "abcdx bbcdx cbcdx dbcdx ebcdx fbcdx gbcdx", "");
    }

    private static void model(String id, String names, String other) throws SQLException {
        database.update(
                "insert into model (id, vendor_id, name, name_key, revision, updated_at)"
                        + " values (:id, 'a', :id, :id, 1, now())",
                Map.of("id", id));
        database.update(
                "insert into model_search (model_id, names, words) values (:id, :names, :words)",
                Map.of("id", id, "names", " " + names, "words", " " + names + " " + other));
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"instruct", "instructg", "sonnet", "son", "wonderful", "wonder", "summary", "xyz", "语言模型"})
    void a_word_that_a_model_has_or_that_is_too_short_to_correct_stands_for_itself(String word) {
        assertEquals(List.of(List.of(word)), search.meanings(List.of(word)));
    }

    @ParameterizedTest
    @CsvSource({
        "sonet, sonnet, a letter is missing",
        "sonnnet, sonnet, a letter too many",
        "sonmet, sonnet, another letter",
        "osnnet, sonnet, two neighbours swapped",
        "msitral, mistral, two neighbours swapped",
        "cluade, claude, two neighbours swapped",
        "gemnii, gemini, two neighbours swapped"
    })
    void a_word_with_one_mistake_stands_for_the_word_it_misspells(String word, String meaning, String mistake) {
        assertEquals(List.of(List.of(meaning)), search.meanings(List.of(word)), mistake);
    }

    @Test
    void a_mistake_in_the_last_letters_leaves_the_beginning_that_names_have() {
        assertEquals(List.of(List.of("sonne")), search.meanings(List.of("sonnte")));
    }

    @Test
    void a_word_with_two_mistakes_is_corrected_from_six_letters_on() {
        assertEquals(List.of(List.of("mistral")), search.meanings(List.of("mizdral")));
        // Five letters: two mistakes are one too many, although gamma, gamut and gamin are much like it.
        assertEquals(List.of(List.of("gxmyx")), search.meanings(List.of("gxmyx")));
    }

    @Test
    void a_word_like_no_other_stands_for_itself() {
        assertEquals(List.of(List.of("qqqqqqqq")), search.meanings(List.of("qqqqqqqq")));
        assertEquals(List.of(List.of("x".repeat(60))), search.meanings(List.of("x".repeat(60))));
    }

    @Test
    void of_meanings_that_begin_alike_only_the_shortest_is_kept() {
        // instruct, instructgpt and instruction are all found by the first.
        assertEquals(List.of(List.of("instruct")), search.meanings(List.of("instrcut")));
    }

    @Test
    void a_word_has_at_most_five_meanings() {
        assertEquals(5, search.meanings(List.of("zbcdx")).get(0).size());
    }

    @Test
    void only_the_first_five_unknown_words_are_corrected() {
        List<String> words = List.of("sonet", "msitral", "gemnii", "cluade", "instrcut", "osnnet");
        assertEquals(
                List.of(
                        List.of("sonnet"),
                        List.of("mistral"),
                        List.of("gemini"),
                        List.of("claude"),
                        List.of("instruct"),
                        List.of("osnnet")),
                search.meanings(words));
    }

    @Test
    void words_come_back_in_their_order_with_repetitions() {
        assertEquals(
                List.of(List.of("son"), List.of("sonnet"), List.of("claude"), List.of("sonnet")),
                search.meanings(List.of("son", "sonet", "claude", "sonet")));
    }

    @Test
    void a_pattern_matches_the_beginning_of_a_word_and_anywhere_in_scripts_without_spaces() {
        assertEquals("% gpt%", SearchWords.pattern("gpt"));
        assertEquals("% модель%", SearchWords.pattern("модель"));
        assertEquals("%模型%", SearchWords.pattern("模型"));
        assertEquals("%もでる%", SearchWords.pattern("もでる"));
        assertEquals("%モデル%", SearchWords.pattern("モデル"));
        assertEquals("%โมเดล%", SearchWords.pattern("โมเดล"));
    }
}
