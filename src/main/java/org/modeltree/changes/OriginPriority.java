package org.modeltree.changes;

import java.util.List;

/**
 * Which origins are believed more than others.
 *
 * @param order the most trusted first; curators come before all, and whoever is not named after all
 */
public record OriginPriority(List<String> order) {

    /** Place of an origin, 0 for curators; the same for all that are not named. */
    public int rank(String origin) {
        if (origin.equals(Origins.CURATOR)) {
            return 0;
        }
        int index = order.indexOf(origin);
        return index < 0 ? order.size() + 1 : index + 1;
    }

    /** Whether what one origin says now takes the place of what another said before. */
    public boolean overrides(String now, String before) {
        return rank(now) <= rank(before);
    }
}
