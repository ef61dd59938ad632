/**
 * What clients are told when something is wrong: problems (RFC 9457), the one table from faults to statuses, and the
 * checks of parameters. Imports {@code http.value} and {@code revision}.
 */
package org.modeltree.http.problem;
