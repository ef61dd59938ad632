package org.modeltree.scoring;

/**
 * A bar of a histogram.
 *
 * @param from least score, inclusive
 * @param to greatest score, exclusive but in the last bin
 * @param count how many models score in it
 */
public record Bin(double from, double to, long count) {}
