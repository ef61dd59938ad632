/**
 * What every resource shares: the current request, paging, write requests and results, and the filter that completes
 * responses. Imports {@code revision}.
 */
package org.modeltree.http;
