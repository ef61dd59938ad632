package org.modeltree.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository on the Hub, before it is known which model it is.
 *
 * @param at place of the entry in the file
 * @param idAt place of the id
 * @param basesAt place of the base models
 * @param id id on the Hub
 * @param record record of the model, without an id
 * @param contextTokens context window that counts for the model; empty if unknown, or if it is that of the base model
 * @param bases relations by Hub id of the base model
 * @param date day of the last change of the repository; empty if unknown
 */
record HubModel(
        String at,
        String idAt,
        String basesAt,
        String id,
        ObjectNode record,
        OptionalLong contextTokens,
        Map<String, BaseModels.Relation> bases,
        Optional<String> date) {

    /** Page of a repository. */
    static String page(String id) {
        return "https://huggingface.co/" + id;
    }
}
