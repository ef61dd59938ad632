package org.modeltree.identity;

import java.util.List;

/**
 * Resolutions of several ids, as JSON.
 *
 * @param data in the order of the ids
 */
record ResolutionList(List<ResolutionView> data) {}
