package org.modeltree.changes.write;

/**
 * What a write finds stored for its target.
 *
 * @param catalogRevision revision of the catalog
 * @param revision revision of the model that the target belongs to, or of the target itself; null if it does not exist
 * @param document the stored document as the database writes it; null if there is none
 */
record Found(long catalogRevision, Long revision, String document) {}
