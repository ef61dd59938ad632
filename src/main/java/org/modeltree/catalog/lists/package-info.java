/** Pages of models with their totals and facets, and searches. Imports {@code catalog.query}, {@code http} and {@code revision}. */
package org.modeltree.catalog.lists;
