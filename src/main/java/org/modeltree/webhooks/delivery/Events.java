package org.modeltree.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import org.modeltree.changes.feed.FeedPosition;
import org.modeltree.http.value.TimeText;

/** Makes the events that webhooks send: a type, a time, and data with ids and links, from which the receiver reads the rest. */
@Singleton
public class Events {

    static final String CHANGED = "catalog.changed";
    static final String SKIPPED = "catalog.changes_skipped";
    static final String PING = "webhook.ping";

    private static final String CHANGES = "/api/v1/changes?since=";
    private static final int ID_BYTES = 18;

    private final ObjectMapper json;
    private final Clock clock;
    private final SecureRandom random;

    Events(ObjectMapper json, Clock clock, SecureRandom random) {
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Event that has not been sent yet.
     *
     * @param messageId id that no other event has
     * @param type type of the event
     * @param body JSON
     */
    public record Event(String messageId, String type, String body) {}

    private Event event(String type, String time, ObjectNode data) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", type).put("timestamp", time).set("data", data);
        try {
            return new Event(
                    "msg_" + Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                    type,
                    json.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String now() {
        return TimeText.of(clock.instant());
    }

    /** Event that tests whether a webhook works. */
    public Event ping(long webhook) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("webhook", Long.toString(webhook));
        data.putObject("links").put("webhook", "/api/v1/webhooks/" + webhook);
        return event(PING, now(), data);
    }

    /** Event of an entry of the change log. */
    Event changed(LogEntry entry) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("revision", entry.revision())
                .put("place", new FeedPosition(entry.revision(), entry.id()).text())
                .put("kind", entry.kind())
                .put("type", entry.type())
                .put("id", entry.subject())
                .put("model", entry.model())
                .put("movedFrom", entry.movedFrom())
                .put("import", entry.importId());
        String changes = CHANGES
                + (entry.revision() - 1)
                + (entry.model() == null ? "" : "&model=" + URLEncoder.encode(entry.model(), StandardCharsets.UTF_8));
        data.putObject("links").put("changes", changes);
        return event(CHANGED, TimeText.of(entry.time()), data);
    }

    /**
     * Event that stands for those that were left out.
     *
     * @param after last revision before them
     * @param to last revision of them
     */
    Event skipped(long after, long to) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("after", after).put("revision", to);
        data.putObject("links").put("changes", CHANGES + after);
        return event(SKIPPED, now(), data);
    }
}
