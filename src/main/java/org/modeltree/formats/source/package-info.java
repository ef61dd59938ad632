/**
 * What the readers and writers of all formats share: their interfaces, JSON and CSV sources, names and amounts.
 * Imports {@code identity} and {@code http.value}.
 */
package org.modeltree.formats.source;
