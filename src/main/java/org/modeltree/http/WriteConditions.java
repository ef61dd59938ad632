package org.modeltree.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/**
 * Preconditions of a write, from its If-Match and If-None-Match headers.
 *
 * @param given whether the client sent one of the headers
 * @param absent whether the target must not exist ({@code If-None-Match: *})
 * @param any whether the target must exist, at any revision ({@code If-Match: *})
 * @param revisions the revisions that the target may have; null if the client named none
 */
public record WriteConditions(boolean given, boolean absent, boolean any, List<Long> revisions) {

    private static final String NO_REVISION =
            "No ETag in If-Match can match: a weak one (W/) never does, and those of lists, scores and"
                    + " answers that are computed from several models name no revision. Read what you want to change itself, and"
                    + " send its ETag as it is, without W/.";
    private static final String DOES_NOT_EXIST = "It does not exist. To create it, send If-None-Match: * instead.";
    /** Longer paths are cut in messages. */
    private static final int MAX_PATH = 500;

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern REVISION = Pattern.compile("([0-9]{1,18})(\\..*)?");

    /**
     * How to create something that does not exist, as a sentence.
     *
     * @param path its path, path-absolute
     */
    public static String creation(String path) {
        return "To create it, send PUT " + Parameters.shown(path, MAX_PATH) + " with If-None-Match: *.";
    }

    /** Parses the two headers; null means absent. */
    static WriteConditions of(String ifMatch, String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
            throw new Problem.InvalidParameter("If-None-Match", "must be * on a write, was " + quoted(ifNoneMatch));
        }
        if (ifMatch == null) {
            return new WriteConditions(ifNoneMatch != null, ifNoneMatch != null, false, null);
        }
        if (ifNoneMatch != null) {
            throw new Problem.InvalidParameter("If-None-Match", "cannot be combined with If-Match");
        }
        if (ifMatch.strip().equals("*")) {
            return new WriteConditions(true, false, true, null);
        }
        List<Long> revisions = new ArrayList<>();
        for (String element : ifMatch.split(",", -1)) {
            Matcher tag = TAG.matcher(element.strip());
            if (!tag.matches()) {
                throw new Problem.InvalidParameter(
                        "If-Match", "must be * or a list of quoted entity tags, was " + quoted(ifMatch));
            }
            Matcher revision = REVISION.matcher(tag.group(2));
            // If-Match compares strongly, so a weak tag never matches; nor does a tag without a revision.
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
     * Checks the preconditions against the stored state.
     *
     * @param exists whether the target exists
     * @param revision current revision of the thing whose ETag the client read; null if that does not exist
     * @throws Problem.Refused if a precondition fails, or if the client sent none
     */
    public void check(boolean exists, Long revision) {
        if (!given) {
            throw new Problem.Refused(
                    Problem.Reason.PRECONDITION_REQUIRED,
                    exists
                            ? "Send If-Match with the ETag that you read, so that you do not overwrite another change."
                            : "Send If-None-Match: * to create it.");
        }
        if (absent && exists) {
            throw new Problem.Refused(
                    Problem.Reason.PRECONDITION_FAILED,
                    "It already exists. To change it, send If-Match with its ETag instead.");
        }
        if (any && !exists) {
            throw new Problem.Refused(Problem.Reason.PRECONDITION_FAILED, DOES_NOT_EXIST);
        }
        if (revisions != null && !revisions.contains(revision)) {
            throw new Problem.Refused(
                    Problem.Reason.PRECONDITION_FAILED,
                    revision == null
                            ? DOES_NOT_EXIST
                            : revisions.isEmpty()
                                    ? NO_REVISION
                                    : "It has changed since you read it and is now at revision " + revision
                                            + ". Read it again.");
        }
    }
}
