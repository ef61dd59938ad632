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
 * Reception of a request body on the event loop, so that no thread waits for the client. Fails if the body is too large
 * or arrives too slowly; {@link RequestBodies} then closes the connection after the response.
 */
public final class BodyReception {

    /** Minimum rate, as an average over a window. */
    private static final int MIN_BYTES_PER_SECOND = 1_024;

    private static final long TICK_MILLIS = 1_000;

    /**
     * Limits of a body.
     *
     * @param maxBytes maximum length as sent
     * @param tooLarge detail of the problem for a larger body
     * @param window time over which the average rate must be at least 1 KiB per second
     */
    public record Limits(long maxBytes, String tooLarge, Duration window) {}

    /** Receives the parts of a body, on the event loop. */
    @FunctionalInterface
    public interface Sink {

        /** Receives a part. The next one follows once the future succeeds; none follows if it fails. */
        Future<Void> take(Buffer part);
    }

    private final HttpServerRequest request;
    private final Limits limits;
    private final Sink sink;
    private final Vertx vertx;
    private final Promise<Long> received = Promise.promise();
    private long bytes;
    private long bytesInWindow;
    private long windowStart;
    private long timer;
    /**
     * Whether to stop at the declared length: Quarkus REST pauses requests, and an HTTP/2 one fails if it has ended.
     */
    private final boolean endsByLength;

    private boolean waitsForSink;
    private boolean ended;
    private boolean done;

    private BodyReception(RoutingContext routing, Limits limits, Sink sink) {
        this.request = routing.request();
        this.vertx = routing.vertx();
        this.limits = limits;
        this.sink = sink;
        this.endsByLength = request.version() == HttpVersion.HTTP_2;
    }

    /**
     * Starts receiving the body.
     *
     * @return its length in bytes; fails with a {@link Problem} if it is too large, too slow or incomplete, or with the
     *     failure of the sink
     */
    public static Future<Long> start(RoutingContext routing, Limits limits, Sink sink) {
        Buffer known = routing.body() == null ? null : routing.body().buffer();
        if (known != null) {
            return sink.take(known).map(taken -> (long) known.length());
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

    /** The Content-Length of the request; −1 without a valid one. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException malformed) {
            return -1;
        }
    }

    /** Whether the client waits for 100 Continue before it sends its body. */
    static boolean waitsForContinue(RoutingContext routing) {
        return "100-continue".equalsIgnoreCase(routing.request().getHeader(HttpHeaders.EXPECT))
                && !RequestState.of(routing).isContinueSent();
    }

    private void begin(RoutingContext routing) {
        windowStart = System.nanoTime();
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
            RequestState.of(routing).continueSent();
            routing.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer part) {
        if (done) {
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
            } else if (!done) {
                request.resume();
            }
        });
    }

    /** Checks the rate; time spent waiting for the sink does not count against the client. */
    private void watch() {
        long elapsed = System.nanoTime() - windowStart;
        if (waitsForSink) {
            startWindow();
        } else if (elapsed >= limits.window().toNanos()) {
            if (bytesInWindow < MIN_BYTES_PER_SECOND * limits.window().toSeconds()) {
                fail(new Problem.Refused(
                        Problem.Reason.REQUEST_TIMEOUT,
                        "The body arrived too slowly: at least "
                                + limits.window().toSeconds() + " KB must arrive every "
                                + limits.window().toSeconds() + " seconds."));
            } else {
                startWindow();
            }
        }
    }

    private void startWindow() {
        windowStart = System.nanoTime();
        bytesInWindow = 0;
    }

    private void succeed() {
        if (!done) {
            done = true;
            vertx.cancelTimer(timer);
            received.complete(bytes);
        }
    }

    private void fail(Throwable fault) {
        if (!done) {
            done = true;
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
        return new Problem.InvalidBody(List.of(new Problem.BodyFault("", "is incomplete: the connection was lost")));
    }
}
