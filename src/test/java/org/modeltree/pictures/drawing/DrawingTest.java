package org.modeltree.pictures.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.http.value.PicturePaths;

/** Colours, texts and their widths. */
class DrawingTest {

    @Test
    void pictures_have_the_colours_of_the_pages() throws IOException {
        String css = Files.readString(Path.of("src/main/resources/pages/site.css"));
        int dark = css.indexOf("@media screen and (prefers-color-scheme: dark)");
        for (Ink ink : Ink.values()) {
            assertTrue(css.substring(0, dark).contains("--" + ink.role() + ": " + ink.light() + ";"), ink.role());
            assertTrue(css.substring(dark).contains("--" + ink.role() + ": " + ink.dark() + ";"), ink.role());
        }
    }

    @Test
    void the_only_style_is_the_one_that_the_policy_names() throws NoSuchAlgorithmException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(SvgText.DARK_STYLE.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(digest)
                        + "'; frame-ancestors 'none'",
                PicturePaths.CONTENT_POLICY.toString());
    }

    @Test
    void what_xml_reserves_is_written_as_a_reference_and_what_it_forbids_is_replaced() {
        Drawing drawing = new Drawing.Sheet()
                .text(0, 0, 10, Ink.INK, "<&>\"'\u0000\u0007\ud800\uffff\u202e😀")
                .drawing(10, 10, "en", "]]>", "");
        String svg = SvgText.of(drawing, Theme.LIGHT, 10);
        assertTrue(svg.contains(">&lt;&amp;&gt;&quot;&#39;����\u202e😀</text>"), svg);
        assertTrue(svg.contains("<title>]]&gt;</title>"), svg);
    }

    @Test
    void a_text_is_cut_between_what_readers_see_as_characters() {
        assertEquals("short", TextWidth.cut("short", 10, false, 100));
        String cut = TextWidth.cut("e\u0301".repeat(50), 10, false, 100);
        assertTrue(cut.endsWith("e\u0301…"), cut);
        assertTrue(TextWidth.of(cut, 10, false) <= 100);
        assertEquals("…", TextWidth.cut("模型", 10, false, 1));
    }

    @Test
    void a_text_is_broken_between_words_and_chinese_between_characters() {
        assertEquals(
                List.of("one two", "three", "four five"), TextWidth.lines("one two three four five", 10, false, 50, 3));
        assertEquals(List.of("上下文", "窗口长", "度"), TextWidth.lines("上下文窗口长度", 10, false, 30, 3));
        List<String> cut = TextWidth.lines("one two three four five six seven", 10, false, 50, 2);
        assertEquals(2, cut.size());
        assertTrue(cut.get(1).endsWith("…"), cut.get(1));
        assertEquals(List.of("aaa…"), TextWidth.lines("a".repeat(200), 10, false, 25, 1));
    }
}
