package org.modeltree.changes.log;

import java.time.Instant;
import java.util.List;

/**
 * Some entries of the change log, as one snapshot has them.
 *
 * @param revision revision of the snapshot
 * @param changedAt when that revision was created
 * @param entries the entries
 * @param hasMore whether there are more after them
 */
public record LogPage(long revision, Instant changedAt, List<LoggedChange> entries, boolean hasMore) {}
