/**
 * Removes what settings say is too old: entries of the change log, former versions of models, and reports of imports. Imports
 * what {@code changes} imports.
 */
package org.modeltree.changes.retention;
