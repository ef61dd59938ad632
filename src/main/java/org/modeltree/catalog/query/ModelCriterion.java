package org.modeltree.catalog.query;

import java.util.Optional;

/** Filter that another feature adds to lists of models. */
public interface ModelCriterion {

    /** Condition of this feature for the filter; empty if the filter has none. */
    Optional<SqlCondition> of(ModelFilter filter);
}
