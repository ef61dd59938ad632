/**
 * Filters, sort keys, keyset pages, full-text search and suggestions for lists of models.
 * Imports {@code http}.
 */
package org.modeltree.catalog.query;
