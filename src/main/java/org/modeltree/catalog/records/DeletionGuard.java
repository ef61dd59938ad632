package org.modeltree.catalog.records;

import java.util.List;
import org.modeltree.changes.write.RelatedChange;

/**
 * Extension point for features whose records refer to a model that is about to be deleted. A reference that no guard
 * changes refuses the deletion, as a fault of its record type.
 */
public interface DeletionGuard {

    /**
     * Changes that have to be made together with the deletion.
     *
     * @param modelId canonical id of the model to be deleted
     * @param replacementId canonical id of the model that takes over references to it; null for none
     */
    List<RelatedChange> before(String modelId, String replacementId);
}
