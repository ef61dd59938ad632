package org.modeltree.pages.score;

import java.util.List;
import org.modeltree.card.words.Labels;

/**
 * A comparison.
 *
 * @param given ids of the models, with commas; empty before any was given
 * @param models the models; none with fewer than two
 * @param chosen names of the models that are chosen so far
 * @param facts rows of facts
 * @param scores rows of scores
 */
public record ComparePage(
        String given, List<Compared> models, List<Compared> chosen, List<Row> facts, List<Row> scores, Labels labels) {

    /**
     * A model.
     *
     * @param others ids of the other models, with commas
     */
    public record Compared(String id, String name, String others) {}

    /** A fact or a score of every model. */
    public record Row(String label, List<Value> values) {}

    /**
     * A value.
     *
     * @param score rounded score; null for facts, and if it is unknown
     * @param width length of the bar of a score; null without one
     * @param best whether no other model has a better one
     */
    public record Value(String text, String score, String width, boolean best) {}
}
