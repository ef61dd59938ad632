package org.modeltree.webhooks;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * JSON of a delivery.
 *
 * @param id id of the delivery, a decimal number
 * @param messageId id that the receiver sees as {@code webhook-id}
 * @param type type of the event
 * @param revision revision of the event; null for a ping
 * @param status {@code pending}, {@code delivered} or {@code failed}
 * @param createdAt when the event was first to be sent
 * @param nextAttemptAt time of the next attempt; null unless pending
 * @param attempts the last attempts as JSON, oldest first
 */
record DeliveryView(
        String id,
        String messageId,
        String type,
        Long revision,
        String status,
        Instant createdAt,
        Instant nextAttemptAt,
        @JsonRawValue String attempts) {}
