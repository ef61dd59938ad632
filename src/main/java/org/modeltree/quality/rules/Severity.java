package org.modeltree.quality.rules;

import java.util.Locale;

/** Severity of a finding, the most severe first. */
public enum Severity {
    /** Two facts that cannot both be true. */
    ERROR,
    /** A fact that is probably wrong. */
    WARNING,
    /** A fact that is missing or out of date. */
    INFO;

    /** The name as the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
