package org.modeltree.quality.rules;

import java.util.Locale;

/** How much a finding matters; the worst first. */
public enum Severity {
    /** Two facts that cannot both be true. */
    ERROR,
    /** A fact that is most likely wrong. */
    WARNING,
    /** Something that is missing or has grown old. */
    INFO;

    /** The name as the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
