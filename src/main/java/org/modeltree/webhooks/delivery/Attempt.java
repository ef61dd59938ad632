package org.modeltree.webhooks.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.modeltree.http.value.VisibleText;

/**
 * One attempt to send a message. It ends within the timeout, however slowly the receiver answers. The status decides; the body
 * is only read to show its beginning if it is no success.
 */
final class Attempt {

    private static final int MAX_EXCERPT = 300;
    private static final int MAX_READ = 4_096;
    private static final int MAX_BODY_MILLIS = 1_000;
    private static final int MAX_ERROR = 300;

    private final Vertx vertx;
    private final Instant at;
    private final long began = System.nanoTime();
    private final Promise<Outcome> outcome = Promise.promise();
    private final long timer;
    private volatile HttpClientRequest request;

    Attempt(Vertx vertx, Duration timeout, Instant at) {
        this.vertx = vertx;
        this.at = at;
        timer = vertx.setTimer(timeout.toMillis(), late -> fail("No answer within " + timeout.toMillis() + " ms"));
    }

    /** When it began. */
    Instant at() {
        return at;
    }

    /** What it leads to; never fails. */
    Future<Outcome> outcome() {
        return outcome.future();
    }

    /** Ends it without an answer. The error may quote what the receiver sent. */
    void fail(String error) {
        end(
                Optional.empty(),
                Optional.of(shortened(VisibleText.cleaned(error), MAX_ERROR)),
                Optional.empty(),
                Optional.empty());
    }

    private void end(
            Optional<Integer> status, Optional<String> error, Optional<String> excerpt, Optional<Duration> retryAfter) {
        boolean isFirst = outcome.tryComplete(
                new Outcome(at, Duration.ofNanos(System.nanoTime() - began), status, error, excerpt, retryAfter));
        if (isFirst) {
            vertx.cancelTimer(timer);
            HttpClientRequest sent = request;
            if (sent != null && status.isEmpty()) {
                sent.reset();
            }
        }
    }

    /** Sends a body, and waits for the answer. */
    void run(HttpClientRequest connected, String body) {
        request = connected;
        if (outcome.future().isComplete()) {
            connected.reset();
            return;
        }
        connected.send(Buffer.buffer(body)).onComplete(answered -> {
            if (answered.failed()) {
                fail("No answer: " + Sender.reason(answered.cause()));
            } else {
                read(connected, answered.result());
            }
        });
    }

    /** On the connection's event loop, so that nothing of the body has been read yet. */
    private void read(HttpClientRequest sent, HttpClientResponse response) {
        int status = response.statusCode();
        // The answer came in time, whatever its body does.
        vertx.cancelTimer(timer);
        Buffer beginning = Buffer.buffer();
        Runnable done = () -> end(
                Optional.of(status),
                Optional.empty(),
                status >= 200 && status < 300 ? Optional.empty() : excerpt(beginning),
                retryAfter(response.getHeader("Retry-After")));
        long patience = vertx.setTimer(MAX_BODY_MILLIS, late -> {
            done.run();
            sent.reset();
        });
        response.exceptionHandler(broken -> {
            vertx.cancelTimer(patience);
            done.run();
        });
        response.endHandler(ended -> {
            vertx.cancelTimer(patience);
            done.run();
        });
        response.handler(bytes -> {
            if (beginning.length() < MAX_READ) {
                beginning.appendBuffer(bytes);
            } else if (vertx.cancelTimer(patience)) {
                done.run();
                sent.reset();
            }
        });
    }

    private static Optional<String> excerpt(Buffer beginning) {
        String text = new String(beginning.getBytes(0, Math.min(beginning.length(), MAX_READ)), StandardCharsets.UTF_8);
        String shown = shortened(VisibleText.cleaned(text.strip().replaceAll("\\s+", " ")), MAX_EXCERPT);
        return shown.isEmpty() ? Optional.empty() : Optional.of(shown);
    }

    private static String shortened(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max)) + "…";
    }

    /** Seconds or a date (RFC 9110). */
    private Optional<Duration> retryAfter(String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
        }
        try {
            Instant until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(at, until)).filter(wait -> !wait.isNegative());
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
