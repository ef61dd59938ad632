package org.modeltree.bands.score;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.modeltree.bands.standing.ModelStandings;

/**
 * JSON view of a model's score on one capability with its standings. Lists of models show scores without standings, because
 * each model has a cohort of its own.
 *
 * @param standings places of the score in named cohorts
 */
record PlacedScoreView(@JsonUnwrapped ScoreView score, ModelStandings standings) {}
