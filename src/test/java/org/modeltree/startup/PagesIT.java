package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
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
    @ValueSource(ints = {360, 390, 800, 1280})
    void captions_of_the_gauge_do_not_touch(int width) {
        page.setViewportSize(width, 900);
        for (String language : List.of("en", "zh")) {
            go(CARD + "?lang=" + language);
            // Where they have no room beside each other, they are a list.
            boolean isPhone = width < 940;
            assertEquals(isPhone, page.locator(".tick .caption").first().isHidden());
            assertTrue(page.locator(".gauge li").nth(2).innerText().startsWith("32K"));
            assertEquals(
                    isPhone,
                    ((Number) page.evaluate("document.querySelector('.gauge li').getBoundingClientRect().width"))
                                    .doubleValue()
                            > 100);
            for (String row : isPhone ? List.of("raw") : List.of("raw", "caption", "other")) {
                List<?> gaps = (List<?>) page.evaluate(
                        "row => [...document.querySelectorAll('.tick .' + row)]"
                                + ".map(text => text.getBoundingClientRect())"
                                + ".map((box, i, all) => i === 0 ? 99 : box.left - all[i - 1].right)",
                        row);
                assertTrue(gaps.stream().allMatch(gap -> ((Number) gap).doubleValue() > (isPhone ? 4 : 8)), row + gaps);
            }
            assertEquals(
                    page.evaluate("document.querySelector('.gauge').clientWidth"),
                    page.evaluate("document.querySelector('.gauge').parentElement.clientWidth"),
                    "the whole gauge is in sight");
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

    @Test
    void the_legend_of_the_tree_shows_publishers_alone_in_their_colours_and_the_address_keeps_that() {
        go("/");
        page.locator("[data-tree][data-ready]").waitFor();
        Locator choice = page.locator("[data-tree-vendor]");
        page.waitForCondition(() -> choice.locator("option").count() > 5);
        Locator openai = page.locator("[data-tree-legend] button[data-vendor=openai]");
        String colour =
                (String) openai.locator(".swatch").evaluate("swatch => getComputedStyle(swatch).backgroundColor");
        openai.click();
        page.waitForURL("**/?vendor=openai");
        assertEquals("openai", choice.inputValue());
        assertEquals("true", openai.getAttribute("aria-pressed"));
        page.waitForCondition(() -> has(colour));
        assertTrue(page.locator("a.tool[hreflang=zh]").getAttribute("href").contains("vendor=openai"));
        page.reload();
        page.locator("[data-tree][data-ready]").waitFor();
        page.waitForCondition(() -> choice.inputValue().equals("openai"));
        page.locator("[data-tree-find]").fill("InstructGPT");
        page.locator("[data-tree-find]").press("Enter");
        page.waitForURL("**/?vendor=openai&model=openai/instructgpt");
        page.locator("[data-tree] > canvas").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**" + CARD);
        page.goBack();
        page.locator("[data-tree-tip] strong:has-text('InstructGPT')").waitFor();
        assertEquals("openai", choice.inputValue());
        page.locator("[data-tree-legend] button[data-vendor=openai]").click();
        page.waitForCondition(() -> choice.inputValue().isEmpty());
        page.waitForURL(base() + "/");
    }

    /** Whether the tree has a pixel of a colour such as {@code rgb(12, 34, 56)}. */
    private boolean has(String colour) {
        return (Boolean) page.evaluate(
                "colour => { const wanted = colour.match(/\\d+/g).map(Number);"
                        + " const canvas = document.querySelector('[data-tree] canvas');"
                        + " const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                        + " for (let i = 0; i < data.length; i += 4)"
                        + " if (wanted.every((value, c) => Math.abs(data[i + c] - value) < 3)) return true;"
                        + " return false }",
                colour);
    }

    @Test
    void somebody_who_searches_the_tree_is_told_what_matches_and_is_led_there() {
        go("/?relation=merge");
        page.locator("[data-tree][data-ready]").waitFor();
        page.waitForCondition(
                () -> page.locator("[data-tree-relation]").inputValue().equals("merge"));
        Locator find = page.locator("[data-tree-find]");
        find.fill("no model has this name");
        page.locator("[data-tree-tip]:has-text('No model in the tree matches.')")
                .waitFor();
        String before = drawing();
        find.fill("instructgpt");
        page.locator("[data-tree-tip]:has-text('Matching models: ')").waitFor();
        page.waitForCondition(() -> !drawing().equals(before));
        find.fill("");
        page.locator("[data-tree-tip]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        go("/?model=openai/no-such-model&vendor=nobody&relation=none");
        page.locator("[data-tree][data-ready]").waitFor();
        assertEquals("", page.locator("[data-tree-vendor]").inputValue());
    }

    @Test
    void a_map_shows_what_part_of_the_tree_is_in_sight_and_leads_to_others() {
        go("/");
        page.locator("[data-tree][data-ready]").waitFor();
        Locator map = page.locator("[data-tree-map]");
        map.waitFor();
        map.scrollIntoViewIfNeeded();
        BoundingBox all = map.locator("canvas").boundingBox();
        BoundingBox latest = map.locator("span").boundingBox();
        assertEquals(all.y, latest.y, 1.0, "the tree begins with the last years of the largest publisher");
        assertEquals(all.x + all.width, latest.x + latest.width, 2.0);
        assertTrue(latest.height < all.height / 3, "a part of it");
        String before = drawing();
        page.mouse().click(all.x + 4, all.y + all.height - 4);
        page.waitForCondition(() -> map.locator("span").boundingBox().y > latest.y + latest.height);
        page.waitForCondition(() -> !drawing().equals(before));
        page.locator("[data-tree-whole]").click();
        page.waitForCondition(() -> map.locator("span").boundingBox().height > all.height - 2);
    }

    @Test
    void a_dark_tree_is_printed_light() {
        open(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK).setLocale("en"));
        go("/");
        page.locator("[data-tree][data-ready]").waitFor();
        String dark = drawing();
        assertFalse(has("rgb(255, 255, 255)"));
        page.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertTrue(has("rgb(255, 255, 255)"), "white paper, at once");
        page.evaluate("dispatchEvent(new Event('afterprint'))");
        page.waitForCondition(() -> drawing().equals(dark));
        assertEquals(null, page.locator("html").getAttribute("data-theme"));
    }

    @Test
    void what_a_finger_touches_is_large_enough_and_the_navigation_shows_where_one_is() {
        open(new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setHasTouch(true)
                .setIsMobile(true)
                .setLocale("en"));
        for (String path : List.of(
                "/",
                CARD,
                "/search?q=gpt",
                "/bands",
                "/bands/context",
                "/compare?models=openai/gpt-4,openai/gpt-4o",
                "/offerings?models=openai/gpt-4o",
                "/providers",
                "/providers/alibaba",
                "/changes",
                "/docs",
                "/m/openai/nothing-like-this")) {
            go(path);
            if (path.equals("/")) {
                page.locator("[data-tree][data-ready]").waitFor();
            }
            // Links within sentences are as high as their line.
            List<?> small =
                    (List<?>) page.evaluate("[...document.querySelectorAll('a, button, input, select, summary')]"
                            + ".filter(e => e.checkVisibility({ visibilityProperty: true }) && e.type !== 'hidden'"
                            + " && getComputedStyle(e).display !== 'inline' && !e.matches('.skip'))"
                            + ".map(e => [e, e.getBoundingClientRect()])"
                            + ".filter(([e, box]) => box.height < 43.5 || box.width < 24)"
                            + ".map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)");
            assertEquals(List.of(), small, path);
            assertTrue(
                    (Boolean) page.evaluate("(() => { const now = document.querySelector('.top nav [aria-current]');"
                            + " if (!now) return true; const box = now.getBoundingClientRect();"
                            + " return box.left >= 0 && box.right <= innerWidth })()"),
                    path);
        }
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
        page.locator("[data-tree] > canvas").focus();
        page.keyboard().press("ArrowLeft");
        page.waitForFunction("document.querySelector('[data-tree-live]').textContent.startsWith('GPT-3')");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("+");
        page.keyboard().press("0");
        page.locator("[data-tree-list] > summary").click();
        // It arrives in parts.
        page.waitForCondition(() -> page.locator("[data-tree-list] li").count() > 100);
        page.locator("[data-tree] > canvas").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/m/**");
    }

    @Test
    void a_click_on_the_selected_model_opens_its_card() {
        go("/?model=openai/instructgpt");
        page.locator("[data-tree][data-ready]").waitFor();
        page.waitForTimeout(100);
        // A model that is asked for is in the middle.
        page.locator("[data-tree] > canvas").click();
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
                "/providers",
                "/providers/alibaba",
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
