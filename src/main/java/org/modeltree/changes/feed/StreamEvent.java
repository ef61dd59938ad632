package org.modeltree.changes.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import org.modeltree.changes.log.ChangeView;
import org.modeltree.changes.log.LoggedChange;

/**
 * Entry of the change log as it is sent, to any number of clients. Its bytes do not change.
 *
 * @param place place of the entry
 * @param forReaders the event without who made the change
 * @param forCurators the event with who made the change
 */
record StreamEvent(FeedPosition place, Buffer forReaders, Buffer forCurators) {

    static StreamEvent of(LoggedChange change, ObjectMapper json) {
        FeedPosition place = FeedPosition.after(change);
        Buffer withActor = event(place, change.view(), json);
        return new StreamEvent(
                place,
                change.view().actor() == null
                        ? withActor
                        : event(place, change.view().withoutActor(), json),
                withActor);
    }

    /** One line of data, because JSON escapes line breaks. */
    private static Buffer event(FeedPosition place, ChangeView view, ObjectMapper json) {
        try {
            return Buffer.buffer("id: " + place.text() + "\nevent: change\ndata: ")
                    .appendBytes(json.writeValueAsBytes(view))
                    .appendString("\n\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The event for a client. */
    Buffer bytes(boolean withActor) {
        return withActor ? forCurators : forReaders;
    }

    /** Bytes that it occupies. */
    long size() {
        return (long) forReaders.length() + (forReaders.equals(forCurators) ? 0 : forCurators.length());
    }
}
