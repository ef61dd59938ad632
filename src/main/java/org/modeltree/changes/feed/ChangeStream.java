package org.modeltree.changes.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.modeltree.http.StreamedBody;

/**
 * Server-sent events of the changes after a place, to one client. The {@code id} of an event is its place, so that a client
 * that reconnects with it misses nothing and gets nothing twice. Between two pieces, only the place is in memory, and the rest
 * of a page of older changes.
 *
 * <p>It ends after {@link StreamSettings#maxDuration} or a little earlier, because the client's token may have been revoked since
 * it began, and when the log could not be read for a while, because another instance may be able to.
 */
final class ChangeStream implements StreamedBody {

    private static final int MAX_EVENTS = 100;
    private static final int PIECE = 1 << 16;
    private static final int RETRY_MILLIS = 3_000;
    /** Clients that came together should not come back together. */
    private static final double SHORTEST = 0.8;

    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final ChangeStreams streams;
    private final boolean withActor;
    private final Vertx vertx;
    private final StreamSettings settings;
    private final Context context;
    private final long began = System.nanoTime();
    private final long nanos;
    /** Older changes that have been read and not sent. */
    private final Deque<StreamEvent> rest = new ArrayDeque<>();

    private FeedPosition place;
    private boolean begun;
    private boolean closed;

    ChangeStream(
            ChangeStreams streams,
            FeedPosition place,
            boolean withActor,
            Vertx vertx,
            StreamSettings settings,
            Context context) {
        this.streams = streams;
        this.place = place;
        this.withActor = withActor;
        this.vertx = vertx;
        this.settings = settings;
        this.context = context;
        nanos = (long)
                (settings.maxDuration().toNanos() * ThreadLocalRandom.current().nextDouble(SHORTEST, 1));
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (!begun) {
            begun = true;
            // An event without data is not delivered, but a client remembers its id and so can resume before the first
            // change.
            return piece(Buffer.buffer("retry: " + RETRY_MILLIS + "\nid: " + place.text() + "\n\n"));
        }
        if (isOver()) {
            return end();
        }
        if (!rest.isEmpty()) {
            return piece(events(rest));
        }
        Optional<List<StreamEvent>> found = streams.recent().after(place, MAX_EVENTS);
        if (found.isEmpty()) {
            return older();
        }
        return found.get().isEmpty() ? newer() : piece(events(new ArrayDeque<>(found.get())));
    }

    private boolean isOver() {
        return closed || streams.isStopping() || streams.isBehind() || System.nanoTime() - began >= nanos;
    }

    private static Future<Optional<Buffer>> end() {
        return Future.succeededFuture(Optional.empty());
    }

    /** Changes that are not in memory any more. */
    private Future<Optional<Buffer>> older() {
        if (streams.recent().isReplaced()) {
            return end();
        }
        return streams.read(place, context)
                .compose(
                        page -> {
                            if (!page.events().isEmpty()) {
                                rest.addAll(page.events());
                                return piece(events(rest));
                            }
                            FeedPosition end = FeedPosition.endOf(page.revision());
                            place = end.compareTo(place) > 0 ? end : place;
                            return next();
                        },
                        // The database is away; tried again when it is back, or with the next heartbeat.
                        lost -> waited(streams.recent()::whenWoken)
                                .compose(over -> isOver() ? end() : piece(HEARTBEAT)));
    }

    /** Waits for a change, at most until a heartbeat is due. */
    private Future<Optional<Buffer>> newer() {
        return waited(wake -> streams.recent().whenAfter(place, wake)).compose(over -> {
            List<StreamEvent> found = streams.recent().after(place, MAX_EVENTS).orElse(List.of());
            if (!found.isEmpty()) {
                return piece(events(new ArrayDeque<>(found)));
            }
            return isOver() ? end() : piece(HEARTBEAT);
        });
    }

    /** Waits until something that is registered runs, at most until a heartbeat is due. */
    private Future<Void> waited(Consumer<Runnable> register) {
        Promise<Void> over = Promise.promise();
        Runnable wake = () -> context.runOnContext(now -> over.tryComplete());
        long timer = vertx.setTimer(settings.heartbeat().toMillis(), due -> over.tryComplete());
        register.accept(wake);
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

    /** Takes the first events, at most 64 KB of them unless a single one is larger, and the place after them. */
    private Buffer events(Deque<StreamEvent> queue) {
        Buffer first = taken(queue);
        if (!fits(queue, first)) {
            return first;
        }
        Buffer buffer = Buffer.buffer().appendBuffer(first);
        do {
            buffer.appendBuffer(taken(queue));
        } while (fits(queue, buffer));
        return buffer;
    }

    private Buffer taken(Deque<StreamEvent> queue) {
        StreamEvent event = queue.remove();
        place = event.place();
        return event.bytes(withActor);
    }

    private boolean fits(Deque<StreamEvent> queue, Buffer before) {
        return !queue.isEmpty()
                && before.length() + queue.element().bytes(withActor).length() <= PIECE;
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
