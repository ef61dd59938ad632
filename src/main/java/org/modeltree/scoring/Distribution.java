package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Distribution of the scores of a cohort: a tally mapped through a scale. Models clamped to the same end of the scale tie. */
public final class Distribution {

    /** Minimum size of a cohort that has a band. In a smaller one, percentiles say little: a single model always ranks first. */
    public static final int MIN_FOR_BAND = 5;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal MEDIAN = BigDecimal.valueOf(50);

    private final Scale scale;
    // Distinct scores in ascending order, a raw value of each, and the number of models that score at most that. The
    // raw
    // value of a score at an end is that of the end, so raw values beyond it make no difference.
    private final double[] scores;
    private final double[] raws;
    private final long[] cumulative;

    /**
     * Maps a tally through a scale.
     *
     * @throws IllegalArgumentException if the scale does not accept one of the raw values
     */
    public Distribution(Tally tally, Scale scale) {
        this.scale = scale;
        List<Tally.Entry> entries = new ArrayList<>(tally.entries());
        if (scale.lowerIsBetter()) {
            Collections.reverse(entries);
        }
        double[] distinct = new double[entries.size()];
        double[] raw = new double[entries.size()];
        long[] counts = new long[entries.size()];
        int size = 0;
        long models = 0;
        for (Tally.Entry entry : entries) {
            double score = scale.score(entry.raw()).exact();
            models += entry.models();
            if (size == 0 || score > distinct[size - 1]) {
                distinct[size] = score;
                raw[size] = isAtEnd(score) ? scale.raw(new Score(score)) : entry.raw();
                size++;
            }
            counts[size - 1] = models;
        }
        scores = Arrays.copyOf(distinct, size);
        raws = Arrays.copyOf(raw, size);
        cumulative = Arrays.copyOf(counts, size);
    }

    private static boolean isAtEnd(double score) {
        return score == Score.MIN || score == Score.MAX;
    }

    /** Whether another distribution has the same answer to every question: the same scores of as many models each. */
    public boolean isSameAs(Distribution other) {
        return scale.equals(other.scale)
                && Arrays.equals(scores, other.scores)
                && Arrays.equals(raws, other.raws)
                && Arrays.equals(cumulative, other.cumulative);
    }

    /** Number of different scores. */
    public int size() {
        return scores.length;
    }

    /** Number of models. */
    public long n() {
        return scores.length == 0 ? 0 : cumulative[scores.length - 1];
    }

    /** Number of models that score strictly below. */
    public long below(Score score) {
        int index = Arrays.binarySearch(scores, score.exact());
        int firstNotBelow = index >= 0 ? index : -index - 1;
        return firstNotBelow == 0 ? 0 : cumulative[firstNotBelow - 1];
    }

    /** Number of models that score strictly above. */
    public long above(Score score) {
        int index = Arrays.binarySearch(scores, score.exact());
        int firstAbove = index >= 0 ? index + 1 : -index - 1;
        return firstAbove == 0 ? n() : n() - cumulative[firstAbove - 1];
    }

    /** Rank that a score has or would have, from 1: one more than the number of models strictly above, so ties share a rank. */
    public long rank(Score score) {
        return above(score) + 1;
    }

    /**
     * Percent of the cohort that scores strictly below, in [0, 100].
     *
     * @throws IllegalArgumentException if the cohort is empty
     */
    public double percentileRank(Score score) {
        if (n() == 0) {
            throw new IllegalArgumentException("an empty cohort has no percentile ranks");
        }
        return 100.0 * below(score) / n();
    }

    /** The band between two percentiles; empty for a cohort of fewer than {@value #MIN_FOR_BAND} models. */
    public Optional<Band> band(BigDecimal lowerPercentile, BigDecimal upperPercentile) {
        return n() < MIN_FOR_BAND
                ? Optional.empty()
                : Optional.of(new Band(percentile(lowerPercentile), percentile(upperPercentile), percentile(MEDIAN)));
    }

    /**
     * The score at a percentile, by linear interpolation between the closest ranks (Hyndman and Fan, type 7).
     *
     * @param percentile percent, in [0, 100]
     * @throws IllegalArgumentException if the cohort is empty or the percentile out of range
     */
    public PercentilePoint percentile(BigDecimal percentile) {
        if (n() == 0 || percentile.signum() < 0 || percentile.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("percentile must be in [0, 100] of a non-empty cohort, was " + percentile
                    + " of " + n() + " models");
        }
        // Decimal arithmetic, because 0.07 · 100 in doubles misses the observation that it should hit.
        BigDecimal position = percentile.multiply(BigDecimal.valueOf(n() - 1)).movePointLeft(2);
        BigDecimal rank = position.setScale(0, RoundingMode.FLOOR);
        double fraction = position.subtract(rank).doubleValue();
        int left = indexAt(rank.longValueExact());
        int right = fraction == 0 ? left : indexAt(rank.longValueExact() + 1);
        if (left == right) {
            return new PercentilePoint(percentile, new Score(scores[left]), raws[left]);
        }
        Score score = new Score(scores[left] + fraction * (scores[right] - scores[left]));
        return new PercentilePoint(percentile, score, scale.raw(score));
    }

    /**
     * Number of scores in each of several bins of equal width from 0 to 10. A score on a boundary is in the upper bin.
     *
     * @throws IllegalArgumentException if the number of bins is less than 1
     */
    public List<Bin> histogram(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("number of bins must be at least 1, was " + bins);
        }
        long[] counts = new long[bins];
        long before = 0;
        int bin = 0;
        for (int i = 0; i < scores.length; i++) {
            while (bin < bins - 1 && scores[i] >= start(bin + 1, bins)) {
                bin++;
            }
            counts[bin] += cumulative[i] - before;
            before = cumulative[i];
        }
        List<Bin> histogram = new ArrayList<>(bins);
        for (int i = 0; i < bins; i++) {
            histogram.add(new Bin(start(i, bins), start(i + 1, bins), counts[i]));
        }
        return histogram;
    }

    private static double start(int bin, int bins) {
        return Score.MAX * bin / bins;
    }

    /** Index into {@code scores} of the model at a rank counted from the lowest score, starting at 0. */
    private int indexAt(long rankFromBelow) {
        int index = Arrays.binarySearch(cumulative, rankFromBelow + 1);
        return index >= 0 ? index : -index - 1;
    }
}
