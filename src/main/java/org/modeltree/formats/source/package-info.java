/**
 * What readers and writers of catalogs share: the two small interfaces, JSON and CSV sources, names and amounts.
 * Imports {@code identity} and {@code http.value}.
 */
package org.modeltree.formats.source;
