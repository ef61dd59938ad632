/** Ancestors, descendants and the family tree. */
package org.modeltree.oracle.lineage;
