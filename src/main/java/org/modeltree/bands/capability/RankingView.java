package org.modeltree.bands.capability;

import java.math.BigDecimal;
import org.modeltree.catalog.ModelView;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.Numbers;
import org.modeltree.http.value.PartialDate;
import org.modeltree.scoring.Score;

/** One line of a leaderboard as JSON. */
record RankingView(
        long rank,
        String id,
        String name,
        VendorRef vendor,
        PartialDate releaseDate,
        BigDecimal score,
        double exact,
        Number raw,
        String unit,
        String clamped,
        double percentileRank,
        String position) {

    static RankingView of(CapabilityStanding field, ModelView model, double raw) {
        Score score = field.scale.score(raw);
        return new RankingView(
                field.distribution.rank(score),
                model.id(),
                model.name(),
                model.vendor(),
                model.releaseDate(),
                score.rounded(),
                score.exact(),
                Numbers.plain(raw),
                field.capability.unit(),
                field.clamped(raw),
                field.distribution.percentileRank(score),
                field.position(score));
    }
}
