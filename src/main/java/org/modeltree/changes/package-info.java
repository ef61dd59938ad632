/**
 * The one way in for every change of the catalog: records are checked, staged, compared with what is there and
 * merged, in one transaction that also counts the revision, keeps what was and writes the change log. Features
 * declare through {@link org.modeltree.changes.RecordType} what their records mean. Imports {@code revision} and
 * {@code http}.
 */
package org.modeltree.changes;
