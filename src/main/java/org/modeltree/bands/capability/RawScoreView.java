package org.modeltree.bands.capability;

import java.math.BigDecimal;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Score;

/** What a raw value would score, as JSON. */
record RawScoreView(
        String capability,
        String label,
        Number raw,
        String unit,
        BigDecimal score,
        double exact,
        String clamped,
        long rank,
        Double percentileRank,
        String position,
        ScoreBandView band) {

    static RawScoreView of(CapabilityStanding field, double raw, Language language) {
        Score score = field.scale.score(raw);
        return new RawScoreView(
                field.capability.id(),
                field.label(language),
                Numbers.plain(raw),
                field.capability.unit(),
                score.rounded(),
                score.exact(),
                field.clamped(raw),
                field.distribution.rank(score),
                field.percentileRank(score),
                field.position(score),
                field.bandView());
    }
}
