package org.modeltree.bands;

import java.math.BigDecimal;
import java.util.Map;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.query.Rankings;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;
import org.modeltree.scoring.Score;

/**
 * JSON view of an entry of a leaderboard.
 *
 * @param rank rank from 1 in the cohort; ties share a rank
 * @param id id of the model
 * @param name name of the model
 * @param score score rounded to one decimal, in [0, 10]
 * @param exact unrounded score, in [0, 10]
 * @param raw raw value, in {@code unit}
 * @param settings settings of the counting measurement, by name; null if its source states none
 * @param clamped {@code low} or {@code high} if the raw value is beyond the scale; otherwise null
 * @param percentileRank percent of the cohort that scores strictly below, in [0, 100)
 * @param position {@code below_lower}, {@code within} or {@code above_upper} the default band of the cohort; null without a band
 */
public record RankingView(
        long rank,
        String id,
        String name,
        VendorRef vendor,
        PartialDate releaseDate,
        BigDecimal score,
        double exact,
        Number raw,
        String unit,
        Map<String, String> settings,
        String clamped,
        double percentileRank,
        String position) {

    static RankingView of(CapabilityStanding standing, ModelView model, Rankings.Ranked ranked) {
        double raw = ranked.raw();
        Score score = standing.scale.score(raw);
        return new RankingView(
                standing.distribution.rank(score),
                model.id(),
                model.name(),
                model.vendor(),
                model.releaseDate(),
                score.rounded(),
                score.exact(),
                Numbers.plain(raw),
                standing.capability.unit(),
                ranked.settings(),
                standing.clamped(raw),
                standing.distribution.percentileRank(score),
                standing.position(score));
    }
}
