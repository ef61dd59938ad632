/** Rules about offerings and prices. Imports {@code quality.rules}. */
package org.modeltree.quality.rules.offering;
