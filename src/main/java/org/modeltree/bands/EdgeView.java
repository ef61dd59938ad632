package org.modeltree.bands;

import java.math.BigDecimal;
import org.modeltree.http.Numbers;
import org.modeltree.scoring.Edge;

/** The score at a percentile as JSON. */
record EdgeView(Number percentile, BigDecimal score, double exact, Number raw) {

    static EdgeView of(Edge edge) {
        return new EdgeView(
                Numbers.plain(edge.percentile().doubleValue()),
                edge.score().rounded(),
                edge.score().exact(),
                Numbers.plain(edge.raw()));
    }
}
