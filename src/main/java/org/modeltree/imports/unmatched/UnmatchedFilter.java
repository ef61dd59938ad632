package org.modeltree.imports.unmatched;

import java.util.List;

/**
 * Filter of the queue of unmatched offerings; a null value selects all.
 *
 * @param origin catalog that lists the offering
 * @param provider id of the provider
 * @param q part of the id or the name, ignoring case
 * @param states states, at least one
 */
record UnmatchedFilter(String origin, String provider, String q, List<String> states) {}
