package org.modeltree.bands.capability;

import java.math.BigDecimal;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.PercentilePoint;

/**
 * JSON view of the score at a percentile.
 *
 * @param percentile percent, in [0, 100]
 * @param score score rounded to one decimal, in [0, 10]
 * @param exact unrounded score, in [0, 10]
 * @param raw raw value of that score, in the benchmark's unit
 */
public record PercentileView(Number percentile, BigDecimal score, double exact, Number raw) {

    public static PercentileView of(PercentilePoint point) {
        return new PercentileView(
                Numbers.plain(point.percentile().doubleValue()),
                point.score().rounded(),
                point.score().exact(),
                Numbers.plain(point.raw()));
    }
}
