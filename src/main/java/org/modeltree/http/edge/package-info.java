/**
 * What happens to a request before anything else: common headers, refusals of what is not HTTP or has no path, the
 * client's address, request timers. Imports {@code http.problem} and what that imports.
 */
package org.modeltree.http.edge;
