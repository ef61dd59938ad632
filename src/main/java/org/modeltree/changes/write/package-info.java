/**
 * Writes of curators, each in one transaction under the lock on the revision. A write of one record takes four round trips and
 * no table of its own; a write of several is staged. Imports {@code changes}.
 */
package org.modeltree.changes.write;
