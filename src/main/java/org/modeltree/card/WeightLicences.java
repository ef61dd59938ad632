package org.modeltree.card;

/**
 * Licences that say by their name whether weights are published. Regular expressions that Java and PostgreSQL read alike;
 * they match whole names and ignore case.
 */
public final class WeightLicences {

    /** Licences for published works. */
    public static final String OPEN =
            "^(afl|agpl|apache|artistic|bsd|bsl|cc-by|cc0|ecl|epl|eupl|gpl|isc|lgpl|mit|mpl|ms-pl"
                    + "|ncsa|openrail|osl|unlicense|zlib)([ .-].*)?$";

    /** Licences for works that stay with their publisher. */
    public static final String CLOSED = "^(closed|commercial|proprietary)([ .-].*)?$";

    private WeightLicences() {}
}
