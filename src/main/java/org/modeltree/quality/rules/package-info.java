/** Rules that find what is wrong, and what they share. Imports {@code http}. */
package org.modeltree.quality.rules;
