package org.modeltree.scoring;

/**
 * Bin of a histogram of scores.
 *
 * @param from lowest score, inclusive, in [0, 10)
 * @param to highest score, in (0, 10]; exclusive, except in the last bin
 * @param count number of models in the bin
 */
public record Bin(double from, double to, long count) {}
