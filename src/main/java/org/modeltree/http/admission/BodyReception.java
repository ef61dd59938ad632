package org.modeltree.http.admission;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import org.modeltree.http.problem.Problem;

/**
 * Receives the body of one request on the event loop, so that no thread waits for its client. A body that is too large
 * or comes too slowly is given up; its connection is closed by {@link RequestBodies} after the answer.
 */
public final class BodyReception {

    /** What a client has to send at least, on average over a window. */
    private static final int BYTES_PER_SECOND = 1_024;

    private static final long TICK_MILLIS = 1_000;
    private static final String CONTINUED = "modeltree.continued";

    /**
     * What a body may be.
     *
     * @param maxBytes as sent
     * @param tooLarge what a client is told whose body is larger
     * @param window in each of which at least 1 KiB a second has to come
     */
    public record Limits(long maxBytes, String tooLarge, Duration window) {}

    /** Takes what was received, on the event loop. */
    @FunctionalInterface
    public interface Sink {

        /** Takes a part of the body; no other comes until the future succeeds, and none after it fails. */
        Future<Void> take(Buffer part);
    }

    private final HttpServerRequest request;
    private final Limits limits;
    private final Sink sink;
    private final Vertx vertx;
    private final Promise<Long> received = Promise.promise();
    private long bytes;
    private long bytesInWindow;
    private long windowBegan;
    private long timer;
    /** Quarkus REST pauses each request that it is given, which one of HTTP/2 does not suffer once it has ended. */
    private final boolean endsByLength;

    private boolean waitsForSink;
    private boolean ended;
    private boolean over;

    private BodyReception(RoutingContext routing, Limits limits, Sink sink) {
        this.request = routing.request();
        this.vertx = routing.vertx();
        this.limits = limits;
        this.sink = sink;
        this.endsByLength = request.version() == HttpVersion.HTTP_2;
    }

    /**
     * Receives the body.
     *
     * @return how many bytes it has; a {@link Problem} if it is too large, too slow or not whole, or else what the sink
     *     failed with
     */
    public static Future<Long> start(RoutingContext routing, Limits limits, Sink sink) {
        Buffer known = routing.body() == null ? null : routing.body().buffer();
        if (known != null) {
            return sink.take(known).map(done -> (long) known.length());
        }
        BodyReception reception = new BodyReception(routing, limits, sink);
        if (declaredLength(routing.request()) > limits.maxBytes()) {
            return Future.failedFuture(reception.tooLarge());
        }
        if (Context.isOnEventLoopThread()) {
            reception.begin(routing);
        } else {
            routing.vertx().getOrCreateContext().runOnContext(nothing -> reception.begin(routing));
        }
        return reception.received.future();
    }

    /** The length that the client declared; −1 where it declared none. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException noLength) {
            return -1;
        }
    }

    /** Whether the client waits for a word before it sends its body. */
    static boolean waitsForContinue(RoutingContext routing) {
        return "100-continue".equalsIgnoreCase(routing.request().getHeader(HttpHeaders.EXPECT))
                && routing.get(CONTINUED) == null;
    }

    private void begin(RoutingContext routing) {
        windowBegan = System.nanoTime();
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> watch());
        request.exceptionHandler(broken -> fail(incomplete()));
        request.handler(this::take);
        request.endHandler(nothing -> {
            ended = true;
            if (!waitsForSink) {
                succeed();
            }
        });
        if (waitsForContinue(routing)) {
            routing.put(CONTINUED, true);
            routing.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer part) {
        if (over) {
            return;
        }
        bytes += part.length();
        bytesInWindow += part.length();
        if (bytes > limits.maxBytes()) {
            fail(tooLarge());
            return;
        }
        Future<Void> taken = sink.take(part);
        if (taken.succeeded()) {
            if (endsByLength && bytes == declaredLength(request)) {
                request.pause();
                succeed();
            }
            return;
        }
        waitsForSink = true;
        request.pause();
        taken.onComplete(result -> {
            waitsForSink = false;
            startWindow();
            if (result.failed()) {
                fail(result.cause());
            } else if (ended) {
                succeed();
            } else if (!over) {
                request.resume();
            }
        });
    }

    /** What waits for the sink is not the client's fault. */
    private void watch() {
        long elapsed = System.nanoTime() - windowBegan;
        if (waitsForSink) {
            startWindow();
        } else if (elapsed >= limits.window().toNanos()) {
            if (bytesInWindow < BYTES_PER_SECOND * limits.window().toSeconds()) {
                fail(new Problem.Refused(
                        Problem.Reason.REQUEST_TIMEOUT,
                        "The body came too slowly: of each " + limits.window().toSeconds() + " seconds, at least "
                                + limits.window().toSeconds() + " KB have to arrive."));
            } else {
                startWindow();
            }
        }
    }

    private void startWindow() {
        windowBegan = System.nanoTime();
        bytesInWindow = 0;
    }

    private void succeed() {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            received.complete(bytes);
        }
    }

    private void fail(Throwable fault) {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            if (!ended) {
                request.pause();
            }
            received.fail(fault);
        }
    }

    private Problem tooLarge() {
        return new Problem.Refused(Problem.Reason.TOO_LARGE, limits.tooLarge());
    }

    private static Problem incomplete() {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault("", "is not complete: the connection broke")));
    }
}
