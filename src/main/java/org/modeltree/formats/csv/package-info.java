/**
 * Our own CSV table, for people with spreadsheets: reader and writer. Imports {@code formats.source} and {@code
 * catalog.query}.
 */
package org.modeltree.formats.csv;
