package org.modeltree.quality.rules;

/** What holds today, in SQL; all of it needs the parameter {@code today}. */
public final class CurrentSql {

    /** A price {@code p} is what is asked today. */
    public static final String PRICE =
            "(p.valid_from is null or p.valid_from <= :today)" + " and (p.valid_to is null or p.valid_to > :today)";

    /** An offering {@code o} has not certainly ended. */
    public static final String OFFERING = "(" + PartialDateSql.of("o.retired").begun() + ") is not true";

    private CurrentSql() {}
}
