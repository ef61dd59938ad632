/** Cards and comparisons. */
package org.modeltree.oracle.card;
