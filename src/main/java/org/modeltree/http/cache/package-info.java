/**
 * Answers kept in memory, with validators and encodings, and what may be sent of them while the database is away.
 * Imports {@code http.admission} and what that imports.
 */
package org.modeltree.http.cache;
