package org.modeltree.imports.undo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Record that an import created or changed.
 *
 * @param type record type
 * @param key key of the record
 * @param before document before the import; null if there was none
 * @param after document that the import stored
 * @param current document as it is now; null if there is none
 * @param needed whether records that the import did not create belong to it or name it
 */
record ImportedRecord(
        String type, String key, ObjectNode before, ObjectNode after, ObjectNode current, boolean needed) {}
