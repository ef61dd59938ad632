/**
 * What happens to a request first: common headers, refusals of malformed requests and unknown paths, the client's
 * address, request timers, CORS preflights. Imports {@code http.problem}, {@code http.config} and what they import.
 */
package org.modeltree.http.edge;
