package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.http.value.Language;
import org.modeltree.offering.cheapest.CheapestOfferings;

/**
 * Says why models are on the front.
 *
 * @param needed standings of the needs
 * @param front all models that fit
 */
record Reasons(Wish wish, List<CapabilityStanding> needed, Front front, RecommendWords words, Language language) {

    /**
     * The reasons for one model of the front, the most telling first.
     *
     * @param nameOf name of a model by its id
     */
    List<RecommendView.Reason> of(Front.Member member, UnaryOperator<String> nameOf) {
        if (front.models() == 1) {
            return List.of(new RecommendView.Reason("only_one", words.onlyOne(), null, null, null));
        }
        Front.Choice choice = member.choice();
        int fitting = Math.toIntExact(front.models());
        List<RecommendView.Reason> reasons = new ArrayList<>();
        if (front.isBest(choice)) {
            reasons.add(new RecommendView.Reason("highest_score", words.highestScore(fitting), null, null, fitting));
        }
        if (front.isCheapest(choice)) {
            reasons.add(new RecommendView.Reason("lowest_price", words.lowestPrice(fitting), null, null, fitting));
        }
        for (int i = 0; i < needed.size() && needed.size() > 1; i++) {
            if (front.isBestIn(i, choice)) {
                reasons.add(new RecommendView.Reason(
                        "best_in",
                        words.bestIn(needed.get(i).label(language), fitting),
                        needed.get(i).capability.id(),
                        null,
                        fitting));
            }
        }
        if (member.nextCheaper() != null) {
            reasons.add(moreForMore(choice, member.nextCheaper(), nameOf));
        }
        if (member.beats() > 0) {
            int beaten = Math.toIntExact(member.beats());
            reasons.add(new RecommendView.Reason("dominates", words.dominates(beaten), null, null, beaten));
        }
        return reasons;
    }

    private RecommendView.Reason moreForMore(Front.Choice choice, Front.Choice cheaper, UnaryOperator<String> nameOf) {
        BigDecimal more = choice.score().subtract(cheaper.score());
        BigDecimal dearer = wish.mix().perMillion(choice.price().subtract(cheaper.price()));
        return new RecommendView.Reason(
                "more_for_more",
                words.moreForMore(
                        nameOf.apply(cheaper.modelId()),
                        // A small difference is not shown as none.
                        more.setScale(more.compareTo(new BigDecimal("0.05")) < 0 ? 9 : 1, RoundingMode.HALF_UP)
                                .stripTrailingZeros(),
                        CheapestOfferings.plain(dearer.setScale(6, RoundingMode.HALF_UP)),
                        wish.mix()),
                null,
                cheaper.modelId(),
                null);
    }
}
