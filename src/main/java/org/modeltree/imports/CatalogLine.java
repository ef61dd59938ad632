package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A line of a catalog that is right by itself, ready to be staged.
 *
 * @param number from 1
 * @param type what the line is
 * @param key what no other line of the type may have
 * @param document the line, ids folded, with what is derived from it under keys that begin with an underscore
 */
record CatalogLine(long number, String type, String key, ObjectNode document) {}
