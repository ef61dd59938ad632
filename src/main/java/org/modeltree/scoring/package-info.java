/** Scales, scores, percentiles and tallies: pure arithmetic without any framework. Imports no other package of the service. */
package org.modeltree.scoring;
