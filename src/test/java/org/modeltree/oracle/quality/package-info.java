/** Findings of the quality report. */
package org.modeltree.oracle.quality;
