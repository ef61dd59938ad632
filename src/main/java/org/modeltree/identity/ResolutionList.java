package org.modeltree.identity;

import java.util.List;

/**
 * Resolutions of several ids, as JSON.
 *
 * @param data in the order of the ids
 * @param revision revision of the catalog that was read
 */
record ResolutionList(List<ResolutionView> data, long revision) {}
