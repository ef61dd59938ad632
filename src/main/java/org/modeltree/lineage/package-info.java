/** Edges between models, what came from what, and the tree. Imports {@code catalog} and what that imports. */
package org.modeltree.lineage;
