/** Offerings, prices and costs. Imports {@code catalog} and what that imports. */
package org.modeltree.offering;
