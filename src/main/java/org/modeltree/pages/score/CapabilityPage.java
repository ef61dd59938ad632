package org.modeltree.pages.score;

import java.util.List;
import org.modeltree.card.words.Labels;
import org.modeltree.pages.card.Band;

/**
 * One capability: its distribution, its band over the years, and a leaderboard.
 *
 * @param cohort {@code all} or {@code current}
 * @param models the ranked models in words; null for every model
 * @param bins columns of the histogram
 * @param years bands by year
 * @param ranking the best first
 * @param next cursor of the next page, encoded for a query; null on the last page
 * @param picture address of its picture, for previews of links
 */
public record CapabilityPage(
        String id,
        String label,
        String benchmark,
        String cohort,
        String models,
        String count,
        Band band,
        List<Column> bins,
        List<Year> years,
        List<Ranked> ranking,
        String next,
        String picture,
        Labels labels) {

    /**
     * A column of the histogram.
     *
     * @param x its position
     * @param width its width
     * @param y its top
     * @param height its height
     */
    public record Column(String range, long count, String x, String width, String y, String height) {}

    /**
     * The band of the models released until the end of a year.
     *
     * @param x position of the year
     * @param y position of the upper edge, from the top
     * @param height distance between the edges
     * @param middle position of the median
     * @param labelled whether the year is written below the axis
     */
    public record Year(
            String year,
            long count,
            String lower,
            String upper,
            String median,
            String x,
            String y,
            String height,
            String middle,
            boolean labelled) {}

    /**
     * A ranked model.
     *
     * @param exact unrounded score, by which the column sorts
     * @param text raw value in words
     * @param width length of its bar
     */
    public record Ranked(
            long rank,
            String id,
            String name,
            String vendor,
            String date,
            String day,
            String score,
            double exact,
            String text,
            String raw,
            String width) {}
}
