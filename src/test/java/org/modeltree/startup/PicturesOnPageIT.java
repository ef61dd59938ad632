package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
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
 * A page of another origin shows pictures by {@code <img>}. Screenshots are left in {@code target/pages}. Skipped without
 * Debian's {@code chromium}.
 */
class PicturesOnPageIT extends InChromium {

    private static final List<String> PICTURES = List.of(
            "/api/v1/models/openai/instructgpt/card.FORMAT 1200x630",
            "/api/v1/models/openai/instructgpt/card.FORMAT?width=600 600x315",
            "/api/v1/models/openai/gpt-4o/gauge.FORMAT 840x176",
            "/m/openai/gpt-4o/gauge.FORMAT?width=420 420x88",
            "/bands/context.FORMAT 720x360",
            "/api/v1/bands/context.FORMAT?width=360&cohort=current 360x180");

    private static OtherSite site;

    @BeforeAll
    static void startSite() throws IOException {
        site = new OtherSite("default-src 'none'; img-src " + base());
    }

    @AfterAll
    static void stopSite() {
        if (site != null) {
            site.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"svg, light, en", "svg, dark, zh", "svg, auto, zh", "png, light, zh", "png, dark, en"})
    void images_have_their_size_and_nothing_is_reported(String format, String theme, String lang) {
        StringBuilder images = new StringBuilder();
        for (String picture : PICTURES) {
            String path = picture.substring(0, picture.indexOf(' ')).replace("FORMAT", format);
            images.append("<p><img alt=\"\" src=\"")
                    .append(base())
                    .append((path + (path.contains("?") ? "&" : "?") + "theme=" + theme + "&lang=" + lang)
                            .replace("&", "&amp;"))
                    .append("\"></p>");
        }
        images.append("<p><img alt=\"\" src=\"")
                .append(base())
                .append("/badge/openai/gpt-4o/context." + format + "\"></p>");
        site.show("<!doctype html><meta charset=utf-8><title>Pictures</title>" + images);
        List<String> errors = new ArrayList<>();
        ColorScheme scheme = theme.equals("light") ? ColorScheme.LIGHT : ColorScheme.DARK;
        try (Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(1280, 900).setColorScheme(scheme))) {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("favicon")) {
                    errors.add(message.text());
                }
            });
            page.onPageError(errors::add);
            page.navigate(site.address());
            List<String> expected = PICTURES.stream()
                    .map(picture -> picture.substring(picture.indexOf(' ') + 1))
                    .toList();
            Object sizes = page.evaluate(
                    "n => [...document.images].slice(0, n).map(i => i.naturalWidth + 'x' + i.naturalHeight)",
                    expected.size());
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of(
                            "target",
                            "pages",
                            String.format(Locale.ROOT, "pictures-%s-%s-%s.png", format, theme, lang))));
            assertEquals(expected, sizes);
            assertEquals(22, page.evaluate("document.images[document.images.length - 1].naturalHeight"));
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void a_picture_that_follows_the_system_is_dark_when_opened_in_a_dark_browser() {
        List<String> errors = new ArrayList<>();
        try (Page page = browser.newPage(new Browser.NewPageOptions().setColorScheme(ColorScheme.DARK))) {
            page.onConsoleMessage(message -> errors.add(message.text()));
            page.navigate(base() + "/api/v1/models/openai/instructgpt/gauge.svg?theme=auto");
            assertEquals("rgb(26, 32, 29)", page.evaluate("getComputedStyle(document.querySelector('rect')).fill"));
            assertEquals(
                    "InstructGPT · Context window: 2K", page.evaluate("document.querySelector('title').textContent"));
        }
        assertEquals(List.of(), errors);
    }
}
