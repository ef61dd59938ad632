package org.modeltree.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/**
 * What has to be there for a write.
 *
 * @param given whether the client said anything
 * @param absent whether nothing may be there yet ({@code If-None-Match: *})
 * @param any whether anything may be there, as long as something is ({@code If-Match: *})
 * @param revisions of which one has to be that of what is there; null where none were named
 */
public record WriteConditions(boolean given, boolean absent, boolean any, List<Long> revisions) {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern REVISION = Pattern.compile("([0-9]{1,18})(\\..*)?");

    /** Reads the two headers; null is none. */
    static WriteConditions of(String ifMatch, String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
            throw new Problem.InvalidParameter("If-None-Match", "must be * on a write, was " + quoted(ifNoneMatch));
        }
        if (ifMatch == null) {
            return new WriteConditions(ifNoneMatch != null, ifNoneMatch != null, false, null);
        }
        if (ifNoneMatch != null) {
            throw new Problem.InvalidParameter("If-None-Match", "cannot hold together with If-Match");
        }
        if (ifMatch.strip().equals("*")) {
            return new WriteConditions(true, false, true, null);
        }
        List<Long> revisions = new ArrayList<>();
        for (String element : ifMatch.split(",", -1)) {
            Matcher tag = TAG.matcher(element.strip());
            if (!tag.matches()) {
                throw new Problem.InvalidParameter(
                        "If-Match", "must be * or entity tags in quotation marks, was " + quoted(ifMatch));
            }
            Matcher revision = REVISION.matcher(tag.group(2));
            // A weak tag matches nothing where a strong one is wanted, and one of something else neither.
            if (tag.group(1) == null && revision.matches()) {
                revisions.add(Long.valueOf(revision.group(1)));
            }
        }
        return new WriteConditions(true, false, false, revisions);
    }

    private static String quoted(String value) {
        return Parameters.quoted(value);
    }

    /**
     * Holds the conditions against what is there.
     *
     * @param exists whether there is what shall be written
     * @param revision of what the client's entity tags are of; null where there is no such thing
     * @throws Problem.Refused if they do not hold, or there are none
     */
    public void check(boolean exists, Long revision) {
        if (!given) {
            throw new Problem.Refused(
                    Problem.Reason.PRECONDITION_REQUIRED,
                    exists
                            ? "Send the ETag of what you read as If-Match, so that nobody's change is lost."
                            : "Send If-None-Match: * to create it.");
        }
        if (absent && exists) {
            throw new Problem.Refused(Problem.Reason.PRECONDITION_FAILED, "It is there already.");
        }
        if (any && !exists) {
            throw new Problem.Refused(Problem.Reason.PRECONDITION_FAILED, "There is nothing to change.");
        }
        if (revisions != null && !revisions.contains(revision)) {
            throw new Problem.Refused(
                    Problem.Reason.PRECONDITION_FAILED,
                    revision == null
                            ? "There is nothing to change."
                            : "It was changed since; it is at revision " + revision + " now. Read it again.");
        }
    }
}
