package org.modeltree.scoring;

import java.math.BigDecimal;

/**
 * The score at a percentile of a distribution.
 *
 * @param percentile percent, in [0, 100]
 * @param score interpolated linearly between closest ranks (Hyndman and Fan 1996, type 7)
 * @param raw the edge in the benchmark's unit: the observed value where the edge lands on one, the scale's end at score 0
 *     or 10, else the inverse of the scale to 12 significant digits
 */
public record PercentilePoint(BigDecimal percentile, Score score, double raw) {}
