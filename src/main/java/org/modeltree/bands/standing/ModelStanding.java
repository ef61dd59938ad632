package org.modeltree.bands.standing;

import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.scoring.Score;

/**
 * JSON view of the place of a model's score in a named cohort.
 *
 * @param cohort the cohort in words, in the reader's language
 * @param status {@code ok}, or {@code insufficient} if the cohort has fewer than 5 models
 * @param count number of models in the cohort that report
 * @param lower score at the 20th percentile; null without a band
 * @param upper score at the 80th percentile; null without a band
 * @param median score at the 50th percentile; null without a band
 * @param percentileRank percent of the cohort that scores strictly below, in [0, 100]; 100 only if the model is not in the
 *     cohort; null without a score or for an empty cohort
 * @param position {@code below_lower}, {@code within} or {@code above_upper} the band; null without a score or a band
 */
public record ModelStanding(
        String cohort,
        String status,
        long count,
        PercentileView lower,
        PercentileView upper,
        PercentileView median,
        Double percentileRank,
        String position) {

    /** Place of a score, which may be null. */
    static ModelStanding of(CapabilityStanding standing, Score score, String cohort) {
        ScoreBandView band = standing.bandView();
        return new ModelStanding(
                cohort,
                band.status(),
                band.count(),
                band.lower(),
                band.upper(),
                band.median(),
                score == null ? null : standing.percentileRank(score),
                score == null ? null : standing.position(score));
    }
}
