package org.modeltree.bands.standing;

import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.scoring.Score;

/**
 * Numbers of a cohort's models below, at and above a score.
 *
 * @param count number of models in the cohort that report, at least 0
 * @param below number of models that score strictly lower
 * @param above number of models that score strictly higher
 */
public record CohortShares(long count, long below, long above) {

    /**
     * Numbers around a model's score and around the edges of the default band.
     *
     * @param score around the score, among every model
     * @param lower around the lower edge, among every model; null without a band
     * @param upper around the upper edge, among every model; null without a band
     * @param current around the score, in the cohort of today
     * @param atRelease around the score, in the cohort of the model's release; null without a release date
     */
    public record OfModel(
            CohortShares score, CohortShares lower, CohortShares upper, CohortShares current, CohortShares atRelease) {}

    static CohortShares of(CapabilityStanding standing, Score score) {
        return new CohortShares(
                standing.distribution.n(), standing.distribution.below(score), standing.distribution.above(score));
    }

    static CohortShares of(CapabilityStanding standing, PercentileView edge) {
        return edge == null ? null : of(standing, new Score(edge.exact()));
    }

    /** Percent that scores strictly lower, in [0, 100]; 0 for an empty cohort. */
    public double lowerPercent() {
        return percent(below);
    }

    /** Percent that has exactly the score, in [0, 100]; 0 for an empty cohort. */
    public double samePercent() {
        return percent(count - below - above);
    }

    /** Percent that scores strictly higher, in [0, 100]; 0 for an empty cohort. */
    public double higherPercent() {
        return percent(above);
    }

    private double percent(long models) {
        return count == 0 ? 0 : 100.0 * models / count;
    }
}
