/** Capabilities, scores, bands and their history, computed by looking at every model. */
package org.modeltree.oracle.bands;
