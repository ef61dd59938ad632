package org.modeltree.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The scores of a cohort: a tally seen through a scale. Models clamped to the same end of the scale tie. */
public final class Distribution {

    /** A cohort smaller than this gets no band: a lone model would always rank first. */
    public static final int MIN_FOR_A_BAND = 5;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal MEDIAN = BigDecimal.valueOf(50);

    private final Scale scale;
    // Distinct scores ascending, the raw value of each, and how many models score at most that.
    private final double[] scores;
    private final double[] raws;
    private final long[] upTo;

    /**
     * Scores a tally.
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
        long[] cumulated = new long[entries.size()];
        int size = 0;
        long models = 0;
        for (Tally.Entry entry : entries) {
            double score = scale.score(entry.raw()).exact();
            models += entry.models();
            if (size == 0 || score > distinct[size - 1]) {
                distinct[size] = score;
                raw[size] = entry.raw();
                size++;
            }
            cumulated[size - 1] = models;
        }
        scores = Arrays.copyOf(distinct, size);
        raws = Arrays.copyOf(raw, size);
        upTo = Arrays.copyOf(cumulated, size);
    }

    /** How many models there are. */
    public long n() {
        return scores.length == 0 ? 0 : upTo[scores.length - 1];
    }

    /** How many models score strictly below. */
    public long below(Score score) {
        int index = Arrays.binarySearch(scores, score.exact());
        int firstNotBelow = index >= 0 ? index : -index - 1;
        return firstNotBelow == 0 ? 0 : upTo[firstNotBelow - 1];
    }

    /** How many models score strictly above. */
    public long above(Score score) {
        int index = Arrays.binarySearch(scores, score.exact());
        int firstAbove = index >= 0 ? index + 1 : -index - 1;
        return firstAbove == 0 ? n() : n() - upTo[firstAbove - 1];
    }

    /** The rank a score has or would have: one more than the models strictly above, so that ties share one. */
    public long rank(Score score) {
        return above(score) + 1;
    }

    /**
     * Percent of the cohort scoring strictly below, in [0, 100].
     *
     * @throws IllegalArgumentException if the cohort is empty
     */
    public double percentileRank(Score score) {
        if (n() == 0) {
            throw new IllegalArgumentException("an empty cohort has no ranks");
        }
        return 100.0 * below(score) / n();
    }

    /** The band between two percentiles, or none for a cohort of fewer than {@value #MIN_FOR_A_BAND}. */
    public Optional<Band> band(BigDecimal lowerPercentile, BigDecimal upperPercentile) {
        return n() < MIN_FOR_A_BAND
                ? Optional.empty()
                : Optional.of(new Band(edge(lowerPercentile), edge(upperPercentile), edge(MEDIAN)));
    }

    /**
     * The score at a percentile, by linear interpolation between closest ranks (Hyndman–Fan type 7).
     *
     * @param percentile percent, in [0, 100]
     * @throws IllegalArgumentException if the cohort is empty or the percentile out of range
     */
    public PercentilePoint edge(BigDecimal percentile) {
        if (n() == 0 || percentile.signum() < 0 || percentile.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("no percentile " + percentile + " of " + n() + " models");
        }
        // In decimals, because 0.07 · 100 in doubles lies just beside the observation it should land on.
        BigDecimal position = percentile.multiply(BigDecimal.valueOf(n() - 1)).movePointLeft(2);
        BigDecimal whole = position.setScale(0, RoundingMode.FLOOR);
        double fraction = position.subtract(whole).doubleValue();
        int left = at(whole.longValueExact());
        int right = fraction == 0 ? left : at(whole.longValueExact() + 1);
        if (left == right) {
            Score score = new Score(scores[left]);
            boolean atAnEnd = score.exact() == Score.MIN || score.exact() == Score.MAX;
            return new PercentilePoint(percentile, score, atAnEnd ? scale.raw(score) : raws[left]);
        }
        Score score = new Score(scores[left] + fraction * (scores[right] - scores[left]));
        return new PercentilePoint(percentile, score, scale.raw(score));
    }

    /**
     * Counts the scores in bins of equal width from 0 to 10, each without its end but the last.
     *
     * @throws IllegalArgumentException if there is not at least one bin
     */
    public List<Bin> histogram(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("a histogram has bins, was " + bins);
        }
        long[] counts = new long[bins];
        long before = 0;
        int bin = 0;
        for (int i = 0; i < scores.length; i++) {
            while (bin < bins - 1 && scores[i] >= start(bin + 1, bins)) {
                bin++;
            }
            counts[bin] += upTo[i] - before;
            before = upTo[i];
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

    /** Index of the distinct score that the model at this rank from below (from 0) has. */
    private int at(long rankFromBelow) {
        int index = Arrays.binarySearch(upTo, rankFromBelow + 1);
        return index >= 0 ? index : -index - 1;
    }
}
