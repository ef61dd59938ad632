package org.modeltree.http.problem;

/** What part of a sentence the detail of a {@link Problem.BodyFault} is. */
public enum FaultForm {
    /** Continues the place: {@code must be a date}. */
    PREDICATE,
    /** Stands beside the place: {@code unknown key: size}. */
    CLAUSE,
    /** Names the place itself. */
    SENTENCE;

    /** A detail with its place, as a sentence. */
    String sentence(String pointer, String detail) {
        String place = pointer.isEmpty() ? "The body" : pointer;
        return switch (this) {
            case PREDICATE -> place + " " + detail;
            case CLAUSE -> place + ": " + detail;
            case SENTENCE -> detail;
        };
    }
}
