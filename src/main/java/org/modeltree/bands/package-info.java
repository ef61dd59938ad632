/** Capabilities, tallies, scores, bands and cohorts. Imports {@code scoring}, {@code catalog} and what that imports. */
package org.modeltree.bands;
