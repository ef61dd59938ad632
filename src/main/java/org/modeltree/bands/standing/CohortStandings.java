package org.modeltree.bands.standing;

/**
 * JSON view of the default bands of named cohorts on one capability.
 *
 * @param all every model; with {@code asOf}, every model released by that day
 * @param current the models that write text, released in the 24 months up to {@code asOf} or today
 */
public record CohortStandings(CohortStanding all, CohortStanding current) {}
