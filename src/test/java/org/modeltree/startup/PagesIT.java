package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Collator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People use the pages in a browser, with the whole starter catalog. After each test there was no error in the console, no
 * breach of the content policy and no request to another server. Screenshots are left in {@code target/pages}. Skipped
 * without Debian's {@code chromium}.
 */
class PagesIT extends InChromium {

    private static final String CARD = "/m/openai/instructgpt";
    private static final String BREACHES =
            "window.breaches = []; addEventListener('securitypolicyviolation', e => breaches.push(e.violatedDirective"
                    + " + ' ' + e.blockedURI)); new PerformanceObserver(list => { window.longest ="
                    + " Math.max(window.longest ?? 0, ...list.getEntries().map(e => e.duration)) })"
                    + ".observe({ type: 'longtask', buffered: true });";

    private static final String EMPTY_TREE = """
            {"vendors":[],"relations":[],"methods":[],"truncated":false,"suggestions":[],
             "models":{"id":[],"name":[],"vendor":[],"releaseDate":[],"depth":[]},
             "edges":{"child":[],"parent":[],"relation":[],"method":[]}}
            """;

    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeEach
    void open() {
        open(new Browser.NewContextOptions().setViewportSize(1280, 900).setLocale("en"));
    }

    private void open(Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(options);
        context.addInitScript(BREACHES);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // The browser itself reports the status of the page for a model that does not exist.
            if (message.type().equals("error") && !message.text().contains("404")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(base())) {
                errors.add("a request to " + request.url());
            }
        });
    }

    @AfterEach
    void check() {
        // Without scripts there is no list.
        assertEquals(List.of(), page.evaluate("window.breaches ?? []"), "breaches of the content policy");
        context.close();
        assertEquals(List.of(), errors);
    }

    private void go(String path) {
        page.navigate(base() + path);
    }

    private void shoot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "pages", name + ".png")));
    }

    @Test
    void somebody_searches_opens_a_card_and_changes_the_language() {
        go("/");
        page.locator("#q").fill("instructg");
        Locator option = page.locator(".suggest li").first();
        option.waitFor();
        assertTrue(option.innerText().startsWith("InstructGPT"), option.innerText());
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.waitForURL("**" + CARD);
        assertEquals("InstructGPT", page.locator("h1").innerText());
        page.locator("a[hreflang=zh].tool").click();
        page.waitForURL("**" + CARD + "?lang=zh");
        assertEquals("zh", page.locator("html").getAttribute("lang"));
        assertTrue(page.locator("h2").allInnerTexts().contains("为何重要"));
        page.locator("a.brand").click();
        page.waitForURL("**/?lang=zh");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void captions_of_the_gauge_do_not_touch(int width) {
        page.setViewportSize(width, 900);
        for (String language : List.of("en", "zh")) {
            go(CARD + "?lang=" + language);
            for (String row : List.of("raw", "caption", "other")) {
                List<?> gaps = (List<?>) page.evaluate(
                        "row => [...document.querySelectorAll('.tick .' + row)]"
                                + ".map(text => text.getBoundingClientRect())"
                                + ".map((box, i, all) => i === 0 ? 99 : box.left - all[i - 1].right)",
                        row);
                assertTrue(gaps.stream().allMatch(gap -> ((Number) gap).doubleValue() > 8), row + gaps);
            }
        }
    }

    @Test
    void the_search_works_without_scripts() {
        open(new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale("en"));
        go(CARD);
        assertEquals("InstructGPT", page.locator("h1").innerText());
        page.locator("#q").fill("claude");
        page.locator("#q").press("Enter");
        page.waitForURL("**/search?q=claude");
        page.locator("tbody a").first().click();
        page.waitForURL("**/m/anthropic/**");
    }

    @Test
    void the_tree_shows_the_publisher_chosen_last_and_says_when_one_cannot_be_read() {
        List<Route> held = new ArrayList<>();
        page.route("**/api/v1/tree/columns?*vendor=openai", held::add);
        page.route(
                "**/api/v1/tree/columns?*vendor=google",
                route -> route.fulfill(new Route.FulfillOptions().setStatus(404).setBody("{}")));
        page.route(
                "**/api/v1/tree/columns?*vendor=mistral",
                route -> route.fulfill(new Route.FulfillOptions().setBody(EMPTY_TREE)));
        go("/");
        page.locator("[data-tree][data-ready]").waitFor();
        Locator choice = page.locator("[data-tree-vendor]");
        page.waitForCondition(() -> choice.locator("option").count() > 5);
        String before = drawing();
        choice.selectOption("openai");
        page.waitForCondition(() -> held.size() == 1);
        choice.selectOption("anthropic");
        page.waitForCondition(() -> !drawing().equals(before));
        String anthropic = drawing();
        page.waitForResponse(
                "**/api/v1/tree/columns?*vendor=openai", () -> held.get(0).resume());
        page.evaluate("new Promise(resolve => setTimeout(resolve, 300))");
        assertEquals(anthropic, drawing());
        choice.selectOption("google");
        page.locator("[data-tree-tip]:has-text('could not be loaded')").waitFor();
        assertEquals("anthropic", choice.inputValue());
        assertEquals(anthropic, drawing());
        choice.selectOption("mistral");
        page.waitForCondition(() -> !drawing().equals(anthropic));
        String nothing = drawing();
        assertTrue(nothing.length() < anthropic.length() / 4, "an empty drawing");
        choice.selectOption("");
        page.waitForCondition(() -> drawing().equals(before));
    }

    /** What the canvas shows, as an image. */
    private String drawing() {
        return (String) page.evaluate("document.querySelector('[data-tree] canvas').toDataURL()");
    }

    @Test
    void the_tree_is_drawn_on_a_slow_processor_and_opens_cards() {
        go("/");
        CDPSession session = context.newCDPSession(page);
        JsonObject rate = new JsonObject();
        rate.addProperty("rate", 4);
        session.send("Emulation.setCPUThrottlingRate", rate);
        go("/");
        Locator tree = page.locator("[data-tree][data-ready]");
        tree.waitFor();
        int models = Integer.parseInt(tree.getAttribute("data-ready"));
        assertTrue(models > 2_000, models + " models");
        double ready =
                ((Number) page.evaluate("performance.getEntriesByName('tree-ready')[0].startTime")).doubleValue();
        double longest = ((Number) page.evaluate("window.longest ?? 0")).doubleValue();
        System.out.printf(
                "the tree of %d models: usable after %.0f ms, longest task %.0f ms%n", models, ready, longest);
        JsonObject normal = new JsonObject();
        normal.addProperty("rate", 1);
        session.send("Emulation.setCPUThrottlingRate", normal);
        page.locator("[data-tree-find]").fill("InstructGPT");
        page.locator("[data-tree-find]").press("Enter");
        page.waitForFunction("document.querySelector('[data-tree-live]').textContent.startsWith('InstructGPT')");
        page.locator("canvas").focus();
        page.keyboard().press("ArrowLeft");
        page.waitForFunction("document.querySelector('[data-tree-live]').textContent.startsWith('GPT-3')");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("+");
        page.keyboard().press("0");
        page.locator("[data-tree-list] > summary").click();
        // It arrives in parts.
        page.waitForCondition(() -> page.locator("[data-tree-list] li").count() > 100);
        page.locator("canvas").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/m/**");
    }

    @Test
    void a_click_on_the_selected_model_opens_its_card() {
        go("/?model=openai/instructgpt");
        page.locator("[data-tree][data-ready]").waitFor();
        page.waitForTimeout(100);
        // A model that is asked for is in the middle.
        page.locator("canvas").click();
        page.waitForURL("**" + CARD);
    }

    @Test
    void models_are_compared_and_tables_sort() {
        go("/compare?models=openai/gpt-4");
        page.locator("#with").fill("claude 3 opus");
        page.locator(".inline .suggest li").first().waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.waitForURL("**/compare?models=openai*gpt-4&with=**");
        assertEquals(2, page.locator("table").first().locator("thead th").count());
        assertTrue(page.locator(".best").count() > 3);
        go("/bands/context");
        page.locator("th button").nth(1).click();
        List<String> names = page.locator("tbody tr th[scope=row] a").allInnerTexts();
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Collator.getInstance(Locale.ENGLISH));
        assertEquals(sorted.get(0), names.get(0));
        assertEquals(
                "ascending", page.locator("table[data-sort] thead th").nth(1).getAttribute("aria-sort"));
    }

    @Test
    void a_chosen_theme_stays() {
        go(CARD);
        page.locator("[data-theme-switch]").click();
        assertEquals("dark", page.locator("html").getAttribute("data-theme"));
        go("/bands");
        assertEquals("dark", page.locator("html").getAttribute("data-theme"));
    }

    @Test
    void a_keyboard_alone_is_enough() {
        go(CARD);
        page.keyboard().press("Tab");
        assertEquals("#content", focused("getAttribute('href')"));
        page.keyboard().press("Enter");
        assertEquals("content", focused("id"));
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 200 && !"BODY".equals(focused("tagName")); i++) {
            page.keyboard().press("Tab");
            reached.add(String.valueOf(focused("textContent.trim()")));
            assertTrue(
                    (Boolean) page.evaluate("document.activeElement === document.body"
                            + " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"),
                    "the focus is visible on " + reached.get(reached.size() - 1));
        }
        for (String expected : List.of("Compare", "See it in the family tree", "What the numbers say", "GPT-3")) {
            assertTrue(reached.contains(expected), expected + reached);
        }
        page.locator("details summary").first().focus();
        page.keyboard().press("Enter");
        page.locator("details[open] li").first().waitFor();
        page.locator("[data-theme-switch]").focus();
        page.keyboard().press("Space");
        assertEquals("dark", page.locator("html").getAttribute("data-theme"));
        go("/bands/context");
        page.locator("th button").nth(3).focus();
        page.keyboard().press("Enter");
        assertEquals(
                "ascending", page.locator("table[data-sort] thead th").nth(3).getAttribute("aria-sort"));
    }

    private Object focused(String property) {
        return page.evaluate("document.activeElement." + property);
    }

    @Test
    void nothing_moves_for_those_who_prefer_that() {
        for (ReducedMotion motion : ReducedMotion.values()) {
            open(new Browser.NewContextOptions().setReducedMotion(motion).setLocale("en"));
            go("/");
            page.locator("[data-tree][data-ready]").waitFor();
            List<?> moving = (List<?>) page.evaluate("[...document.querySelectorAll('*')].filter(e => {"
                    + " const style = getComputedStyle(e); return style.transitionDuration !== '0s'"
                    + " || style.animationName !== 'none' || style.scrollBehavior !== 'auto' }).map(e => e.tagName)");
            assertEquals(motion == ReducedMotion.REDUCE, moving.isEmpty(), motion + moving.toString());
        }
    }

    @Test
    void a_card_is_printed_dark_on_white_without_what_only_screens_need() {
        open(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK).setLocale("en"));
        go(CARD);
        page.locator("[data-theme-switch]").click();
        page.locator("[data-theme-switch]").click();
        assertEquals("dark", page.locator("html").getAttribute("data-theme"));
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        shoot("printed");
        assertTrue(page.locator("h1").isVisible());
        for (String gone : List.of("nav", ".search", ".tools", ".actions")) {
            assertTrue(page.locator(gone).first().isHidden(), gone);
        }
        assertEquals("rgb(29, 36, 33)", page.evaluate("getComputedStyle(document.querySelector('h1')).color"));
        assertEquals("rgb(255, 255, 255)", page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                CARD,
                "/m/anthropic/claude-opus-5-5",
                "/search?q=gpt",
                "/bands",
                "/bands/context",
                "/compare?models=openai/gpt-4,openai/gpt-4o",
                "/offerings?models=openai/gpt-4o",
                "/changes",
                "/docs",
                "/m/openai/nothing-like-this"
            })
    void every_page_is_accessible_and_fits_a_phone_in_both_languages_and_themes(String path) throws IOException {
        String name = path.equals("/") ? "start" : path.substring(1).replaceAll("[^a-z0-9.-]+", "-");
        for (View view : List.of(
                new View("en", ColorScheme.LIGHT, 1280),
                new View("zh", ColorScheme.DARK, 1280),
                new View("en", ColorScheme.DARK, 390),
                new View("zh", ColorScheme.LIGHT, 390))) {
            open(new Browser.NewContextOptions()
                    .setViewportSize(view.width(), 900)
                    .setColorScheme(view.scheme())
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setLocale("en"));
            String shown = path + (path.contains("?") ? "&" : "?") + "lang=" + view.lang();
            go(shown);
            if (path.equals("/")) {
                page.locator("[data-tree][data-ready]").waitFor();
            }
            shoot(name + "-" + view.lang() + "-" + view.scheme().name().toLowerCase(Locale.ROOT) + "-" + view.width());
            assertEquals(
                    view.width(),
                    ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue(),
                    "nothing is wider than the screen");
            assertEquals(List.of(), violations(), shown + " " + view);
        }
    }

    private record View(String lang, ColorScheme scheme, int width) {}

    /** What axe finds, as one line each. */
    private Object violations() throws IOException {
        try (InputStream axe = PagesIT.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n =>"
                + " n.target.join(' ') + ' ' + n.failureSummary).join('; '))");
    }
}
