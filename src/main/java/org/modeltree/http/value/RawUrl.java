package org.modeltree.http.value;

import java.net.URI;
import java.net.URISyntaxException;

/** What a request asks for, as it came: one character for each byte. */
public final class RawUrl {

    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";
    private static final int FIRST_OF_NONE = 0x7f;

    private RawUrl() {}

    /** Whether it is a URL at all, by RFC 3986: only characters of ASCII, and whole escapes. */
    public static boolean isWellFormed(String url) {
        try {
            // The parser takes some that are not of ASCII. They would be read as Latin-1, which nobody means any more.
            return url.chars().allMatch(letter -> letter < FIRST_OF_NONE)
                    && !new URI(url).toString().isEmpty();
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** The URL that was probably meant: what cannot stand in one is percent-encoded. */
    public static String encoded(String url) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < url.length(); i++) {
            char letter = url.charAt(i);
            boolean plain =
                    letter < FIRST_OF_NONE && (Character.isLetterOrDigit(letter) || ALLOWED.indexOf(letter) >= 0);
            boolean escape = letter == '%' && isHex(url, i + 1) && isHex(url, i + 2);
            if (plain || escape) {
                encoded.append(letter);
            } else {
                encoded.append(String.format("%%%02X", (int) letter));
            }
        }
        return encoded.toString();
    }

    private static boolean isHex(String url, int at) {
        return at < url.length() && Character.digit(url.charAt(at), 16) >= 0;
    }
}
