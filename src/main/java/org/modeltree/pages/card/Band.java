package org.modeltree.pages.card;

import org.modeltree.bands.capability.PercentileView;

/**
 * A band to draw on a scale from 0 to 10.
 *
 * @param lower score of the lower edge
 * @param upper score of the upper edge
 * @param median score of the median
 * @param x position of the lower edge
 * @param end position of the upper edge
 * @param width distance between the edges
 * @param middle position of the median
 */
public record Band(String lower, String upper, String median, String x, String end, String width, String middle) {

    private static final double SCALE = 10;

    /** The band between two edges; null if there is none. */
    public static Band of(PercentileView lower, PercentileView upper, PercentileView median) {
        return lower == null || upper == null
                ? null
                : new Band(
                        lower.score().toPlainString(),
                        upper.score().toPlainString(),
                        median.score().toPlainString(),
                        Position.of(lower.exact() / SCALE),
                        Position.of(upper.exact() / SCALE),
                        Position.of((upper.exact() - lower.exact()) / SCALE),
                        Position.of(median.exact() / SCALE));
    }
}
