/**
 * Values that requests and responses consist of: languages, partial dates, numbers, visible text, bounded JSON.
 * Imports no other package of ours.
 */
package org.modeltree.http.value;
