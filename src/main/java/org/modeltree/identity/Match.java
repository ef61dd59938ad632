package org.modeltree.identity;

import java.util.List;

/** Whether the model that an offering serves was found. */
public sealed interface Match {

    /**
     * It surely is this model.
     *
     * @param modelId canonical id
     * @param why in words, for the report
     */
    record Found(String modelId, String why) implements Match {}

    /**
     * It is not certain which model it is.
     *
     * @param candidates ids of models that it may be, likeliest first, at most five
     */
    record Unmatched(List<String> candidates) implements Match {

        public Unmatched {
            candidates = List.copyOf(candidates);
        }
    }
}
