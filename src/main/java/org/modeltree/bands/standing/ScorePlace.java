package org.modeltree.bands.standing;

import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.scoring.Score;

/**
 * Everything that an answer about a model's score takes from the named cohorts, as a few numbers: if two are equal, so are the
 * elements of the answer.
 *
 * @param atRelease as the others; of zeros for a model without a release date
 */
public record ScorePlace(InCohort all, InCohort current, InCohort atRelease) {

    private static final InCohort NONE = new InCohort(0, 0, 0);

    /**
     * The place in one cohort.
     *
     * @param bandNumber as {@link CapabilityStanding#bandNumber}, which also stands for the number of models
     * @param below number of models that score strictly lower; 0 without a score
     * @param above number of models that score strictly higher; 0 without a score
     */
    record InCohort(long bandNumber, long below, long above) {

        static InCohort of(CapabilityStanding standing, Score score) {
            return score == null
                    ? new InCohort(standing.bandNumber, 0, 0)
                    : new InCohort(
                            standing.bandNumber,
                            standing.distribution.below(score),
                            standing.distribution.above(score));
        }
    }

    /**
     * The place of a score in the named cohorts.
     *
     * @param atRelease null for a model without a release date
     * @param score null if the model reports no raw value
     */
    static ScorePlace of(
            CapabilityStanding all, CapabilityStanding current, CapabilityStanding atRelease, Score score) {
        return new ScorePlace(
                InCohort.of(all, score),
                InCohort.of(current, score),
                atRelease == null ? NONE : InCohort.of(atRelease, score));
    }
}
