package org.modeltree.webhooks;

import java.time.Instant;
import java.util.List;

/**
 * JSON of a webhook, without its secret.
 *
 * @param id id of the webhook, a decimal number
 * @param version number that increases with each change by its owner; {@code If-Match} compares it
 * @param active whether events are sent
 * @param inactiveReason {@code paused}, {@code failing}, {@code gone} or {@code owner}; null while active
 * @param inactiveSince time since when it is inactive; null while active
 * @param failingSince time of the first failed attempt since the last success; null if the last one succeeded
 * @param revision revision up to which all events are done
 * @param waiting messages that are being sent or wait for an attempt
 * @param nextAttemptAt time of the next attempt; null if no message waits, or the webhook is inactive
 * @param formerSecretUntil time until which the former secret signs as well; null if there is none
 */
record WebhookView(
        String id,
        long version,
        String url,
        String description,
        List<String> types,
        List<String> models,
        List<String> vendors,
        boolean active,
        String inactiveReason,
        Instant inactiveSince,
        Instant failingSince,
        long revision,
        long waiting,
        Instant nextAttemptAt,
        Instant formerSecretUntil,
        Instant createdAt,
        String createdBy) {

    static WebhookView of(WebhookRow row) {
        WebhookDocument document = row.document();
        return new WebhookView(
                Long.toString(row.id()),
                row.version(),
                document.url(),
                document.description(),
                document.types(),
                document.models(),
                document.vendors(),
                document.active(),
                row.inactiveReason(),
                row.inactiveSince(),
                row.failingSince(),
                row.placeRevision(),
                row.waiting(),
                row.nextAttemptAt(),
                row.formerSecretUntil(),
                row.createdAt(),
                row.createdBy());
    }
}
