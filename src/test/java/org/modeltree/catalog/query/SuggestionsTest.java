package org.modeltree.catalog.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The intended id comes first among the suggestions. */
class SuggestionsTest {

    private static final List<String> IDS = List.of(
            "anthropic/claude-3-5-sonnet-20240620",
            "anthropic/claude-3-7-sonnet-20250219",
            "anthropic/claude-3-opus",
            "anthropic/claude-3-sonnet",
            "azure/gpt-4",
            "google/gemini-2.5-pro",
            "meta/llama-3-70b",
            "meta/llama-3-8b",
            "openai/gpt-3",
            "openai/gpt-4",
            "openai/gpt-4o-mini",
            "openai/instructgpt",
            "openai/text-davinci-003");

    @ParameterizedTest
    @CsvSource({
        "openai/instructgtp, openai/instructgpt",
        "openai/nstructgpt, openai/instructgpt",
        "openai/InstructGPT3, openai/instructgpt",
        "anthropic/claude-3.7-sonet, anthropic/claude-3-7-sonnet-20250219",
        "anthropic/claude3opus, anthropic/claude-3-opus",
        "claude-3-opus, anthropic/claude-3-opus",
        "google/claude-3-opus, anthropic/claude-3-opus",
        "antropic/claude-3-opus, anthropic/claude-3-opus",
        "opneai/gpt-4, openai/gpt-4",
        "openrouter/openai/gpt4, openai/gpt-4",
        "meta/lama-3-70b, meta/llama-3-70b",
        "google/gemini-2.5, google/gemini-2.5-pro",
        "openai/gpt-4o, openai/gpt-4o-mini",
        "openai/text-davinci, openai/text-davinci-003"
    })
    void what_was_meant_comes_first(String given, String meant) {
        List<String> suggested = Suggestions.of(given, IDS);
        assertTrue(!suggested.isEmpty() && suggested.get(0).equals(meant), () -> given + " suggests " + suggested);
    }

    @ParameterizedTest
    @CsvSource({"nobody/nothing", "v1/m7", "a/a", "/", "🙈", "openai/", "模型/模型", "x/completely-different-name"})
    void what_is_like_nothing_suggests_nothing(String given) {
        assertEquals(List.of(), Suggestions.of(given, IDS));
    }

    @Test
    void at_most_five_are_suggested() {
        List<String> many =
                IntStream.range(0, 300).mapToObj(i -> "acme/rocket-" + i).toList();
        assertEquals(5, Suggestions.of("acme/rocket", many).size());
    }

    @Test
    void a_name_has_few_other_spellings_however_long_it_is() {
        assertTrue(
                Misspellings.of("a".repeat(100), Suggestions.EDITED_LETTERS, "").size() < 2_000);
        assertEquals(0, Suggestions.edited("a".repeat(60_000)).length);
        assertTrue(Misspellings.of("gpt", 24, "").containsAll(List.of("gtp", "gp", "gpt4", "get", "xgpt")));
    }
}
