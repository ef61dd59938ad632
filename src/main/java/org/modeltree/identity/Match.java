package org.modeltree.identity;

import java.util.List;

/** Result of looking for the model that an id means. */
public sealed interface Match {

    /** Ids of models that the id may mean instead, the most likely first; none if the model is certain. */
    List<String> candidates();

    /**
     * The model is certain.
     *
     * @param modelId canonical id of the model
     * @param rule rule that led to it
     * @param fixed whether the id means this model for good; if not, models that appear later may change its meaning
     * @param why reason, as a predicate about the model: "has this id or alias"
     */
    record Found(String modelId, Rule rule, boolean fixed, String why) implements Match {

        @Override
        public List<String> candidates() {
            return List.of();
        }
    }

    /**
     * A rule leads to a model, but another one may be meant.
     *
     * @param rule rule that led to it
     * @param candidates ids of models, that of the rule first
     */
    record Likely(Rule rule, List<String> candidates) implements Match {

        public Likely {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * The evidence leads to different models: providers use the id for each of them, or the id and a link disagree.
     *
     * @param candidates ids of the models
     */
    record Ambiguous(List<String> candidates) implements Match {

        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * No rule leads to a model.
     *
     * @param candidates ids of models that it may be, the most likely first, at most five
     */
    record Unmatched(List<String> candidates) implements Match {

        public Unmatched {
            candidates = List.copyOf(candidates);
        }
    }
}
