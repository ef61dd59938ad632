package org.modeltree.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds URLs without a library, so that the service receives exactly these bytes. */
public final class Urls {
    private Urls() {}

    /** Percent-encodes all but the unreserved characters of RFC 3986. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~';
            if (unreserved) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    public static String model(String id) {
        return "/api/v1/models/" + id;
    }

    /** Comma-separated values of one parameter, each percent-encoded. */
    public static String list(List<String> values) {
        List<String> encoded = new ArrayList<>();
        for (String value : values) {
            encoded.add(encode(value));
        }
        return String.join(",", encoded);
    }
}
