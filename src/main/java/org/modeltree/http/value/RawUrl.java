package org.modeltree.http.value;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of a request target as received, with one character per byte. */
public final class RawUrl {

    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";
    private static final int FIRST_INVALID_CHARACTER = 0x7f;

    private static final Pattern SEPARATOR = Pattern.compile("[&;]");

    private RawUrl() {}

    /** Whether this is a request target by RFC 3986: ASCII only, with complete percent-escapes. A fragment is invalid, because clients never send it. */
    public static boolean isWellFormed(String url) {
        try {
            // java.net.URI accepts some non-ASCII characters, which would be misread as Latin-1.
            return !url.isEmpty()
                    && url.chars().allMatch(letter -> letter < FIRST_INVALID_CHARACTER)
                    && new URI(url).getRawFragment() == null;
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

    /**
     * Whether an encoded query, which may be null, may have a parameter of this name, however the name is encoded. As for Vert.x,
     * a semicolon also separates parameters, and case makes no difference. Cheap, because it decodes names only.
     */
    public static boolean mayHaveParameter(String query, String name) {
        if (query == null) {
            return false;
        }
        int from = 0;
        for (int i = 0; i <= query.length(); i++) {
            if (i == query.length() || query.charAt(i) == '&' || query.charAt(i) == ';') {
                if (isNamed(query, from, i, name)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    /** The parameters of an encoded query, such as {@code l%61ng=zh}, as Vert.x separates them; some may be empty. */
    public static List<String> parts(String query) {
        return List.of(query.indexOf(';') < 0 ? query.split("&", -1) : SEPARATOR.split(query, -1));
    }

    /** Whether a part of an encoded query, such as {@code l%61ng=zh}, is the parameter of this name. */
    public static boolean isParameter(String part, String name) {
        return isNamed(part, 0, part.length(), name);
    }

    /** Whether a path begins with a text of ASCII, however it is encoded; case makes no difference. */
    public static boolean mayBeginWith(String path, String beginning) {
        return endOf(beginning, path, 0, path.length()) >= 0;
    }

    /** Whether the text from an index to another one is the name, or the name and a value; names are of ASCII. */
    private static boolean isNamed(String query, int from, int to, String name) {
        int end = endOf(name, query, from, to);
        return end == to || (end >= 0 && query.charAt(end) == '=');
    }

    /** Index after a text of ASCII at the beginning of a part of an encoded one, or -1 if the part does not begin with it. */
    private static int endOf(String text, String encoded, int from, int to) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            if (at >= to) {
                return -1;
            }
            char letter = encoded.charAt(at);
            if (letter == '%' && at + 2 < to && isHex(encoded, at + 1) && isHex(encoded, at + 2)) {
                letter = (char) Integer.parseInt(encoded, at + 1, at + 3, 16);
                at += 2;
            }
            if (Character.toLowerCase(letter) != Character.toLowerCase(text.charAt(i))) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private static boolean isHex(String url, int at) {
        return at < url.length() && Character.digit(url.charAt(at), 16) >= 0;
    }
}
