/** Providers, offerings, prices, and which model an id means. Imports {@code catalog} and what that imports. */
package org.modeltree.offering;
