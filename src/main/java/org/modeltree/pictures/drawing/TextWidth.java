package org.modeltree.pictures.drawing;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Estimated widths of texts. Readers have fonts of their own, so the estimates are those of wide sans-serif fonts: texts that
 * fit by them fit nearly everywhere.
 */
public final class TextWidth {

    private static final String ELLIPSIS = "…";
    private static final double BOLDER = 1.08;

    private TextWidth() {}

    /** Width of a text in a font of a height. */
    public static double of(String text, double size, boolean bold) {
        double ems = text.codePoints().mapToDouble(TextWidth::ems).sum();
        return ems * size * (bold ? BOLDER : 1);
    }

    /** The text, or as much of its start as fits into a width, with an ellipsis. Never splits what readers see as one character. */
    public static String cut(String text, double size, boolean bold, double width) {
        if (of(text, size, bold) <= width) {
            return text;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int end = 0;
        for (int next = characters.next(); next != BreakIterator.DONE; next = characters.next()) {
            if (of(text.substring(0, next) + ELLIPSIS, size, bold) > width) {
                break;
            }
            end = next;
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** The text in lines that fit into a width; the last one is cut if there are more. */
    public static List<String> lines(String text, double size, boolean bold, double width, int maxLines) {
        List<String> lines = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        int start = 0;
        int end = 0;
        for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
            if (end > start && of(text.substring(start, next).stripTrailing(), size, bold) > width) {
                if (lines.size() == maxLines - 1) {
                    break;
                }
                lines.add(cut(text.substring(start, end).stripTrailing(), size, bold, width));
                start = end;
            }
            end = next;
        }
        lines.add(cut(text.substring(start).stripTrailing(), size, bold, width));
        return lines;
    }

    private static double ems(int c) {
        if (c >= 0x2e80) {
            return isWide(c) ? 1 : 0.7;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        if (c < 0x80) {
            return latin((char) c);
        }
        return Character.isUpperCase(c) ? 0.74 : 0.66;
    }

    private static boolean isWide(int c) {
        return c <= 0xa4cf
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff01 && c <= 0xff60)
                || c >= 0x1f000;
    }

    private static double latin(char c) {
        if ("il.,:;|!'`jI".indexOf(c) >= 0) {
            return 0.33;
        }
        if (c == ' ' || "ftr()[]{}/\\-\"".indexOf(c) >= 0) {
            return 0.4;
        }
        if ("mwMW@%".indexOf(c) >= 0) {
            return 0.95;
        }
        if (c >= 'A' && c <= 'Z') {
            return 0.71;
        }
        return c >= '0' && c <= '9' ? 0.64 : 0.61;
    }
}
