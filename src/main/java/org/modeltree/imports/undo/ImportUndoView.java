package org.modeltree.imports.undo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Result of undoing an import, as JSON.
 *
 * @param importId id of the import
 * @param dryRun whether nothing was stored
 * @param removed number of records that were removed, because the import had created them
 * @param restored number of records of which facts have their former values again
 * @param stayed the first facts and records that stay as they are, at most 1,000
 * @param stayedTotal number of facts and records that stay as they are
 * @param revision revision that the undo created; null if it created none
 */
record ImportUndoView(
        @JsonProperty("import") String importId,
        boolean dryRun,
        int removed,
        int restored,
        List<Stayed> stayed,
        int stayedTotal,
        Long revision) {

    /**
     * A fact or a record that stays as it is.
     *
     * @param type record type
     * @param id key of the record
     * @param fact key of the document; null for the whole record
     * @param reason why, as a predicate: "was changed since"
     */
    record Stayed(String type, String id, String fact, String reason) {}
}
