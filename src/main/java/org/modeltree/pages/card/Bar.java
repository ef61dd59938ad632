package org.modeltree.pages.card;

import org.modeltree.bands.standing.ModelStanding;
import org.modeltree.card.words.Labels;

/**
 * A score among the models of a named cohort, as a bar to draw.
 *
 * @param cohort name of the cohort in a few words
 * @param models the cohort in more words
 * @param count number of models
 * @param position where the score is, in words
 * @param style class of the position: {@code low}, {@code mid}, {@code high} or {@code none}
 * @param sentence how many models score lower, the same and higher
 * @param own position of the score
 * @param band the band; null if there are too few models
 * @param score the score as text
 */
public record Bar(
        String cohort,
        String models,
        String count,
        String position,
        String style,
        String sentence,
        String own,
        Band band,
        String score) {

    private static final double SCALE = 10;

    static Bar of(String cohort, ModelStanding standing, String sentence, double exact, String score, Labels labels) {
        return new Bar(
                cohort,
                standing.cohort(),
                Counts.of(standing.band().count()),
                standing.position() == null
                        ? labels.bandStatuses()
                                .getOrDefault(
                                        standing.band().status(),
                                        standing.band().status())
                        : labels.positions().getOrDefault(standing.position(), standing.position()),
                style(standing.position()),
                sentence,
                Position.of(exact / SCALE),
                Band.of(
                        standing.band().lower(),
                        standing.band().upper(),
                        standing.band().median()),
                score);
    }

    private static String style(String position) {
        if (position == null) {
            return "none";
        }
        return switch (position) {
            case "below_lower" -> "low";
            case "above_upper" -> "high";
            default -> "mid";
        };
    }
}
