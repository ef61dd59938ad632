package org.modeltree.bands.capability;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.util.Optional;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Distribution;

/**
 * JSON view of a band without its capability and cohort.
 *
 * @param status {@code ok}, or {@code insufficient} if fewer than 5 models report
 * @param count number of models that report
 * @param lower score at the lower percentile; null without a band
 * @param upper score at the upper percentile; null without a band
 * @param median score at the 50th percentile; null without a band
 */
public record ScoreBandView(
        String status, long count, PercentileView lower, PercentileView upper, PercentileView median) {

    public static ScoreBandView of(Distribution distribution, Optional<Band> band) {
        return new ScoreBandView(
                band.isPresent() ? "ok" : "insufficient",
                distribution.n(),
                band.map(b -> PercentileView.of(b.lower())).orElse(null),
                band.map(b -> PercentileView.of(b.upper())).orElse(null),
                band.map(b -> PercentileView.of(b.median())).orElse(null));
    }

    /** Score at the lower percentile, rounded for display; null without a band. */
    @JsonIgnore
    public BigDecimal lowerScore() {
        return lower == null ? null : lower.score();
    }

    /** Score at the upper percentile, rounded for display; null without a band. */
    @JsonIgnore
    public BigDecimal upperScore() {
        return upper == null ? null : upper.score();
    }
}
