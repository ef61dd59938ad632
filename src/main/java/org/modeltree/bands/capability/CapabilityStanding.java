package org.modeltree.bands.capability;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.modeltree.http.value.Language;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Distribution;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;
import org.modeltree.scoring.Tally;

/** Every model that reports a capability's benchmark, with the default band over them: what one score is held against. */
public final class CapabilityStanding {

    public static final BigDecimal LOWER = BigDecimal.valueOf(20);
    public static final BigDecimal UPPER = BigDecimal.valueOf(80);

    public final Capability capability;
    public final Scale scale;
    public final Distribution distribution;
    final Optional<Band> band;

    CapabilityStanding(Capability capability, Tally tally) {
        this.capability = capability;
        scale = capability.scale();
        distribution = new Distribution(tally, scale);
        band = distribution.band(LOWER, UPPER);
    }

    public String label(Language language) {
        return language.of(capability.labelEn(), capability.labelZh());
    }

    public String basis(Language language) {
        String otherwiseEn =
                capability.benchmarkLabel() + " · " + (scale.kind() == Scale.Kind.LOG ? "log-scaled" : "linear");
        String otherwiseZh = capability.benchmarkLabel() + " · " + (scale.kind() == Scale.Kind.LOG ? "对数刻度" : "线性刻度");
        return language.of(
                capability.basisEn() == null ? otherwiseEn : capability.basisEn(),
                capability.basisZh() == null && capability.basisEn() == null ? otherwiseZh : capability.basisZh());
    }

    /** Percent that score strictly below; null where none reports. */
    public Double percentileRank(Score score) {
        return distribution.n() == 0 ? null : distribution.percentileRank(score);
    }

    /** Where the score lies in the band, in snake_case; null where there is no band. */
    public String position(Score score) {
        return band.map(b -> b.position(score).name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** The side on which the raw value lies beyond the scale, in snake_case; null where it does not. */
    public String clamped(double raw) {
        return scale.clamp(raw)
                .map(side -> side.name().toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    public ScoreBandView bandView() {
        return ScoreBandView.of(distribution, band);
    }
}
