package org.modeltree.card.recommend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Pareto front of models by score and price: those that no other one dominates. The models come in the order of their price,
 * and only those are kept that are on the front, of equal ones as many as are shown. So memory grows with the front and not
 * with the number of models, and each model costs one binary search.
 */
final class Front {

    /**
     * A model to choose from.
     *
     * @param modelId id of the model
     * @param raws raw values, by need
     * @param scores their scores, by need
     * @param score weighted score
     * @param price amount in one currency, for the same tokens as that of all others
     */
    record Choice(String modelId, List<Double> raws, List<Double> scores, BigDecimal score, BigDecimal price) {}

    /**
     * A model of the front.
     *
     * @param beats number of models that are no better and no cheaper, and worse in one of both
     * @param nextCheaper the model of the front with the next lower price, the first by id of several; null if there is none
     */
    record Member(Choice choice, long beats, Choice nextCheaper) {}

    private static final Comparator<Choice> BY_ID = Comparator.comparing(Choice::modelId);

    /** Equal models of the front. */
    private static final class Step {

        private final BigDecimal score;
        private final BigDecimal price;
        /** The first ones by id. */
        private final TreeSet<Choice> first = new TreeSet<>(BY_ID);
        /** Number of models that no earlier step beats and this one does. */
        private long beaten;
        /** Number of beaten models that are cheaper than this step, so that it does not beat them. */
        private final long beatenBefore;

        Step(Choice choice, long beatenBefore) {
            score = choice.score();
            price = choice.price();
            this.beatenBefore = beatenBefore;
        }
    }

    private final int shown;
    /** Price and score grow from step to step. */
    private final List<Step> steps = new ArrayList<>();

    private final List<Double> best = new ArrayList<>();
    private long models;
    private long beaten;

    private BigDecimal price;
    private long beatenBefore;
    /** The best models of the current price, if no cheaper one beats them. */
    private Step current;

    private long equal;
    private long worse;
    private long members;

    /** A front of which at most this many members are shown. */
    Front(int shown) {
        this.shown = shown;
    }

    /**
     * Adds a model.
     *
     * @throws IllegalArgumentException if it is cheaper than the one before it
     */
    void add(Choice choice) {
        int byPrice = price == null ? 1 : choice.price().compareTo(price);
        if (byPrice < 0) {
            throw new IllegalArgumentException("prices must not fall");
        }
        if (byPrice > 0) {
            close();
            price = choice.price();
            beatenBefore = beaten;
        }
        models++;
        for (int i = 0; i < choice.scores().size(); i++) {
            double score = choice.scores().get(i);
            if (i == best.size()) {
                best.add(score);
            } else if (score > best.get(i)) {
                best.set(i, score);
            }
        }
        int beatenBy = firstThatScores(choice.score());
        if (beatenBy < steps.size()) {
            steps.get(beatenBy).beaten++;
            beaten++;
            return;
        }
        int better = current == null ? 1 : choice.score().compareTo(current.score);
        if (better > 0) {
            worse += equal;
            equal = 0;
            current = new Step(choice, beatenBefore);
        }
        if (better < 0) {
            worse++;
        } else {
            equal++;
            current.first.add(choice);
            if (current.first.size() > shown) {
                current.first.pollLast();
            }
        }
    }

    /** Adds the best models of a price to the front. */
    private void close() {
        if (current != null) {
            current.beaten = worse;
            beaten += worse;
            members += equal;
            steps.add(current);
            current = null;
            int neverShown = steps.size() - shown - 2;
            if (neverShown >= 0) {
                steps.get(neverShown).first.clear();
            }
        }
        equal = 0;
        worse = 0;
    }

    /** Index of the first step that scores at least this much; the number of steps if none does. */
    private int firstThatScores(BigDecimal score) {
        int low = 0;
        int high = steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.get(middle).score.compareTo(score) >= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The members, the best first and equal ones by id; as many as are shown. */
    List<Member> members() {
        close();
        long[] beatenUpTo = new long[steps.size()];
        long sum = 0;
        for (int i = 0; i < beatenUpTo.length; i++) {
            sum += steps.get(i).beaten;
            beatenUpTo[i] = sum;
        }
        List<Member> found = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            for (Choice choice : step.first) {
                if (found.size() == shown) {
                    return found;
                }
                found.add(new Member(
                        choice,
                        beatenUpTo[i] - step.beatenBefore,
                        i == 0 ? null : steps.get(i - 1).first.first()));
            }
        }
        return found;
    }

    /** Number of members. */
    long size() {
        close();
        return members;
    }

    /** Number of models that were added. */
    long models() {
        return models;
    }

    /** Number of models in memory. */
    int kept() {
        return steps.stream().mapToInt(step -> step.first.size()).sum();
    }

    /** Whether no model scores higher. */
    boolean isBest(Choice choice) {
        return choice.score().compareTo(steps.get(steps.size() - 1).score) == 0;
    }

    /** Whether no model is cheaper. */
    boolean isCheapest(Choice choice) {
        return choice.price().compareTo(steps.get(0).price) == 0;
    }

    /** Whether no model scores higher on a need. */
    boolean isBestIn(int need, Choice choice) {
        return choice.scores().get(need) >= best.get(need);
    }
}
