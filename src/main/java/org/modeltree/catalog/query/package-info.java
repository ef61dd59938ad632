/**
 * Filters, sort keys, keyset pages, search words and suggestions: how lists of models are asked for and found.
 * Imports {@code http}.
 */
package org.modeltree.catalog.query;
