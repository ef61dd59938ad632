package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Offering in a file whose model the import did not find.
 *
 * @param provider id of the provider
 * @param id the provider's id of the offering
 * @param name its name in the file; null if it has none
 * @param facts its document without the model; null if the document is invalid
 * @param candidates models that it may serve, the most likely first
 */
public record SeenOffering(String provider, String id, String name, ObjectNode facts, List<Candidate> candidates) {

    /** Key of the offering: provider and id, with a space between. */
    public String key() {
        return key(provider, id);
    }

    /** Key of an offering: provider and id, with a space between. */
    public static String key(String provider, String id) {
        return provider + " " + id;
    }
}
