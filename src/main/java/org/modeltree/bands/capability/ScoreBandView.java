package org.modeltree.bands.capability;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.util.Optional;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Distribution;

/**
 * A band without its surroundings, as JSON.
 *
 * @param status {@code ok}, or {@code insufficient} where fewer than 5 models report
 * @param n how many report
 */
public record ScoreBandView(String status, long n, PercentileView lower, PercentileView upper, PercentileView median) {

    public static ScoreBandView of(Distribution distribution, Optional<Band> band) {
        return new ScoreBandView(
                band.isPresent() ? "ok" : "insufficient",
                distribution.n(),
                band.map(b -> PercentileView.of(b.lower())).orElse(null),
                band.map(b -> PercentileView.of(b.upper())).orElse(null),
                band.map(b -> PercentileView.of(b.median())).orElse(null));
    }

    /** The lower edge as a page prints it; null where there is no band. */
    @JsonIgnore
    public BigDecimal lowerScore() {
        return lower == null ? null : lower.score();
    }

    /** The upper edge as a page prints it; null where there is no band. */
    @JsonIgnore
    public BigDecimal upperScore() {
        return upper == null ? null : upper.score();
    }
}
