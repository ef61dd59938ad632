package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A browser opens the page without words of its own, which is drawn from the JSON of a card alone. Screenshots are left in
 * {@code target/pages}. Skipped without Debian's {@code chromium}.
 */
class CardPageIT extends InChromium {

    private static final Path PAGE = Path.of("src/test/resources/page/card.html");
    private static final int WIDTH = 1100;
    private static final int PHONE = 390;

    private static Page open(String model, String lang, int width) {
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(width, 900));
        page.navigate(PAGE.toUri() + "?api=" + base() + "&model=" + model + "&lang=" + lang);
        page.waitForSelector("main");
        return page;
    }

    @ParameterizedTest
    @CsvSource({
        "openai/instructgpt, en, Context window, '4 January 2024', 175B",
        "openai/instructgpt, zh, 上下文窗口, '2024 年 1 月 4 日', 175B",
        "anthropic/claude-opus-5-5, en, Context window, '22 September 2026', '1,000,000 tokens'",
        "anthropic/claude-opus-5-5, zh, 上下文窗口, '2026 年 9 月 22 日', '1,000,000 个 token'"
    })
    void the_page_shows_the_card_and_nothing_else(String model, String lang, String title, String date, String value)
            throws IOException, InterruptedException {
        JsonNode card = service.json("/api/v1/models/" + model + "/card?lang=" + lang);
        try (Page page = open(model, lang, WIDTH)) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "pages", model.replace('/', '-') + "-" + lang + ".png")));
            assertAll(
                    () -> assertEquals(
                            card.get("name").asText(), page.locator("h1").innerText()),
                    () -> assertEquals(Set.of(), foreign(page, card), "texts that are not in the answer"),
                    () -> assertEquals(titles(card), page.locator("h2").allInnerTexts()),
                    () -> assertTrue(page.locator("h2").allInnerTexts().contains(title)),
                    () -> assertTrue(page.locator("body").innerText().contains(date), date),
                    () -> assertTrue(page.locator("table").innerText().contains(value), value),
                    () -> assertGauge(page, card.get("contextWindow")),
                    () -> assertBars(page, card.get("performance")),
                    () -> assertAvailability(page, card),
                    () -> assertEquals(
                            card.get("facts").size(), page.locator("tbody tr").count()));
        }
        try (Page page = open(model, lang, PHONE)) {
            assertEquals(
                    PHONE,
                    ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue(),
                    "nothing is wider than a phone");
        }
    }

    /** Visible texts with letters that are not a part of any text of the answer. */
    private static Set<String> foreign(Page page, JsonNode card) {
        List<String> words = new ArrayList<>();
        texts(card, words);
        Set<String> foreign = new TreeSet<>();
        for (Object text : (List<?>) page.evaluate("""
                () => {
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  const texts = [];
                  while (walker.nextNode()) texts.push(walker.currentNode.data.trim());
                  return texts;
                }""")) {
            String shown = text.toString();
            if (shown.codePoints().anyMatch(Character::isLetter)
                    && words.stream().noneMatch(word -> word.contains(shown))) {
                foreign.add(shown);
            }
        }
        return foreign;
    }

    private static void texts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(child -> texts(child, texts));
    }

    /** Titles of the sections that have something to show, in the order of the page. */
    private static List<String> titles(JsonNode card) {
        List<String> titles = new ArrayList<>();
        for (String section : List.of(
                "whyItMatters",
                "contextWindow",
                "coreCapabilities",
                "availability",
                "pricing",
                "performance",
                "feelsLike",
                "bestFor",
                "notFor",
                "tools",
                "webLinks",
                "lineage",
                "facts")) {
            JsonNode shown = card.get(section);
            boolean empty = shown.isNull() || (shown.isContainerNode() && shown.isEmpty());
            if (!empty) {
                titles.add(card.at("/labels/sections/" + section).asText());
            }
        }
        return titles;
    }

    /** Each tick with its label and both captions, the pin at the window, and no tick over another. */
    private static void assertGauge(Page page, JsonNode window) {
        List<Locator> ticks = page.locator(".tick").all();
        assertEquals(window.get("ticks").size(), ticks.size());
        BoundingBox axis = page.locator(".axis").boundingBox();
        BoundingBox pin = page.locator(".gauge .pin").boundingBox();
        assertEquals(axis.x + axis.width * window.get("fraction").asDouble(), pin.x + pin.width / 2, 2.0);
        double end = 0;
        for (int i = 0; i < ticks.size(); i++) {
            JsonNode tick = window.get("ticks").get(i);
            String shown = ticks.get(i).innerText();
            assertTrue(shown.contains(tick.get("label").asText()), shown);
            for (JsonNode caption : tick.get("captions")) {
                assertTrue(shown.replace('\n', ' ').contains(caption.asText()), shown);
            }
            BoundingBox box = ticks.get(i).boundingBox();
            assertTrue(box.x >= end, "the tick " + shown + " covers the one before");
            end = box.x + box.width;
        }
    }

    /** A bar for each capability, with the band between its edges and the model at its score. */
    private static void assertBars(Page page, JsonNode performance) {
        List<Locator> bars = page.locator(".bar").all();
        assertEquals(performance.size(), bars.size());
        assertEquals(4, page.locator(".legend .key").count());
        for (int i = 0; i < bars.size(); i++) {
            JsonNode one = performance.get(i);
            BoundingBox bar = bars.get(i).boundingBox();
            BoundingBox pin = bars.get(i).locator(".pin").boundingBox();
            assertEquals(bar.x + bar.width * one.get("exact").asDouble() / 10, pin.x + pin.width / 2, 3.0);
            if (one.get("lower").isObject()) {
                BoundingBox band = bars.get(i).locator(".band").boundingBox();
                assertEquals(bar.x + bar.width * one.at("/lower/exact").asDouble() / 10, band.x, 3.0);
                assertEquals(bar.x + bar.width * one.at("/upper/exact").asDouble() / 10, band.x + band.width, 3.0);
            }
            assertEquals(
                    one.get("score").asText(),
                    bars.get(i).locator(".number.own").innerText());
        }
    }

    private static void assertAvailability(Page page, JsonNode card) {
        String shown = page.locator("section")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("h2:text-is('"
                                + card.at("/labels/sections/availability").asText() + "')")))
                .innerText();
        for (String row : List.of("api", "product", "openSource", "enterprise")) {
            JsonNode statement = card.get("availability").get(row);
            assertTrue(shown.contains(card.at("/labels/availability/" + row).asText()), row);
            assertTrue(shown.contains(statement.get("label").asText()), row);
            if (statement.get("contradiction").isObject()) {
                assertTrue(shown.contains(statement.at("/contradiction/text").asText()), shown);
            }
        }
        assertFalse(shown.isEmpty());
    }
}
