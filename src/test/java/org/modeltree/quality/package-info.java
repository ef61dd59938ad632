/** The report of what is wrong, over a catalog where each rule is broken once. */
package org.modeltree.quality;
