/**
 * Errors that clients receive: problems (RFC 9457), the mapping from exceptions to statuses, and the validation of
 * parameters. Imports {@code http.value} and {@code revision}.
 */
package org.modeltree.http.problem;
