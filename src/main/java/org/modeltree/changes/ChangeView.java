package org.modeltree.changes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An entry of the change log, as JSON.
 *
 * @param patch JSON Patch of the document; null for an import
 * @param actor null where the reader is no curator
 * @param importId the import that made it; null for any other change
 */
record ChangeView(
        long revision,
        Instant time,
        String kind,
        String type,
        String id,
        String model,
        JsonNode patch,
        String actor,
        @JsonProperty("import") String importId) {}
