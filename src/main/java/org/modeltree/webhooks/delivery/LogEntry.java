package org.modeltree.webhooks.delivery;

import java.time.Instant;

/**
 * Entry of the change log, as far as webhooks send it.
 *
 * @param revision revision that the change created
 * @param id orders the entries of a revision
 * @param time when the change was made
 * @param kind {@code create}, {@code update}, {@code delete}, {@code merge}, {@code import} or {@code undo}
 * @param type record type; null for an import and an undo
 * @param subject key of the record; null for an import and an undo
 * @param model id of the model that the record belongs to; null if it belongs to none
 * @param movedFrom id of the model that the record belonged to before; null if it did not move
 * @param importId id of the import that made it or is undone; null for other changes
 * @param isWanted whether the webhook's filter lets it through
 */
record LogEntry(
        long revision,
        long id,
        Instant time,
        String kind,
        String type,
        String subject,
        String model,
        String movedFrom,
        String importId,
        boolean isWanted) {}
