package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pareto front of models by score and price: those that no other one dominates. */
final class Front {

    /**
     * A model to choose from.
     *
     * @param modelId id of the model
     * @param score weighted score
     * @param price amount in one currency, for the same tokens as that of all others
     */
    record Choice(String modelId, BigDecimal score, BigDecimal price) {

        /** Whether the other one is no better and no cheaper, and worse in one of both. */
        boolean dominates(Choice other) {
            int better = score.compareTo(other.score);
            int cheaper = other.price.compareTo(price);
            return better >= 0 && cheaper >= 0 && (better > 0 || cheaper > 0);
        }
    }

    private static final Comparator<Choice> CHEAPEST_FIRST = Comparator.comparing(Choice::price)
            .thenComparing(Choice::score, Comparator.reverseOrder())
            .thenComparing(Choice::modelId);

    private Front() {}

    /** The choices that no other one dominates, the best first; equal ones are all among them, by id. */
    static List<Choice> of(List<Choice> choices) {
        List<Choice> front = new ArrayList<>();
        Choice last = null;
        for (Choice choice : choices.stream().sorted(CHEAPEST_FIRST).toList()) {
            // All before it are no dearer, and the last one of the front scores highest among them.
            if (last == null || choice.score().compareTo(last.score()) > 0 || isEqual(choice, last)) {
                front.add(choice);
                last = choice;
            }
        }
        front.sort(
                Comparator.comparing(Choice::score, Comparator.reverseOrder()).thenComparing(Choice::modelId));
        return front;
    }

    private static boolean isEqual(Choice one, Choice other) {
        return one.score().compareTo(other.score()) == 0 && one.price().compareTo(other.price()) == 0;
    }
}
