/**
 * Standings: named cohorts beside which scores and bands are shown. Imports {@code bands.capability}, {@code bands.cohort}
 * and what they import.
 */
package org.modeltree.bands.standing;
