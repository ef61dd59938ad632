package org.modeltree.bands.score;

import java.math.BigDecimal;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Score;

/**
 * A model's score on one capability as JSON.
 *
 * @param score rounded half-up to one decimal; null where there is none
 * @param exact what everything is computed with
 * @param raw the counting measurement, in {@code unit}
 * @param clamped {@code low} or {@code high} where raw lies beyond the scale
 * @param percentileRank percent of the field that scores strictly below
 * @param position in the band: {@code below_lower}, {@code within} or {@code above_upper}
 * @param reason why there is no score
 */
public record ScoreView(
        String capability,
        String label,
        BigDecimal score,
        Double exact,
        Number raw,
        String unit,
        String clamped,
        Double percentileRank,
        String position,
        ScoreBandView band,
        String reason) {

    static ScoreView of(CapabilityStanding field, double raw, Language language) {
        Score score = field.scale.score(raw);
        return new ScoreView(
                field.capability.id(),
                field.label(language),
                score.rounded(),
                score.exact(),
                Numbers.plain(raw),
                field.capability.unit(),
                field.clamped(raw),
                field.percentileRank(score),
                field.position(score),
                field.bandView(),
                null);
    }

    static ScoreView none(CapabilityStanding field, String reason, Language language) {
        return new ScoreView(
                field.capability.id(),
                field.label(language),
                null,
                null,
                null,
                field.capability.unit(),
                null,
                null,
                null,
                field.bandView(),
                reason);
    }
}
