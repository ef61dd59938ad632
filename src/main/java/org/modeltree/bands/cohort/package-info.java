/** Cohorts and the tallies of their raw values. Imports {@code scoring} and {@code catalog}. */
package org.modeltree.bands.cohort;
