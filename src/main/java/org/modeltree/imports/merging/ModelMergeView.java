package org.modeltree.imports.merging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Result of merging a model into another one, as JSON.
 *
 * @param id id of the model that stays
 * @param merged id of the model that is now an alias
 * @param dryRun whether nothing was stored
 * @param moved number of records that moved to the model that stays, by record type
 * @param dropped records that did not move
 * @param conflicts facts that differed, with the one that stays
 * @param revision revision that the merge created; null in a dry run
 */
record ModelMergeView(
        String id,
        String merged,
        boolean dryRun,
        Map<String, Integer> moved,
        List<Dropped> dropped,
        List<Conflict> conflicts,
        Long revision) {

    /**
     * A record that did not move.
     *
     * @param type record type
     * @param id key of the record
     * @param reason why, as a sentence without its subject
     */
    record Dropped(String type, String id, String reason) {}

    /**
     * A fact that both models stated differently.
     *
     * @param type record type
     * @param id key of the record of the model that stays
     * @param fact key of the document
     * @param value value that stays
     * @param origin origin of that value
     * @param refused value that is dropped
     * @param refusedOrigin origin of that value
     */
    record Conflict(
            String type,
            String id,
            String fact,
            JsonNode value,
            String origin,
            JsonNode refused,
            String refusedOrigin) {}

    ModelMergeView storedAs(Long newRevision) {
        return new ModelMergeView(id, merged, dryRun, moved, dropped, conflicts, newRevision);
    }
}
