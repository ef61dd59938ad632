package org.modeltree.changes;

import java.util.List;

/**
 * Order of trust among origins.
 *
 * @param order origins, most trusted first; curators always precede them, and unlisted origins follow
 */
public record OriginPriority(List<String> order) {

    /** Rank of an origin, 0 for curators; unlisted origins share the last rank. */
    public int rank(String origin) {
        if (origin.equals(Origins.CURATOR)) {
            return 0;
        }
        int index = order.indexOf(origin);
        return index < 0 ? order.size() + 1 : index + 1;
    }

    /** Whether a new value of one origin replaces the stored value of another; equal ranks override each other. */
    public boolean overrides(String incoming, String stored) {
        return rank(incoming) <= rank(stored);
    }
}
