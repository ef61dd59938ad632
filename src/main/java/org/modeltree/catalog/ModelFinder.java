package org.modeltree.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.modeltree.revision.dependency.Part;

/** Finds the models that ids mean which are neither ids nor aliases. Other features implement it. */
public interface ModelFinder {

    /**
     * A model that an id means.
     *
     * @param modelId canonical id of the model
     * @param certain whether the id can mean no other model; if not, the model is only the likeliest
     * @param fixed whether the id means this model for good; if not, models that appear later may change its meaning
     */
    record FoundModel(String modelId, boolean certain, boolean fixed) {}

    /** Models by given id; ids to which no rule applies, or that mean several models, are left out. */
    Map<String, FoundModel> find(Collection<String> ids);

    /** The parts of the catalog on which it depends what is found for any id. */
    List<Part> parts();
}
