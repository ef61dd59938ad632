package org.modeltree.bands.standing;

import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBand;

/**
 * JSON view of the default band of a named cohort.
 *
 * @param cohort the cohort in words, in the reader's language
 * @param status {@code ok}, or {@code insufficient} if the cohort has fewer than 5 models
 * @param count number of models in the cohort that report
 * @param lower score at the 20th percentile; null without a band
 * @param upper score at the 80th percentile; null without a band
 * @param median score at the 50th percentile; null without a band
 */
public record CohortStanding(
        String cohort, String status, long count, PercentileView lower, PercentileView upper, PercentileView median) {

    static CohortStanding of(CapabilityStanding standing, String cohort) {
        ScoreBand band = standing.bandView();
        return new CohortStanding(cohort, band.status(), band.count(), band.lower(), band.upper(), band.median());
    }
}
