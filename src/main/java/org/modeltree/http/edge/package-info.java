/**
 * What happens to a request first: common headers, refusals of malformed requests and unknown paths, the client's
 * address, request timers. Imports {@code http.problem} and what that imports.
 */
package org.modeltree.http.edge;
