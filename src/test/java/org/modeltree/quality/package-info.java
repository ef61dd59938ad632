/** Tests of the quality report on a catalog that breaks each rule once. */
package org.modeltree.quality;
