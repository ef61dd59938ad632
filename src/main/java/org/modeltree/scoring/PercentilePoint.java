package org.modeltree.scoring;

import java.math.BigDecimal;

/**
 * Score at a percentile of a distribution.
 *
 * @param percentile percent, in [0, 100]
 * @param score linear interpolation between the closest ranks (Hyndman and Fan 1996, type 7), in [0, 10]
 * @param raw raw value of that score, in the benchmark's unit: the end of the scale at score 0 or 10, the observed value
 *     where the percentile hits one, otherwise the inverse of the scale to 12 significant digits
 */
public record PercentilePoint(BigDecimal percentile, Score score, double raw) {}
