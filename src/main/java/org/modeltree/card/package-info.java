/**
 * Cards, comparisons and localized words. Imports {@code lineage}, {@code bands}, {@code offering} and what they
 * import.
 */
package org.modeltree.card;
