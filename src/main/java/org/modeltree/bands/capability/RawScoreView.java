package org.modeltree.bands.capability;

import java.math.BigDecimal;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Score;

/**
 * JSON view of the score that a raw value would have.
 *
 * @param capability id of the capability
 * @param label label of the capability, in the reader's language
 * @param raw raw value, in {@code unit}
 * @param score score rounded to one decimal, in [0, 10]
 * @param exact unrounded score, in [0, 10]
 * @param clamped {@code low} or {@code high} if the raw value is beyond the scale; otherwise null
 * @param rank rank from 1 among all models
 * @param percentileRank percent of the models that score strictly below, in [0, 100]; null if no model reports
 * @param position {@code below_lower}, {@code within} or {@code above_upper} the band; null without a band
 * @param band default band over all models
 */
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
        ScoreBand band) {

    static RawScoreView of(CapabilityStanding standing, double raw, Language language) {
        Score score = standing.scale.score(raw);
        return new RawScoreView(
                standing.capability.id(),
                standing.label(language),
                Numbers.plain(raw),
                standing.capability.unit(),
                score.rounded(),
                score.exact(),
                standing.clamped(raw),
                standing.distribution.rank(score),
                standing.percentileRank(score),
                standing.position(score),
                standing.bandView());
    }
}
