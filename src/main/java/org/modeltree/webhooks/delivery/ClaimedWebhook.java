package org.modeltree.webhooks.delivery;

import java.util.List;
import org.modeltree.changes.feed.FeedPosition;

/**
 * Webhook that this instance may deliver to until its lease ends.
 *
 * @param version counts what its owner changes; when it changes, the turn ends
 * @param isActive whether events are sent in order; pings are sent in any case
 * @param secrets secrets that sign, the current one first
 * @param place what it has been sent so far
 */
record ClaimedWebhook(
        long id, long version, String url, boolean isActive, List<SigningSecret> secrets, FeedPosition place) {}
