package org.modeltree.bands.capability;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.modeltree.http.value.Language;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;

/**
 * Scores of a cohort on a capability, with the default band; single scores are compared with it. The cohort is every model
 * unless another one was asked for.
 */
public final class CapabilityStanding {

    private static final AtomicLong BAND_NUMBERS = new AtomicLong();
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Percentile of the lower end of the default band. */
    public static final BigDecimal LOWER = BigDecimal.valueOf(20);

    /** Percentile of the upper end of the default band. */
    public static final BigDecimal UPPER = BigDecimal.valueOf(80);

    public final Capability capability;
    public final Scale scale;
    public final Distribution distribution;

    /** Number that no other standing has, for what is made of this one and kept longer than the standing itself. */
    public final long number = NUMBERS.incrementAndGet();

    /** Number that only standings share whose bands are equal, also the numbers of models around the edges of the bands. */
    public final long bandNumber;

    final Optional<Band> band;
    private final ScoreBand bandView;

    /** The standing over the models of a tally. */
    public CapabilityStanding(Capability capability, Tally tally) {
        this(capability, new Distribution(tally, capability.scale()), null);
    }

    /** A standing beside a former one of the same capability, from which it takes the number of an equal band. */
    private CapabilityStanding(Capability capability, Distribution distribution, CapabilityStanding former) {
        this.capability = capability;
        scale = capability.scale();
        this.distribution = distribution;
        band = distribution.band(LOWER, UPPER);
        bandView = ScoreBand.of(distribution, band);
        bandNumber = former != null && hasBandOf(former) ? former.bandNumber : BAND_NUMBERS.incrementAndGet();
    }

    private boolean hasBandOf(CapabilityStanding other) {
        return bandView.equals(other.bandView)
                && band.stream()
                        .flatMap(b -> Stream.of(b.lower().score(), b.upper().score()))
                        .allMatch(edge -> distribution.below(edge) == other.distribution.below(edge)
                                && distribution.above(edge) == other.distribution.above(edge));
    }

    /** The same capability over another cohort. */
    public CapabilityStanding over(Tally tally) {
        return new CapabilityStanding(capability, tally);
    }

    /** The same capability over the same cohort after its tally moved; this one if that makes no difference. */
    public CapabilityStanding moved(Tally tally) {
        Distribution later = new Distribution(tally, scale);
        return later.isSameAs(distribution) ? this : new CapabilityStanding(capability, later, this);
    }

    /** Label of the capability. */
    public String label(Language language) {
        return language.of(capability.labelEn(), capability.labelZh());
    }

    /** What a score is based on, in a few words; derived from the benchmark and the scale unless given. */
    public String basis(Language language) {
        String defaultEn =
                capability.benchmarkLabel() + " · " + (scale.kind() == Scale.Kind.LOG ? "log-scaled" : "linear");
        String defaultZh = capability.benchmarkLabel() + " · " + (scale.kind() == Scale.Kind.LOG ? "对数刻度" : "线性刻度");
        return language.of(
                capability.basisEn() == null ? defaultEn : capability.basisEn(),
                capability.basisZh() == null && capability.basisEn() == null ? defaultZh : capability.basisZh());
    }

    /** Percent of the models that score strictly below, in [0, 100]; null if no model reports. */
    public Double percentileRank(Score score) {
        return distribution.n() == 0 ? null : distribution.percentileRank(score);
    }

    /** Position relative to the band: {@code below_lower}, {@code within} or {@code above_upper}; null without a band. */
    public String position(Score score) {
        return band.map(b -> b.position(score).name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** {@code low} or {@code high} if the raw value is clamped to that end of the scale; otherwise null. */
    public String clamped(double raw) {
        return scale.clamp(raw).map(end -> end.name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** JSON view of the default band. */
    public ScoreBand bandView() {
        return bandView;
    }
}
