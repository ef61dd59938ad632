package org.modeltree.pages.card;

import java.util.Locale;

/** Numbers of models as texts, the same in both languages. */
public final class Counts {

    private Counts() {}

    /** In groups of three digits, such as {@code 1,531}. */
    public static String of(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
