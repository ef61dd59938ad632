package org.modeltree.revision;

import java.time.Instant;

/**
 * State of the catalog after its last change. The time tells apart catalogs that replaced each other, which count their
 * revisions anew.
 *
 * @param revision number of changes since the catalog was created
 * @param changedAt time of the last change, to the microsecond
 */
public record CatalogState(long revision, Instant changedAt) {}
