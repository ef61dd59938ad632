package org.modeltree.http.edge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code traceparent} of W3C Trace Context, in which a client says of which trace its request is a part. */
final class TraceParent {

    /** Later versions may append more after another hyphen. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");

    private TraceParent() {}

    /** Id of the trace, of 32 hexadecimal digits; empty if the header is absent or malformed. */
    static String traceId(CharSequence header) {
        if (header == null) {
            return "";
        }
        Matcher parts = FORM.matcher(header);
        return parts.matches() ? parts.group(1) : "";
    }
}
