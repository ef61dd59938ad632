package org.modeltree.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Record of a catalog, ready to be staged.
 *
 * @param number line number, from 1
 * @param at position in its file, for reports: empty, or the JSON pointer of an entry in a foreign format
 * @param type record type
 * @param key unique among the records of the type
 * @param document document with ids in lower case and without nulls; null deletes the record with the key
 * @param derived values that the database needs besides the document; may be null
 */
public record StagedRecord(long number, String at, String type, String key, ObjectNode document, ObjectNode derived) {

    /** The same record at another position. */
    public StagedRecord at(long otherNumber, String otherPosition) {
        return new StagedRecord(otherNumber, otherPosition, type, key, document, derived);
    }
}
