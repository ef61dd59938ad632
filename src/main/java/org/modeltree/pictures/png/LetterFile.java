package org.modeltree.pictures.png;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Outlines of the letters of 256 code points, as {@link FontAssembly} writes them: the units of the font's height and the number
 * of letters, and for each letter the last byte of its code point, its advance, the length of its outline in bytes, and the
 * segments of the outline with y growing upwards.
 */
final class LetterFile {

    private static final String FOLDER = "/letters/";
    private static final int SIZE_OF_PAGE = 256;

    private final ByteBuffer bytes;
    private final double scale;

    /** Places of the letters in the file; 0 for those that it does not have. */
    private final int[] places = new int[SIZE_OF_PAGE];

    private LetterFile(byte[] file) {
        bytes = ByteBuffer.wrap(file).asReadOnlyBuffer();
        scale = 1.0 / bytes.getShort(0);
        int at = 4;
        for (int i = 0; i < bytes.getShort(2); i++) {
            places[bytes.get(at) & 0xff] = at;
            at += 5 + (bytes.getShort(at + 3) & 0xffff);
        }
    }

    /** Name of the file for the code points with these first bytes. */
    static String name(int page) {
        return String.format(Locale.ROOT, "%02x.bin", page);
    }

    /** Numbers that a segment of a kind has after it. */
    static int numbers(int kind) {
        return switch (kind) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0;
        };
    }

    /** The file for the code points with these first bytes; without letters if there is none. */
    static LetterFile read(int page) {
        try (InputStream file = LetterFile.class.getResourceAsStream(FOLDER + name(page))) {
            return new LetterFile(file == null ? Arrays.copyOf(new byte[] {0, 1}, 4) : file.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The letter of a code point of this file; empty if the font does not have it. */
    Optional<Typeface.Letter> letter(int codePoint) {
        int place = places[codePoint & 0xff];
        if (place == 0) {
            return Optional.empty();
        }
        ByteBuffer in = bytes.duplicate().position(place + 1);
        double advance = in.getShort() * scale;
        int end = (in.getShort() & 0xffff) + in.position();
        Path2D outline = new Path2D.Double();
        while (in.position() < end) {
            int kind = in.get();
            double[] points = new double[numbers(kind)];
            for (int i = 0; i < points.length; i++) {
                points[i] = in.getShort() * (i % 2 == 0 ? scale : -scale);
            }
            switch (kind) {
                case PathIterator.SEG_MOVETO -> outline.moveTo(points[0], points[1]);
                case PathIterator.SEG_LINETO -> outline.lineTo(points[0], points[1]);
                case PathIterator.SEG_QUADTO -> outline.quadTo(points[0], points[1], points[2], points[3]);
                case PathIterator.SEG_CUBICTO ->
                    outline.curveTo(points[0], points[1], points[2], points[3], points[4], points[5]);
                default -> outline.closePath();
            }
        }
        return Optional.of(new Typeface.Letter(outline, advance));
    }
}
