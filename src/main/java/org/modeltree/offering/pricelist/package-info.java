/** Price lists of providers. Same imports as {@code offering}. */
package org.modeltree.offering.pricelist;
