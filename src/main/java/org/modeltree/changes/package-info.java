/**
 * The one way in for every change of the catalog: lines of a catalog are checked, staged, compared with what is there and
 * merged, in one transaction that also counts the revision, keeps what was and writes the change log. Features say through
 * {@link org.modeltree.changes.LineKind} what their lines mean. Imports {@code revision} and {@code http}.
 */
package org.modeltree.changes;
