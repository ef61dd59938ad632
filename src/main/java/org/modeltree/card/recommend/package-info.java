/** Recommendations: models that no other one beats in both score and price. Same imports as {@code card}. */
package org.modeltree.card.recommend;
