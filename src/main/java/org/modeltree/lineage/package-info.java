/** Lineage edges between models, ancestors and descendants, and the tree. Imports {@code catalog} and what that imports. */
package org.modeltree.lineage;
