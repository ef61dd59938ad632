package org.modeltree.catalog;

import java.util.List;
import org.modeltree.changes.RelatedChange;

/** What another feature has to say when a model is deleted. What it does not change, it refuses as a fault of its lines. */
public interface DeletionGuard {

    /**
     * What has to change so that the model can go.
     *
     * @param modelId the model that goes
     * @param heir canonical id of the model that takes its place for what refers to it; null where none does
     */
    List<RelatedChange> before(String modelId, String heir);
}
