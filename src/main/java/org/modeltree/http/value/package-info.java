/**
 * Values that answers and requests are made of: languages, partial dates, numbers, visible text, bounded JSON.
 * Imports no other package of ours.
 */
package org.modeltree.http.value;
