package org.modeltree.changes.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.modeltree.changes.log.ChangeView;
import org.modeltree.changes.log.LoggedChange;
import org.modeltree.http.StreamedBody;

/**
 * Server-sent events of the changes after a place, to one client. The {@code id} of an event is its place, so that a client
 * that reconnects with it misses nothing and gets nothing twice. Between two pieces, only the place is in memory.
 */
final class ChangeStream implements StreamedBody {

    private static final int MAX_EVENTS = 100;
    private static final int PIECE = 1 << 16;
    private static final int RETRY_MILLIS = 3_000;
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final ChangeStreams streams;
    private final boolean withActor;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final StreamSettings settings;
    private final Context context;
    private FeedPosition place;
    private boolean begun;
    private boolean closed;

    ChangeStream(
            ChangeStreams streams,
            FeedPosition place,
            boolean withActor,
            ObjectMapper json,
            Vertx vertx,
            StreamSettings settings,
            Context context) {
        this.streams = streams;
        this.place = place;
        this.withActor = withActor;
        this.json = json;
        this.vertx = vertx;
        this.settings = settings;
        this.context = context;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (!begun) {
            begun = true;
            // An event without data is not delivered, but a client remembers its id and so can resume before the first
            // change.
            return piece(Buffer.buffer("retry: " + RETRY_MILLIS + "\nid: " + place.text() + "\n\n"));
        }
        if (streams.isStopping() || closed) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<List<LoggedChange>> found = streams.recent().after(place, MAX_EVENTS);
        if (found.isEmpty()) {
            return older();
        }
        return found.get().isEmpty() ? newer() : piece(events(found.get()));
    }

    /** Changes that are not in memory any more. */
    private Future<Optional<Buffer>> older() {
        if (streams.recent().isReplaced()) {
            return Future.succeededFuture(Optional.empty());
        }
        return streams.read(place, context)
                .compose(
                        page -> {
                            if (!page.entries().isEmpty()) {
                                return piece(events(page.entries()));
                            }
                            FeedPosition end = FeedPosition.endOf(page.revision());
                            place = end.compareTo(place) > 0 ? end : place;
                            return next();
                        },
                        // The database is away; the next heartbeat tries again.
                        lost -> heartbeat());
    }

    private Future<Optional<Buffer>> heartbeat() {
        Promise<Optional<Buffer>> due = Promise.promise();
        vertx.setTimer(settings.heartbeat().toMillis(), now -> due.complete(Optional.of(HEARTBEAT)));
        return due.future();
    }

    /** Waits for a change, at most until a heartbeat is due. */
    private Future<Optional<Buffer>> newer() {
        return waited().compose(over -> {
            List<LoggedChange> found = streams.recent().after(place, MAX_EVENTS).orElse(List.of());
            if (!found.isEmpty()) {
                return piece(events(found));
            }
            return streams.isStopping() || closed ? Future.succeededFuture(Optional.empty()) : piece(HEARTBEAT);
        });
    }

    private Future<Void> waited() {
        Promise<Void> over = Promise.promise();
        Runnable wake = () -> context.runOnContext(now -> over.tryComplete());
        long timer = vertx.setTimer(settings.heartbeat().toMillis(), due -> over.tryComplete());
        streams.recent().whenAfter(place, wake);
        if (streams.isStopping()) {
            // All were woken, perhaps just before this one waited.
            wake.run();
        }
        return over.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            streams.recent().forget(wake);
        });
    }

    private static Future<Optional<Buffer>> piece(Buffer buffer) {
        return Future.succeededFuture(Optional.of(buffer));
    }

    /** The first of these changes as events, and the place after them. */
    private Buffer events(List<LoggedChange> changes) {
        Buffer buffer = Buffer.buffer();
        for (LoggedChange change : changes) {
            if (buffer.length() >= PIECE) {
                break;
            }
            place = FeedPosition.after(change);
            buffer.appendString("id: ")
                    .appendString(place.text())
                    .appendString("\nevent: change\ndata: ")
                    .appendBytes(json(change.view()))
                    .appendString("\n\n");
        }
        return buffer;
    }

    /** One line, because JSON escapes line breaks. */
    private byte[] json(ChangeView view) {
        try {
            return json.writeValueAsBytes(withActor ? view : view.withoutActor());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public Duration stallTimeout() {
        return settings.stallTimeout();
    }

    @Override
    public void close() {
        closed = true;
    }
}
