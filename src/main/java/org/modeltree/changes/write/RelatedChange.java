package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Change that a write makes besides its target.
 *
 * @param type record type
 * @param key key of the record
 * @param document document after the change; null to delete it
 * @param asStated whether the facts keep their origins; if not, those that change get the origin {@code curator}
 */
public record RelatedChange(String type, String key, ObjectNode document, boolean asStated) {

    /** A change whose facts get the origin {@code curator}, or a deletion. */
    public RelatedChange(String type, String key, ObjectNode document) {
        this(type, key, document, false);
    }

    /** A change whose facts keep their origins, because the curator only decides to which model they belong. */
    public static RelatedChange asStated(String type, String key, ObjectNode document) {
        return new RelatedChange(type, key, document, true);
    }
}
