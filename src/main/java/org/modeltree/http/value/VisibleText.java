package org.modeltree.http.value;

import java.util.Optional;
import java.util.Set;

/**
 * Text that shows what it is. Refuses characters that cannot be seen but change what is shown: two names could look the
 * same, or read otherwise than they are written. What writing needs stays: joiners inside Persian words and emoji,
 * combining marks, and the marks for the direction of a single letter.
 */
public final class VisibleText {

    /**
     * Empty although they count as letters, marks or symbols: the grapheme joiner, Hangul fillers, inherent vowels of Khmer,
     * variation selectors of Mongolian, an empty Braille cell.
     */
    private static final Set<Integer> BLANKS =
            Set.of(0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x2800, 0x3164, 0xffa0);

    private static final char REPLACEMENT = '\ufffd';

    private VisibleText() {}

    /** What is wrong with the text of one line; empty where nothing is. */
    public static Optional<String> faultOfLine(String text) {
        return fault(text, false);
    }

    /** What is wrong with a text that may have several lines and tabs; empty where nothing is. */
    public static Optional<String> faultOfLines(String text) {
        return fault(text, true);
    }

    /** What is wrong with an address, of which everything has to be seen; empty where nothing is. */
    public static Optional<String> faultOfAddress(String text) {
        return fault(text, false)
                .or(() -> text.codePoints().allMatch(VisibleText::shows)
                        ? Optional.empty()
                        : Optional.of("must not have spaces or invisible characters"));
    }

    /** The text as one line that can be shown: what cannot is replaced. */
    public static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(point -> cleaned.appendCodePoint(reason(point, false) == null ? point : REPLACEMENT));
        return cleaned.toString();
    }

    private static Optional<String> fault(String text, boolean lines) {
        boolean shows = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            String reason = reason(point, lines);
            if (reason != null) {
                return Optional.of(reason);
            }
            shows |= shows(point);
        }
        return shows ? Optional.empty() : Optional.of("must have at least one visible character");
    }

    private static String reason(int point, boolean lines) {
        if (point == 0) {
            return "must not have a NUL character";
        }
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            return "must not have half of a surrogate pair";
        }
        boolean breaks = point == '\n' || point == '\r' || point == '\t';
        if (Character.isISOControl(point) && !(lines && breaks)) {
            return "must not have control characters" + (lines ? " other than line breaks and tabs" : "");
        }
        if (!lines && (point == 0x2028 || point == 0x2029)) {
            return "must not have line breaks";
        }
        if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)) {
            return "must not have characters that override the direction of text";
        }
        if ((point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) {
            return "must not have code points that are no characters";
        }
        return null;
    }

    private static boolean shows(int point) {
        return !(Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || BLANKS.contains(point)
                // Variation selectors only change the character before them.
                || (point >= 0xfe00 && point <= 0xfe0f)
                || (point >= 0xe0100 && point <= 0xe01ef));
    }
}
