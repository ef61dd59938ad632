package org.modeltree.pictures.png;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.pictures.drawing.Ink;
import org.modeltree.pictures.drawing.Theme;

/** The letters of PNG pictures. */
class TypefaceTest {

    private final Typeface typeface = new Typeface();

    @Test
    void every_letter_of_the_words_of_pages_is_there() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (String words : List.of("words/en.json", "words/zh.json", "pages/words.en.json", "pages/words.zh.json")) {
            Files.readString(Path.of("src/main/resources", words))
                    .codePoints()
                    .filter(c -> c >= ' ' && typeface.letter(c).equals(Typeface.MISSING))
                    .forEach(c -> missing.add(Character.toString(c)));
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void letters_have_the_shape_and_the_width_of_the_font() {
        Typeface.Letter chinese = typeface.letter('模');
        assertEquals(1, chinese.advance(), 0.02);
        assertTrue(
                chinese.outline().getBounds2D().getHeight() > 0.7,
                () -> "" + chinese.outline().getBounds2D());
        // The baseline of a capital letter is at its foot.
        assertEquals(0, typeface.letter('H').outline().getBounds2D().getMaxY(), 0.01);
        assertTrue(typeface.letter('i').advance() < typeface.letter('m').advance());
        assertEquals(0, typeface.letter(' ').outline().getBounds2D().getHeight());
        assertNotEquals(
                typeface.letter('模').outline().getBounds2D(),
                typeface.letter('型').outline().getBounds2D());
    }

    @Test
    void a_letter_that_the_font_does_not_have_is_an_empty_box() {
        for (int c : new int[] {0x0e01, 0x5d0, 0x1f600, 0xe000, 0xffff, 0x10ffff}) {
            assertSame(Typeface.MISSING, typeface.letter(c));
        }
        assertNotSame(Typeface.MISSING, typeface.letter('上'));
    }

    @Test
    void chinese_is_painted_as_itself() throws IOException {
        assertTrue(ink("上下文窗口") > ink("一一一一一") * 2);
        // Five boxes look alike; five letters do not.
        assertNotEquals(ink("上下文窗口"), ink("กกกกก"));
    }

    /** Pixels of a text that are dark. */
    private static int ink(String text) throws IOException {
        Drawing drawing = new Drawing.Sheet()
                .box(0, 0, 200, 40, 0, Ink.PAPER)
                .text(4, 30, 30, Ink.INK, text)
                .drawing(200, 40, "zh", "", "");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(new PngPainter().png(drawing, Theme.LIGHT, 200)));
        int dark = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                dark += (image.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
            }
        }
        return dark;
    }
}
