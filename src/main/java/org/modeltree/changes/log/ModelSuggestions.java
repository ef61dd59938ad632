package org.modeltree.changes.log;

import java.util.List;
import java.util.Optional;

/** Finds what a client may have meant by an id of a model without changes; the feature with the models implements it. */
public interface ModelSuggestions {

    /** Ids of models similar to an id or alias that matches none, likeliest first; empty if a model matches. */
    Optional<List<String>> ifUnknown(String model);
}
