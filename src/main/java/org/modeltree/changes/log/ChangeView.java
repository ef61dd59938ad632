package org.modeltree.changes.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Entry of the change log, as JSON.
 *
 * @param revision catalog revision that the change created
 * @param time when it was committed
 * @param kind {@code create}, {@code update}, {@code delete}, {@code merge}, {@code import} or {@code undo}
 * @param type record type; null for an import and an undo
 * @param id key of the record; null for an import and an undo
 * @param model id of the model that the record belongs to; null if it belongs to none
 * @param movedFrom id of the model that the record belonged to before, if it moved to another one; else null
 * @param patch JSON Patch (RFC 6902) of the document; null for an import and an undo
 * @param actor name of the token or account that made it; null unless the reader is a curator
 * @param importId id of the import that made it, or that it undoes; null for any other change
 */
public record ChangeView(
        long revision,
        Instant time,
        String kind,
        String type,
        String id,
        String model,
        String movedFrom,
        JsonNode patch,
        String actor,
        @JsonProperty("import") String importId) {}
