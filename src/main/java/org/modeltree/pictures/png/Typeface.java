package org.modeltree.pictures.png;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The letters of pictures: of European languages and of Chinese. They are outlines that we fill ourselves, because the fonts of
 * the JDK need libraries and fonts of the operating system, which a small image does not have. Read when they are first drawn.
 */
final class Typeface {

    private static final int MAX_FILES = 24;
    private static final int MAX_LETTERS = 2_000;
    private static final int MAX_CODE_POINT = 0xffff;

    /** A box, for letters that the font does not have. */
    static final Letter MISSING = missing();

    private final Cache<Integer, Letter> letters =
            Caffeine.newBuilder().maximumSize(MAX_LETTERS).build();

    private final Cache<Integer, LetterFile> files =
            Caffeine.newBuilder().maximumSize(MAX_FILES).build();

    /** A letter in a font of height 1, with its baseline at 0 and y growing downwards. */
    record Letter(Path2D outline, double advance) {}

    /** The letter of a code point. */
    Letter letter(int codePoint) {
        return codePoint > MAX_CODE_POINT ? MISSING : letters.get(codePoint, this::read);
    }

    private Letter read(int codePoint) {
        return files.get(codePoint >> 8, LetterFile::read).letter(codePoint).orElse(MISSING);
    }

    /** A frame: its inner side runs the other way round, so it stays empty. */
    private static Letter missing() {
        Path2D box = new Path2D.Double();
        box.append(new Rectangle2D.Double(0.06, -0.72, 0.48, 0.72), false);
        box.moveTo(0.11, -0.67);
        box.lineTo(0.11, -0.05);
        box.lineTo(0.49, -0.05);
        box.lineTo(0.49, -0.67);
        box.closePath();
        return new Letter(box, 0.6);
    }
}
