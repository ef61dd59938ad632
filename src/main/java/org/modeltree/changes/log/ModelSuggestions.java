package org.modeltree.changes.log;

import java.util.List;
import java.util.Optional;

/** Finds the model that a client means by an id; the feature with the models implements it. */
public interface ModelSuggestions {

    /** Id of the model that an id certainly means; empty if there is none. */
    Optional<String> meantBy(String id);

    /** Ids of models similar to an id that means none, likeliest first. */
    List<String> similarModels(String id);
}
