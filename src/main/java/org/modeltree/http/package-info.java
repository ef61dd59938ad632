/**
 * What every resource shares: the current request, paging, write requests and results, and the filter that completes
 * answers. Imports {@code revision}.
 */
package org.modeltree.http;
