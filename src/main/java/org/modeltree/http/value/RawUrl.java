package org.modeltree.http.value;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks of a request target as received, with one character per byte. */
public final class RawUrl {

    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";
    private static final int FIRST_INVALID_CHARACTER = 0x7f;

    private RawUrl() {}

    /** Whether this is a URL by RFC 3986: ASCII only, with complete percent-escapes. */
    public static boolean isWellFormed(String url) {
        try {
            // java.net.URI accepts some non-ASCII characters, which would be misread as Latin-1.
            return url.chars().allMatch(letter -> letter < FIRST_INVALID_CHARACTER)
                    && !new URI(url).toString().isEmpty();
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** The URL that the client probably meant, with every invalid character percent-encoded. */
    public static String encoded(String url) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < url.length(); i++) {
            char letter = url.charAt(i);
            boolean plain = letter < FIRST_INVALID_CHARACTER
                    && (Character.isLetterOrDigit(letter) || ALLOWED.indexOf(letter) >= 0);
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
