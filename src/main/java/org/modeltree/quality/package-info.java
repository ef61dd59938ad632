/** Rules that find what is wrong in the catalog, and the report of what they found. May import every other feature. */
package org.modeltree.quality;
