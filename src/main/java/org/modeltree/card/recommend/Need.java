package org.modeltree.card.recommend;

import java.math.BigDecimal;

/**
 * A capability that a model must have a score on.
 *
 * @param capability id of the capability
 * @param weight part of the score in the weighted one, at least 0; 0 if only the minimum counts
 * @param scoreMin lowest exact score, in [0, 10]; null for any
 */
public record Need(String capability, BigDecimal weight, BigDecimal scoreMin) {}
