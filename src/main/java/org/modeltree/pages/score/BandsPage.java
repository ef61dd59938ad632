package org.modeltree.pages.score;

import java.util.List;
import org.modeltree.card.words.Labels;
import org.modeltree.pages.card.Band;

/** All capabilities with their bands over every model. */
public record BandsPage(List<Capability> capabilities, Labels labels) {

    /**
     * A capability.
     *
     * @param band its band; null if too few models report
     */
    public record Capability(String id, String label, String benchmark, String count, Band band) {}
}
