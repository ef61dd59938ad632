/**
 * Scores of one model on every capability. Imports {@code bands.standing}, {@code bands.capability}, {@code
 * bands.cohort} and what they import.
 */
package org.modeltree.bands.score;
