package org.modeltree.identity;

import java.util.List;

/** Result of looking for the model that an offering serves. */
public sealed interface Match {

    /**
     * The model is certain.
     *
     * @param modelId canonical id of the model
     * @param why reason, as a predicate about the model: "has this id or alias"
     */
    record Found(String modelId, String why) implements Match {}

    /**
     * The model is not certain.
     *
     * @param candidates ids of models that it may be, the most likely first, at most five
     */
    record Unmatched(List<String> candidates) implements Match {

        public Unmatched {
            candidates = List.copyOf(candidates);
        }
    }
}
