package org.modeltree.webhooks;

import java.time.Instant;

/**
 * Webhook as it is stored, without its secrets.
 *
 * @param owner unique key of the caller who registered it
 * @param inactiveReason why it is inactive; null while it is active
 * @param placeRevision revision up to which all events are done
 * @param waiting messages that are being sent or wait for an attempt
 * @param nextAttemptAt time of the next attempt; null if no message waits
 */
record WebhookRow(
        long id,
        long version,
        WebhookDocument document,
        String inactiveReason,
        Instant inactiveSince,
        String owner,
        String createdBy,
        Instant createdAt,
        Instant formerSecretUntil,
        Instant failingSince,
        long placeRevision,
        long waiting,
        Instant nextAttemptAt) {}
