/**
 * Percentile bands of cohorts and how they moved over time: service, resource and views. Imports {@code
 * bands.standing}, {@code bands.capability}, {@code bands.cohort}, {@code scoring}, {@code catalog} and what they import.
 */
package org.modeltree.bands;
