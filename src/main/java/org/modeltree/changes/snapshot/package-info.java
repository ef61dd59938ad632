/**
 * The whole catalog, read as records in one snapshot of the database, for exports and for imports that compare with them. May
 * import what {@code changes} may.
 */
package org.modeltree.changes.snapshot;
