package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page of another origin shows cards by {@code <modeltree-card>}. Screenshots are left in {@code target/pages}. Skipped
 * without Debian's {@code chromium}.
 */
class CardOnPageIT extends InChromium {

    private static final String DRAWN = "modeltree-card article[aria-busy=false]";
    private static final int WIDTH = 560;

    /** The server of the page, at an origin of its own. */
    private static OtherSite site;

    @BeforeAll
    static void startSite() throws IOException {
        site = new OtherSite("default-src 'none'; script-src " + base() + "; connect-src " + base());
    }

    @AfterAll
    static void stopSite() {
        if (site != null) {
            site.close();
        }
    }

    /** A page of another origin, which allows nothing but the script and the API; what its console says goes to {@code errors}. */
    private static Page page(String lang, String body, List<String> errors, Browser.NewPageOptions options) {
        Page page = browser.newPage(options.setViewportSize(WIDTH, 900));
        page.onConsoleMessage(message -> note(message, errors));
        page.onPageError(errors::add);
        site.show("<!doctype html><html lang=\"" + lang + "\"><title>Page</title><script async src=\"" + base()
                + "/modeltree-card.js\"></script>" + body + "<p id=\"below\">Below</p>");
        return page;
    }

    private static void note(ConsoleMessage message, List<String> errors) {
        // An icon is not part of the page.
        if (message.type().equals("error") && !message.text().contains("favicon")) {
            errors.add(message.text());
        }
    }

    private static Page open(String lang, String body, List<String> errors) {
        Page page = page(lang, body, errors, new Browser.NewPageOptions());
        page.navigate(site.address());
        page.waitForSelector(DRAWN);
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", "pages", "element-" + name + ".png")));
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT", "zh, LIGHT", "en, DARK", "zh, DARK"})
    void one_line_shows_a_card_in_the_language_of_the_page(String lang, ColorScheme scheme)
            throws IOException, InterruptedException {
        JsonNode card = service.json("/api/v1/models/openai/instructgpt/card?lang=" + lang);
        List<String> errors = new ArrayList<>();
        try (Page page = page(
                lang,
                "<modeltree-card model=\"openai/instructgpt\"></modeltree-card>",
                errors,
                new Browser.NewPageOptions().setColorScheme(scheme))) {
            page.navigate(site.address());
            Locator article = page.locator(DRAWN);
            article.waitFor();
            screenshot(page, lang + "-" + scheme.name().toLowerCase(Locale.ROOT));
            String text = article.innerText();
            JsonNode context = card.at("/performance/0");
            assertAll(
                    () -> assertEquals("InstructGPT", article.locator("h2").innerText()),
                    () -> assertEquals(
                            base() + "/m/openai/instructgpt",
                            article.locator("h2 a").getAttribute("href")),
                    () -> assertTrue(text.contains(card.get("releaseDateText").asText()), text),
                    () -> assertTrue(
                            text.contains(card.at("/contextWindow/caption").asText()), text),
                    () -> assertTrue(text.contains(context.get("label").asText()), text),
                    () -> assertTrue(
                            text.contains(
                                    card.at("/labels/performance/median/label").asText()),
                            text),
                    () -> assertTrue(article.locator("[role=img]")
                            .first()
                            .getAttribute("aria-label")
                            .endsWith(context.at("/explanation/score").asText())),
                    () -> assertEquals(List.of(), errors));
        }
    }

    @Test
    void nothing_moves_when_the_card_arrives() {
        List<String> errors = new ArrayList<>();
        List<Route> held = new ArrayList<>();
        try (Page page = page(
                "en",
                "<modeltree-card model=\"openai/instructgpt\"></modeltree-card>"
                        + "<modeltree-card model=\"anthropic/claude-opus-4-8\" rows=\"5\"></modeltree-card>",
                errors,
                new Browser.NewPageOptions())) {
            page.route("**/api/v1/**", held::add);
            page.navigate(site.address());
            page.waitForSelector("modeltree-card article[aria-busy=true]");
            page.waitForCondition(() -> held.size() == 2);
            double before = page.locator("#below").boundingBox().y;
            held.forEach(Route::resume);
            page.waitForCondition(() -> page.locator(DRAWN).count() == 2);
            screenshot(page, "two");
            assertEquals(before, page.locator("#below").boundingBox().y, 0.5);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void all_sections_are_those_of_the_card() throws IOException, InterruptedException {
        JsonNode card = service.json("/api/v1/models/openai/instructgpt/card?lang=en");
        List<String> errors = new ArrayList<>();
        try (Page page =
                open("en", "<modeltree-card model=\"openai/instructgpt\" sections=\"all\"></modeltree-card>", errors)) {
            screenshot(page, "all");
            List<String> titles = page.locator(DRAWN + " section > h3").allInnerTexts();
            List<String> expected = new ArrayList<>();
            for (String section : List.of(
                    "contextWindow",
                    "whyItMatters",
                    "coreCapabilities",
                    "availability",
                    "pricing",
                    "performance",
                    "feelsLike",
                    "bestFor",
                    "tools",
                    "notFor",
                    "lineage",
                    "webLinks",
                    "facts")) {
                expected.add(card.at("/labels/sections/" + section).asText());
            }
            assertEquals(expected, titles);
            String text = page.locator(DRAWN).innerText();
            assertTrue(
                    text.contains(
                            card.at("/availability/api/contradiction/text").asText()),
                    text);
            assertTrue(text.contains(card.at("/labels/claims/inconsistent").asText()), text);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void a_change_of_an_attribute_draws_another_card() {
        List<String> errors = new ArrayList<>();
        try (Page page = open("en", "<modeltree-card model=\"openai/instructgpt\"></modeltree-card>", errors)) {
            page.evaluate("() => { const card = document.querySelector('modeltree-card');"
                    + " card.setAttribute('model', 'openai/gpt-4o'); card.lang = 'zh'; }");
            page.waitForSelector("modeltree-card article[lang=zh]");
            assertEquals("GPT-4o", page.locator(DRAWN + " h2").innerText());
            page.evaluate("() => document.querySelector('modeltree-card').setAttribute('model', 'gpt')");
            page.waitForSelector(DRAWN + "[role=alert]");
            assertTrue(page.locator(DRAWN).innerText().contains("must be an id"));
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void the_style_of_the_page_does_not_change_the_card() throws IOException {
        try (OtherSite styled = new OtherSite("default-src 'none'; style-src 'unsafe-inline'; script-src " + base()
                        + "; connect-src " + base());
                Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(WIDTH, 900))) {
            styled.show("<!doctype html><html lang=en dir=rtl><title>Page</title><script async src=\"" + base()
                    + "/modeltree-card.js\"></script><style>html { font-size: 10px } * { box-sizing: border-box }"
                    + " body { background: #000; color: #fff; font: italic 700 30px/3 serif; letter-spacing: 4px;"
                    + " text-align: center; text-transform: uppercase; white-space: nowrap; word-spacing: 9px }"
                    + " div { width: 240px } h2, p, section, article { color: red; float: left }</style>"
                    + "<div><modeltree-card model=\"openai/instructgpt\"></modeltree-card>"
                    + "<modeltree-card model=\"openai/gpt-4o\" sections=\"all\"></modeltree-card></div>");
            page.navigate(styled.address());
            page.waitForCondition(() -> page.locator(DRAWN).count() == 2);
            screenshot(page, "strange");
            Locator first = page.locator(DRAWN).first();
            assertEquals("InstructGPT", first.locator("h2").innerText());
            assertEquals(
                    List.of("15px", "400", "normal", "normal", "none", "ltr"),
                    first.evaluate("card => { const style = getComputedStyle(card); return [style.fontSize,"
                            + " style.fontWeight, style.fontStyle, style.letterSpacing, style.textTransform,"
                            + " style.direction] }"));
            for (Locator card : page.locator(DRAWN).all()) {
                assertEquals(240, card.boundingBox().width, 0.5);
                assertEquals(true, card.evaluate("card => card.scrollWidth <= card.clientWidth"), "nothing sticks out");
            }
        }
    }

    @Test
    void a_card_without_a_text_says_what_is_known() throws IOException, InterruptedException {
        List<String> errors = new ArrayList<>();
        JsonNode card = service.json("/api/v1/models/anthropic/claude-opus-4-8/card?lang=en");
        assertTrue(card.get("summary").isNull() && card.get("subtitle").isNull());
        try (Page page = open("en", "<modeltree-card model=\"anthropic/claude-opus-4-8\"></modeltree-card>", errors)) {
            String text = page.locator(DRAWN + " p").first().innerText();
            assertTrue(text.startsWith("Family: "), text);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void a_service_that_is_away_is_told_in_the_language_of_the_page() {
        for (String lang : List.of("en", "zh-Hant")) {
            try (Page page = page(
                    lang,
                    "<modeltree-card model=\"openai/instructgpt\"></modeltree-card>",
                    new ArrayList<>(),
                    new Browser.NewPageOptions())) {
                page.route(
                        "**/api/v1/**",
                        lang.equals("en")
                                ? Route::abort
                                : route -> route.fulfill(new Route.FulfillOptions()
                                        .setStatus(502)
                                        .setBody("<h1>Bad gateway</h1>")));
                page.navigate(site.address());
                page.waitForSelector(DRAWN + "[role=alert]");
                assertEquals(
                        lang.equals("en") ? "The card cannot be loaded right now." : "卡片暂时无法加载。",
                        page.locator(DRAWN + " p").innerText());
            }
        }
    }

    @Test
    void an_unknown_model_is_named_with_those_that_may_be_meant() {
        List<String> errors = new ArrayList<>();
        try (Page page = open("en", "<modeltree-card model=\"openai/instructgtp\"></modeltree-card>", errors)) {
            screenshot(page, "unknown");
            assertTrue(page.locator(DRAWN).innerText().contains("There is no model openai/instructgtp"));
            assertEquals(
                    base() + "/m/openai/instructgpt",
                    page.locator(DRAWN + " li a").first().getAttribute("href"));
        }
    }

    @Test
    void any_number_of_rows_is_drawn_at_once() {
        List<String> errors = new ArrayList<>();
        try (Page page = open("en", "<modeltree-card model=\"openai/gpt-4o\" rows=\"1e9\"></modeltree-card>", errors)) {
            assertEquals("GPT-4o", page.locator(DRAWN + " h2").innerText());
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void a_page_chooses_the_colours_and_the_theme() {
        List<String> errors = new ArrayList<>();
        try (Page page =
                open("en", "<modeltree-card model=\"openai/instructgpt\" theme=\"dark\"></modeltree-card>", errors)) {
            String colour =
                    "getComputedStyle(document.querySelector('modeltree-card').shadowRoot.querySelector('article'))";
            assertEquals("rgb(21, 25, 30)", page.evaluate(colour + ".backgroundColor"));
            page.evaluate(
                    "document.querySelector('modeltree-card').style.setProperty('--modeltree-paper', 'rgb(1, 2, 3)')");
            assertEquals("rgb(1, 2, 3)", page.evaluate(colour + ".backgroundColor"));
        }
        assertEquals(List.of(), errors);
    }
}
