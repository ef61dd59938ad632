package org.modeltree.changes.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Several changes that are one revision. Its entry of the change log comes first, followed by one for each other record.
 *
 * @param kind kind of the entry
 * @param result record whose patch the entry has; null if it has none
 * @param subject key of the record that the entry is about; null if it is about none
 * @param importId import that the entry is about; null if it is about none
 * @param changes the changes
 * @param refused receives each change that conflicts with the rest of the catalog, and why, and the others are made; without
 *     it, a conflict refuses all
 * @param answer body of the response, from the new revision; null if nothing is stored
 */
public record CombinedChange(
        String kind,
        WriteTarget result,
        String subject,
        String importId,
        List<RelatedChange> changes,
        Optional<BiConsumer<RelatedChange, String>> refused,
        Function<Long, JsonNode> answer) {

    /**
     * The merge of a model into another one.
     *
     * @param from id of the model that is no more
     */
    public static CombinedChange merge(
            String from, WriteTarget into, List<RelatedChange> changes, Function<Long, JsonNode> answer) {
        return new CombinedChange("merge", into, from, null, changes, Optional.empty(), answer);
    }

    /** The undo of an import. */
    public static CombinedChange undo(
            String importId,
            List<RelatedChange> changes,
            BiConsumer<RelatedChange, String> refused,
            Function<Long, JsonNode> answer) {
        return new CombinedChange("undo", null, null, importId, changes, Optional.of(refused), answer);
    }
}
