/**
 * All changes of the catalog go through this package: records are validated, staged, compared with the stored state and
 * merged, in one transaction that also increments the revision, archives past versions and writes the change log. Features
 * declare their records through {@link org.modeltree.changes.RecordType}. The writes of curators are in {@code changes.write}.
 * Imports {@code revision} and {@code http}.
 */
package org.modeltree.changes;
