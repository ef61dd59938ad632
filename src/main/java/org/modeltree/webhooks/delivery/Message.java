package org.modeltree.webhooks.delivery;

import java.util.Optional;
import org.modeltree.changes.feed.FeedPosition;

/**
 * Message to a receiver. All but the attempt is the same each time it is sent.
 *
 * @param delivery id of the delivery
 * @param id id that the receiver sees
 * @param body JSON
 * @param place place that the webhook has once the message is done; empty for one beside the events
 * @param tries attempts before this one
 */
record Message(long delivery, String id, String body, Optional<FeedPosition> place, int tries) {

    /** Whether later events wait for it. */
    boolean isInOrder() {
        return place.isPresent();
    }
}
