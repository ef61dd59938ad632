package org.modeltree.bench.jmh;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Bin;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.PercentilePoint;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of scoring, from a single raw value to the band of a whole tally. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class ScoringBenchmark {

    private static final BigDecimal LOWER = BigDecimal.valueOf(20);
    private static final BigDecimal UPPER = BigDecimal.valueOf(80);
    private static final int BINS = 20;

    /** Number of distinct raw values; a real catalog has 67 context windows and some thousand prices. */
    @Param({"67", "5000"})
    public int distinct;

    private Scale scale;
    private double[] raws;
    private Score[] scores;
    private List<Tally.Entry> entries;
    private Tally tally;
    private Distribution distribution;
    private int next;

    /** Creates a tally of random raw values with different numbers of models. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        scale = new Scale(Scale.Kind.LOG, 2_048, 2_097_152);
        entries = new ArrayList<>();
        while (entries.size() < distinct) {
            double raw = Math.rint(1_024 * Math.exp(random.nextDouble() * 8));
            entries.add(new Tally.Entry(raw, 1 + (long) Math.exp(random.nextDouble() * 10)));
        }
        tally = new Tally(entries);
        distribution = new Distribution(tally, scale);
        raws = entries.stream().mapToDouble(Tally.Entry::raw).toArray();
        scores = entries.stream().map(entry -> scale.score(entry.raw())).toArray(Score[]::new);
    }

    private int next() {
        next = next + 1 == raws.length ? 0 : next + 1;
        return next;
    }

    /** Score of a raw value. */
    @Benchmark
    public Score score() {
        return scale.score(raws[next()]);
    }

    /** Raw value of a score. */
    @Benchmark
    public double raw() {
        return scale.raw(scores[next()]);
    }

    /** Range of raw values for {@code scoreMin}. */
    @Benchmark
    public double worstRawScoring() {
        return scale.worstRawScoring(scores[next()]);
    }

    /** Tally built from its database rows. */
    @Benchmark
    public Tally tally() {
        return new Tally(entries);
    }

    /** Scores of a tally on a scale. */
    @Benchmark
    public Distribution distribution() {
        return new Distribution(tally, scale);
    }

    /** Boundaries and median of the default band. */
    @Benchmark
    public Optional<Band> band() {
        return distribution.band(LOWER, UPPER);
    }

    /** One percentile. */
    @Benchmark
    public PercentilePoint percentile() {
        return distribution.percentile(UPPER);
    }

    /** The percentile rank of a score. */
    @Benchmark
    public double percentileRank() {
        return distribution.percentileRank(scores[next()]);
    }

    /** A histogram. */
    @Benchmark
    public List<Bin> histogram() {
        return distribution.histogram(BINS);
    }
}
