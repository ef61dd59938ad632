package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * Offering whose model an import did not find, or about which a curator decided, as JSON.
 *
 * @param provider id of the provider
 * @param id the provider's id of the offering
 * @param name its name in the last file that had one; null if none had
 * @param state {@code pending}, {@code accepted} or {@code rejected}
 * @param model id of the model that a curator attached it to; null without one
 * @param note reason that the curator gave; null without one
 * @param origins catalogs that list it; none if no import has seen it
 * @param facts document of the offering in the last valid file, without its model; null without one
 * @param candidates models that it may serve, the most likely first, as of the last import
 * @param firstSighting the first import that did not find its model; null if no import has seen it
 * @param lastSighting the last import that listed it; null if no import has seen it
 */
record UnmatchedView(
        String provider,
        String id,
        String name,
        String state,
        String model,
        String note,
        List<String> origins,
        JsonNode facts,
        JsonNode candidates,
        Sighting firstSighting,
        Sighting lastSighting) {

    /**
     * Import that listed an offering.
     *
     * @param importId id of the import
     * @param time when it was merged
     */
    record Sighting(@JsonProperty("import") String importId, Instant time) {}
}
