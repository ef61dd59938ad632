/**
 * Words of cards and comparisons in every language, and values formatted with them. Imports {@code bands}, {@code catalog}
 * and what they import.
 */
package org.modeltree.card.words;
