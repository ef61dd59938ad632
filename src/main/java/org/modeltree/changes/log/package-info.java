/** The change log as clients read it, and what it tells about the past. Imports what {@code changes} imports. */
package org.modeltree.changes.log;
