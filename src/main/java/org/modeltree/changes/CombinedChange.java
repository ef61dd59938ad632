package org.modeltree.changes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/**
 * Several changes that are one entry of the change log.
 *
 * @param kind kind of the entry
 * @param subject key of the record that the entry is about, in its {@code id}
 * @param result record whose patch the entry has
 * @param changes the changes
 * @param answer body of the response, from the new revision; null in a dry run
 */
public record CombinedChange(
        String kind,
        String subject,
        WriteTarget result,
        List<RelatedChange> changes,
        Function<Long, JsonNode> answer) {}
