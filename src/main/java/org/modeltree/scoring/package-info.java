/** Scales, scores, percentiles and tallies: pure arithmetic without any framework. Imports no other package of ours. */
package org.modeltree.scoring;
