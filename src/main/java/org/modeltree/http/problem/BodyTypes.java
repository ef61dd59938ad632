package org.modeltree.http.problem;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Media types or encodings of bodies that a path reads. A refusal lists them in its detail and in the headers that HTTP has
 * for it: Accept or Accept-Encoding, and by method Accept-Post or Accept-Patch.
 */
public final class BodyTypes {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> ENCODINGS = List.of("gzip", "identity");

    private final String method;
    private final Collection<String> accepted;

    /** @param accepted media types that the path reads with this method; empty if it decides by itself */
    public BodyTypes(String method, Collection<String> accepted) {
        this.method = method;
        this.accepted = List.copyOf(accepted);
    }

    /** Refuses a Content-Encoding other than gzip and identity. */
    public static Problem.UnsupportedBody otherEncoding() {
        return new Problem.UnsupportedBody(
                "Content-Encoding must be " + String.join(" or ", ENCODINGS) + ", or be absent.",
                Map.of("Accept-Encoding", String.join(", ", ENCODINGS)));
    }

    /** Refuses a Content-Type that is not among those of the path. */
    Problem.UnsupportedBody notAmong(String given) {
        String first = accepted.iterator().next();
        String detail = "This path reads " + String.join(" or ", accepted) + ", not "
                + (given == null ? "a body without Content-Type" : Parameters.shown(given)) + ".";
        boolean isForm = given != null && given.strip().toLowerCase(Locale.ROOT).startsWith(FORM);
        return refused(
                isForm
                        ? detail + " curl -d sends a form unless you add -H 'Content-Type: " + first + "'."
                        : detail + " Send the header Content-Type: " + first + ".");
    }

    /** Refuses a Content-Type for a reason of its own. */
    public Problem.UnsupportedBody refused(String detail) {
        String all = String.join(", ", accepted);
        Map<String, String> headers = new LinkedHashMap<>();
        if (!accepted.isEmpty()) {
            headers.put("Accept", all);
            if (method.equals("POST")) {
                headers.put("Accept-Post", all);
            } else if (method.equals("PATCH")) {
                headers.put("Accept-Patch", all);
            }
        }
        return new Problem.UnsupportedBody(detail, headers);
    }
}
