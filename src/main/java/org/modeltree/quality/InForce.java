package org.modeltree.quality;

/** What holds today, in SQL; all of it needs the parameter {@code today}. */
final class InForce {

    /** A price {@code p} is what is asked today. */
    static final String PRICE =
            "(p.valid_from is null or p.valid_from <= :today)" + " and (p.valid_to is null or p.valid_to > :today)";

    /** An offering {@code o} has not certainly ended. */
    static final String OFFERING = "(" + Period.of("o.retired").begun() + ") is not true";

    private InForce() {}
}
