/** Quality rules and what they share. Imports {@code http}. */
package org.modeltree.quality.rules;
