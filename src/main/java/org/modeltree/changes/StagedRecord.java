package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A line of a catalog, to be staged.
 *
 * @param number its place among the lines, from 1
 * @param at where it stands in its file, for people: empty, or the JSON pointer of a foreign entry
 * @param type what it is
 * @param key what no other line of the type has
 * @param document the line with ids folded and nothing null; null deletes what has the key
 * @param derived what the database wants beside it; may be null
 */
public record StagedRecord(long number, String at, String type, String key, ObjectNode document, ObjectNode derived) {

    /** The same line somewhere else. */
    public StagedRecord at(long otherNumber, String otherPlace) {
        return new StagedRecord(otherNumber, otherPlace, type, key, document, derived);
    }
}
