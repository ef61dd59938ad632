package org.modeltree.changes.feed;

import java.util.List;

/**
 * Some events after a place, as one snapshot of the change log has them.
 *
 * @param revision revision of the snapshot
 * @param events the events
 * @param hasMore whether there are more after them
 */
record EventPage(long revision, List<StreamEvent> events, boolean hasMore) {}
