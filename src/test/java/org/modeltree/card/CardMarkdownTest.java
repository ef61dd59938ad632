package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CardMarkdownTest {

    private static final String MARKDOWN = "text/markdown";
    private static final String CARD = "/models/acme/one/card";

    @BeforeEach
    void fill() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"vendor","id":"acme","name":"Acme | Co"}
                {"type":"model","id":"acme/base","name":"Base"}
                {"type":"model","id":"acme/next","name":"Next *one*"}
                {"type":"model","id":"acme/twin","name":"Twin"}
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
                {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"D"},"benchmark":"quiz","scale":{"kind":"linear","floor":20,"ceiling":80}}
                {"type":"measurement","model":"acme/one","benchmark":"quiz","raw":90,"source":"https://acme.example","settings":{"reasoning_effort":"high"}}
                {"type":"model","id":"acme/one","name":"One *star*","releaseDate":"2026-05","parameters":175000000000,"lifecycle":"deprecated","retiredDate":"2999-01-02","successor":"acme/next","texts":{"en":{"subtitle":"<b>Sub</b>","summary":"First.\\n\\n# Second [x](https://evil.example)"},"zh":{"subtitle":"副标题"}},"aliases":["first-one"],"sources":[{"facts":["releaseDate","parameters","retiredDate","successor"],"source":"https://www.acme.example/a|b","date":"2026-05-04"}]}
                {"type":"edge","child":"acme/one","parent":"acme/base","relation":"fine_tune","method":"rlhf"}
                {"type":"edge","child":"acme/one","parent":"acme/twin","relation":"merge","method":null}
                {"type":"edge","child":"acme/next","parent":"acme/one","relation":"successor"}
                {"type":"card","model":"acme/one","texts":{"en":{"whyItMatters":"- It *matters*","bestFor":["a\\nb"]}},"tools":[{"name":{"en":"Chat"},"url":"https://chat.acme.example"}]}
                """);
    }

    private static Importing.Answer markdown(String path, String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "Accept";
        headers[1] = MARKDOWN;
        System.arraycopy(more, 0, headers, 2, more.length);
        return Importing.get(path, headers);
    }

    @Test
    void a_card_is_a_page_in_markdown_with_what_people_wrote_escaped() {
        Importing.Answer answer = markdown(CARD).is(200);
        assertEquals("text/markdown;charset=UTF-8", answer.header("Content-Type"));
        assertEquals("en", answer.header("Content-Language"));
        String page = answer.text();
        List<String> expected = List.of(
                "# One \\*star\\*\n",
                "**Acme \\| Co** · May 2026 · `acme/one`",
                "**\\<b\\>Sub\\</b\\>**",
                "First.\n\n\\# Second \\[x\\](https\\://evil.example)",
                "## Why it matters\n\n\\- It \\*matters\\*\n",
                "## Best for\n\n- a b\n",
                "- [Chat](<https://chat.acme.example>)",
                "[Base](</m/acme/base.md>) (Fine-tune · RLHF), [Twin](</m/acme/twin.md>) (Merge)\n",
                "[acme.example](<https://www.acme.example/a%7Cb>)",
                "| Parameters | 175B | [acme.example](<https://www.acme.example/a%7Cb>) | 4 May 2026 |");
        for (String part : expected) {
            assertTrue(page.contains(part), () -> part + "\nis missing in\n" + page);
        }
        assertFalse(page.contains("null"), page);
    }

    @Test
    void the_page_is_in_the_language_of_the_reader() {
        Importing.Answer answer = markdown(CARD + "?lang=zh").is(200);
        assertEquals("zh", answer.header("Content-Language"));
        assertTrue(answer.text().contains("**副标题**"), answer.text());
        assertTrue(answer.text().contains("## 为何重要"), answer.text());
        assertTrue(answer.text().contains("](</m/acme/base.md?lang=zh>)"), answer.text());
        assertTrue(answer.text().contains("| 2026 年 5 月 4 日 |"), answer.text());
        assertTrue(markdown(CARD, "Accept-Language", "zh-TW").text().contains("## 为何重要"));
    }

    @Test
    void a_successor_is_named_and_linked_and_a_date_to_come_is_not_past() {
        String page = markdown(CARD).is(200).text();
        assertTrue(page.contains("| Successor | [Next \\*one\\*](</m/acme/next.md>) | "), page);
        assertTrue(page.contains("| Retires | 2 January 2999 | "), page);
        JsonNode facts = Importing.get(CARD).is(200).json().get("facts");
        JsonNode successor = StreamSupport.stream(facts.spliterator(), false)
                .filter(fact -> fact.get("name").asText().equals("successor"))
                .findFirst()
                .orElseThrow();
        assertEquals("Next *one*", successor.get("text").asText());
        assertEquals("acme/next", successor.at("/value/text").asText());
    }

    @Test
    void a_score_beyond_the_scale_says_so_and_its_settings_are_words() {
        JsonNode score = Importing.get(CARD + "?lang=zh").is(200).json().at("/performance/0");
        assertEquals("high", score.get("clamped").asText());
        assertEquals("Quiz · 线性刻度 · 推理强度：高", score.get("basis").asText());
        assertEquals("high", score.at("/settings/reasoning_effort").asText());
    }

    @Test
    void what_each_score_is_based_on_follows_the_table() {
        String page = markdown(CARD).is(200).text();
        assertTrue(page.contains("\n\n- **Quiz**: Quiz · linear · Reasoning effort: high\n"), page);
        String chinese = markdown(CARD + "?lang=zh").is(200).text();
        assertTrue(chinese.contains("\n\n- **Quiz**：Quiz · 线性刻度 · 推理强度：高\n"), chinese);
    }

    @Test
    void each_section_has_a_title_of_its_own_and_chinese_has_chinese_punctuation() {
        String page = markdown(CARD).is(200).text();
        assertTrue(page.contains("## Performance\n"), page);
        assertTrue(page.contains("\n| Capability | Value |"), page);
        String chinese = markdown(CARD + "?lang=zh").is(200).text();
        assertTrue(
                chinese.contains("- **源自**：[Base](</m/acme/base.md?lang=zh>)（微调 · RLHF（人类反馈强化学习））、"
                        + "[Twin](</m/acme/twin.md?lang=zh>)（合并）\n"),
                chinese);
        String words = chinese.replaceAll("\\]\\(<[^>]*>\\)", "").replaceAll("[ -~]{9,}", "");
        assertFalse(words.matches("(?s).*\\p{IsHan}[,:;()].*"), words);
    }

    @Test
    void json_stays_what_clients_get_that_do_not_ask() {
        for (String accept : List.of("*/*", "application/json", "text/html, */*;q=0.8")) {
            Importing.Answer answer = Importing.get(CARD, "Accept", accept).is(200);
            assertEquals("application/json", answer.header("Content-Type"), accept);
            assertTrue(answer.header("Vary").startsWith("Accept, "), answer.header("Vary"));
        }
        // Now that the JSON is in memory.
        for (String accept : List.of("text/markdown, */*;q=0.1", "text/*, application/json;q=0.5", MARKDOWN)) {
            Importing.Answer answer = Importing.get(CARD, "Accept", accept).is(200);
            assertEquals("text/markdown;charset=UTF-8", answer.header("Content-Type"), accept);
        }
        assertEquals("application/json", Importing.get(CARD).header("Content-Type"));
        assertEquals(
                "application/json",
                Importing.get(CARD, "Accept", "text/markdown;q=0.1, application/json")
                        .header("Content-Type"));
    }

    @Test
    void head_and_304_agree_with_get() {
        Importing.Answer get = markdown(CARD).is(200);
        assertNotEquals(Importing.get(CARD).header("ETag"), get.header("ETag"));
        Importing.Answer head =
                Importing.send("HEAD", CARD, null, "Accept", MARKDOWN).is(200);
        Importing.Answer unchanged =
                markdown(CARD, "If-None-Match", get.header("ETag")).is(304);
        for (String name : List.of("ETag", "Vary", "Cache-Control", "Content-Language", "Modeltree-Revision")) {
            assertEquals(get.header(name), head.header(name), name);
            assertEquals(get.header(name), unchanged.header(name), name);
        }
        assertEquals(get.header("Content-Type"), head.header("Content-Type"));
        assertEquals(get.header("Content-Length"), head.header("Content-Length"));
        assertEquals(0, head.bytes().length);
        assertEquals(0, unchanged.bytes().length);
        markdown(CARD, "If-None-Match", Importing.get(CARD).header("ETag")).is(200);
    }

    @Test
    void another_media_type_is_refused_with_those_that_there_are() {
        for (String accept : List.of("image/png", "image/*", "text/html")) {
            assertEquals(
                    "This path returns application/json or text/markdown only.",
                    Importing.get(CARD, "Accept", accept)
                            .is(406)
                            .json()
                            .get("detail")
                            .asText());
        }
        assertEquals(
                "This path returns application/json only.",
                Importing.get("/models/acme/one", "Accept", MARKDOWN)
                        .is(406)
                        .json()
                        .get("detail")
                        .asText());
    }

    @Test
    void aliases_redirect_and_unknown_models_are_problems() {
        assertEquals(
                "/api/v1/models/acme/one/card",
                markdown("/models/first-one/card").is(308).header("Location"));
        assertEquals(
                "application/problem+json",
                markdown("/models/acme/onee/card").is(404).header("Content-Type"));
    }
}
