package org.modeltree.http.admission;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.smallrye.health.runtime.ShutdownReadinessCheck;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.modeltree.http.config.ShutdownSettings;
import org.modeltree.http.problem.UnexpectedFaults;

/**
 * Graceful shutdown: the readiness probe fails, after a delay no more connections are accepted, and requests, imports
 * and messages to webhooks in progress may complete within a grace period.
 *
 * <p>This replaces {@code quarkus.shutdown.timeout}, which keeps accepting connections and then closes all of them at
 * the first moment without a request, possibly between two requests of one client.
 */
@ApplicationScoped
public class GracefulShutdown {

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);

    /**
     * Time in which requests that are already on the wire arrive, and without a request after which the service is
     * idle.
     */
    private static final Duration SETTLE = Duration.ofMillis(100);

    private static final long POLL_MILLIS = 10;
    /** After EntryRoute, which refuses malformed requests. */
    private static final int SECOND = 2;

    private final ShutdownSettings settings;
    private final ShutdownReadinessCheck readiness;
    private final UnexpectedFaults faults;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final LongAdder requestsStarted = new LongAdder();
    private final LongAdder requestsEnded = new LongAdder();
    private final LongAdder tasksStarted = new LongAdder();
    private final LongAdder tasksEnded = new LongAdder();
    private final CountDownLatch hurry = new CountDownLatch(1);
    /** Shared by all requests, so that counting allocates nothing. */
    private final Handler<AsyncResult<Void>> ended = result -> requestsEnded.increment();

    private volatile boolean stopping;

    GracefulShutdown(ShutdownSettings settings, @Readiness ShutdownReadinessCheck readiness, UnexpectedFaults faults) {
        this.settings = settings;
        this.readiness = readiness;
        this.faults = faults;
    }

    /** Runs before the other handlers, so that every request they answer or delay is counted. */
    void register(@Observes @Priority(SECOND) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::count);
    }

    /** Wraps work that outlives its request, so that the shutdown waits for it. It counts from this call on. */
    public <T> Callable<T> tracked(Callable<T> task) {
        tasksStarted.increment();
        return () -> {
            try {
                return task.call();
            } finally {
                tasksEnded.increment();
            }
        };
    }

    /**
     * Says that work has begun that no request waits for, so that the shutdown waits for it.
     *
     * @return what to run once when it has ended
     */
    public Runnable begun() {
        tasksStarted.increment();
        return tasksEnded::increment;
    }

    /** Ends all waiting, because the operator has asked a second time. */
    public void hurry() {
        hurry.countDown();
    }

    /** Quarkus calls this and waits for it before it stops anything. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        stopping = true;
        readiness.shutdown();
        pause(Math.max(settings.delay().toMillis(), SETTLE.toMillis()));
        // Open connections stay open; new ones are refused, so that clients try another instance.
        listeners.forEach(channel -> channel.close().awaitUninterruptibly(SETTLE.toMillis()));
        if (!isIdleFor(SETTLE) && hurry.getCount() > 0) {
            LOG.infof(
                    "Waiting up to %d s for %d requests and %d imports or messages to webhooks; repeat the signal to stop at once",
                    settings.grace().toSeconds(), requests(), tasks());
            awaitIdle();
        }
        if (!isIdle()) {
            LOG.warnf(
                    "Stopping with %d requests and %d imports or messages to webhooks in progress",
                    requests(), tasks());
        }
        faults.expectFaultsOfStop();
    }

    private void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + settings.grace().toNanos();
        while (System.nanoTime() - end < 0 && hurry.getCount() > 0 && !isIdleFor(SETTLE)) {
            pause(POLL_MILLIS);
        }
    }

    /** Whether nothing is in progress for this long; returns false as soon as something is. */
    private boolean isIdleFor(Duration time) throws InterruptedException {
        long started = requestsStarted.sum();
        long end = System.nanoTime() + time.toNanos();
        while (isIdle() && requestsStarted.sum() == started) {
            if (System.nanoTime() - end >= 0) {
                return true;
            }
            pause(POLL_MILLIS);
        }
        return false;
    }

    private boolean isIdle() {
        return requests() <= 0 && tasks() <= 0;
    }

    /** Requests in progress. Reads the ended ones first, so that the result is never too low. */
    private long requests() {
        long completed = requestsEnded.sum();
        return requestsStarted.sum() - completed;
    }

    private long tasks() {
        long completed = tasksEnded.sum();
        return tasksStarted.sum() - completed;
    }

    private void pause(long millis) throws InterruptedException {
        hurry.await(millis, TimeUnit.MILLISECONDS);
    }

    private void count(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpConnection connection = request.connection();
        requestsStarted.increment();
        routing.addEndHandler(ended);
        rememberListener(connection);
        if (stopping) {
            closeAfterResponse(request, routing, connection);
        }
        routing.next();
    }

    /** Remembers the listening socket, because Vert.x can close it only together with all its connections. */
    private void rememberListener(HttpConnection connection) {
        Channel listener =
                ((ConnectionBase) connection).channelHandlerContext().channel().parent();
        if (listener != null && !listeners.contains(listener)) {
            listeners.add(listener);
        }
    }

    private static void closeAfterResponse(
            HttpServerRequest request, RoutingContext routing, HttpConnection connection) {
        // An HTTP/2 connection stays open: some clients treat GOAWAY as the loss of all their requests.
        if (request.version() != HttpVersion.HTTP_2) {
            routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            routing.addEndHandler(sent -> connection.close());
        }
    }
}
