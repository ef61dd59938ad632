package org.modeltree.http.value;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that a text looks like what it is. Refuses invisible characters that change how a text is displayed, so that
 * two names cannot look alike or read differently from how they are stored. Accepts what scripts need: joiners in
 * Persian words and emoji, combining marks, and direction marks for single letters.
 */
public final class VisibleText {

    /**
     * Invisible although Unicode classifies them as letters, marks or symbols: the grapheme joiner, Hangul fillers,
     * Khmer inherent vowels, Mongolian variation selectors, the empty Braille cell.
     */
    private static final Set<Integer> BLANKS =
            Set.of(0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x2800, 0x3164, 0xffa0);

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://\\S");
    private static final Pattern LIKE_ADDRESS = Pattern.compile(":\\S");

    private static final char REPLACEMENT = '\ufffd';

    private VisibleText() {}

    /** The fault of a single-line text; empty if it is valid. */
    public static Optional<String> faultOfLine(String text) {
        return fault(text, false);
    }

    /** The fault of a text that may contain line breaks and tabs; empty if it is valid. */
    public static Optional<String> faultOfLines(String text) {
        return fault(text, true);
    }

    /** The fault of an address, whose characters must all be visible; empty if it is valid. */
    public static Optional<String> faultOfAddress(String text) {
        return fault(text, false)
                .or(() -> text.codePoints().allMatch(VisibleText::isVisible)
                        ? Optional.empty()
                        : Optional.of("must not contain spaces or invisible characters"));
    }

    /**
     * The fault of a source, which is an address or a name; empty if it is valid. A name must not look like an address,
     * because pages make links of addresses, and a link may run a script.
     */
    public static Optional<String> faultOfSource(String text) {
        return WEB_ADDRESS.matcher(text).lookingAt()
                ? faultOfAddress(text)
                : faultOfLine(text)
                        .or(() -> LIKE_ADDRESS.matcher(text).find()
                                ? Optional.of("must be a URL that begins with http:// or https://, or a name in which a"
                                        + " space follows each colon")
                                : Optional.empty());
    }

    /** The text as one displayable line, with U+FFFD in place of invalid characters. */
    public static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(point -> cleaned.appendCodePoint(reason(point, false) == null ? point : REPLACEMENT));
        return cleaned.toString();
    }

    private static Optional<String> fault(String text, boolean lines) {
        boolean isVisible = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            String reason = reason(point, lines);
            if (reason != null) {
                return Optional.of(reason);
            }
            isVisible |= isVisible(point);
        }
        return isVisible ? Optional.empty() : Optional.of("must contain at least one visible character");
    }

    private static String reason(int point, boolean lines) {
        if (point == 0) {
            return "must not contain a NUL character";
        }
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            return "must not contain an unpaired surrogate";
        }
        boolean breaks = point == '\n' || point == '\r' || point == '\t';
        if (Character.isISOControl(point) && !(lines && breaks)) {
            return "must not contain control characters" + (lines ? " other than line breaks and tabs" : "");
        }
        if (!lines && (point == 0x2028 || point == 0x2029)) {
            return "must not contain line breaks";
        }
        if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)) {
            return "must not contain characters that override the direction of text";
        }
        if ((point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) {
            return "must not contain Unicode noncharacters";
        }
        return null;
    }

    private static boolean isVisible(int point) {
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
