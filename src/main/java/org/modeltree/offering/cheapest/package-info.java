/** The cheapest offerings of many models. Same imports as {@code offering}. */
package org.modeltree.offering.cheapest;
