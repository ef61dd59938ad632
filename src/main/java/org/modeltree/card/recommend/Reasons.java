package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.http.value.Language;
import org.modeltree.offering.cheapest.CheapestOfferings;

/**
 * Says why models are on the front.
 *
 * @param needed standings of the needs
 * @param candidates all models that fit
 * @param scores their scores on the needs
 * @param front the best first
 */
record Reasons(
        Wish wish,
        List<CapabilityStanding> needed,
        List<Front.Choice> candidates,
        List<List<Double>> scores,
        List<Front.Choice> front,
        RecommendWords words,
        Language language) {

    /** The model of the front with the next lower price; the first by id of several. */
    Optional<Front.Choice> nextCheaper(Front.Choice choice) {
        // Lower prices have lower scores, so the next one of the front is the nearest.
        return front.stream()
                .filter(other -> other.price().compareTo(choice.price()) < 0)
                .findFirst();
    }

    /**
     * The reasons for one model of the front, the most telling first.
     *
     * @param own its scores on the needs
     * @param nameOf name of a model by its id
     */
    List<RecommendView.Reason> of(Front.Choice choice, List<Double> own, UnaryOperator<String> nameOf) {
        if (candidates.size() == 1) {
            return List.of(new RecommendView.Reason("only_one", words.onlyOne(), null, null, null));
        }
        List<RecommendView.Reason> reasons = new ArrayList<>();
        if (choice.score().compareTo(front.get(0).score()) == 0) {
            reasons.add(new RecommendView.Reason(
                    "highest_score", words.highestScore(candidates.size()), null, null, candidates.size()));
        }
        if (choice.price().compareTo(front.get(front.size() - 1).price()) == 0) {
            reasons.add(new RecommendView.Reason(
                    "lowest_price", words.lowestPrice(candidates.size()), null, null, candidates.size()));
        }
        for (int i = 0; i < needed.size() && needed.size() > 1; i++) {
            int at = i;
            if (scores.stream().allMatch(other -> other.get(at) <= own.get(at))) {
                reasons.add(new RecommendView.Reason(
                        "best_in",
                        words.bestIn(needed.get(i).label(language), candidates.size()),
                        needed.get(i).capability.id(),
                        null,
                        candidates.size()));
            }
        }
        nextCheaper(choice).ifPresent(cheaper -> reasons.add(moreForMore(choice, cheaper, nameOf)));
        int dominated = (int) candidates.stream().filter(choice::dominates).count();
        if (dominated > 0) {
            reasons.add(new RecommendView.Reason("dominates", words.dominates(dominated), null, null, dominated));
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
