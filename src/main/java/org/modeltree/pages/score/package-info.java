/** Pages about scores: capabilities with their leaderboards, and comparisons. */
package org.modeltree.pages.score;
