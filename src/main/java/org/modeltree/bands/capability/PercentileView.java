package org.modeltree.bands.capability;

import java.math.BigDecimal;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.PercentilePoint;

/** The score at a percentile as JSON. */
public record PercentileView(Number percentile, BigDecimal score, double exact, Number raw) {

    public static PercentileView of(PercentilePoint edge) {
        return new PercentileView(
                Numbers.plain(edge.percentile().doubleValue()),
                edge.score().rounded(),
                edge.score().exact(),
                Numbers.plain(edge.raw()));
    }
}
