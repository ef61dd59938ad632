package org.modeltree.catalog.query;

import java.util.Optional;

/** What another feature can filter models by. */
public interface ModelCriterion {

    /** The condition that the filter asks of this feature, if it asks for one. */
    Optional<SqlCondition> of(ModelFilter filter);
}
