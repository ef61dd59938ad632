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

/**
 * Orderly end of the service: readiness turns red, after a delay no more connections are accepted, and requests and
 * imports in progress are finished within a grace period.
 *
 * <p>Quarkus has a filter for this too ({@code quarkus.shutdown.timeout}). It goes on accepting connections until it closes
 * all of them, and it does that in the first moment without a request, which may be one between two requests of a client.
 */
@ApplicationScoped
public class GracefulShutdown {

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);

    /** What clients sent before they could know has arrived by then; and so long nothing must arrive for all to be over. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    private static final long STEP_MILLIS = 10;
    /** After the one route that refuses what is no request. */
    private static final int SECOND = 2;

    private final ShutdownSettings settings;
    private final ShutdownReadinessCheck readiness;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final LongAdder requestsBegun = new LongAdder();
    private final LongAdder requestsEnded = new LongAdder();
    private final LongAdder tasksBegun = new LongAdder();
    private final LongAdder tasksEnded = new LongAdder();
    private final CountDownLatch hurried = new CountDownLatch(1);
    /** One for all requests, so that counting them costs little. */
    private final Handler<AsyncResult<Void>> ended = result -> requestsEnded.increment();

    private volatile boolean stopping;

    GracefulShutdown(ShutdownSettings settings, @Readiness ShutdownReadinessCheck readiness) {
        this.settings = settings;
        this.readiness = readiness;
    }

    /** Before all other handlers, so that what they answer or let wait is counted. */
    void register(@Observes @Priority(SECOND) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::count);
    }

    /** Work that outlives its request, which the service waits for before it ends; it counts from now on. */
    public <T> Callable<T> tracked(Callable<T> task) {
        tasksBegun.increment();
        return () -> {
            try {
                return task.call();
            } finally {
                tasksEnded.increment();
            }
        };
    }

    /** Ends all waiting, because whoever stops the service has asked a second time. */
    public void hurry() {
        hurried.countDown();
    }

    /** Quarkus waits for this before it stops anything. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        stopping = true;
        readiness.shutdown();
        pause(Math.max(settings.delay().toMillis(), SETTLE.toMillis()));
        // Connections that exist go on; who asks for a new one is refused and may ask another instance.
        listeners.forEach(channel -> channel.close().awaitUninterruptibly(SETTLE.toMillis()));
        if (!isQuietFor(SETTLE)) {
            LOG.infof(
                    "Waiting up to %d s for %d requests and %d imports; ask again to stop at once",
                    settings.grace().toSeconds(), requests(), tasks());
            awaitQuiet();
        }
        if (!isQuiet()) {
            LOG.warnf("Stopping with %d requests and %d imports in progress", requests(), tasks());
        }
    }

    private void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + settings.grace().toNanos();
        while (System.nanoTime() - end < 0 && hurried.getCount() > 0 && !isQuietFor(SETTLE)) {
            pause(STEP_MILLIS);
        }
    }

    /** False as soon as something is in progress. */
    private boolean isQuietFor(Duration time) throws InterruptedException {
        long begun = requestsBegun.sum();
        long end = System.nanoTime() + time.toNanos();
        while (isQuiet() && requestsBegun.sum() == begun) {
            if (System.nanoTime() - end >= 0) {
                return true;
            }
            pause(STEP_MILLIS);
        }
        return false;
    }

    private boolean isQuiet() {
        return requests() <= 0 && tasks() <= 0;
    }

    /** What ended is read first, so that nothing that goes on is missed. */
    private long requests() {
        long over = requestsEnded.sum();
        return requestsBegun.sum() - over;
    }

    private long tasks() {
        long over = tasksEnded.sum();
        return tasksBegun.sum() - over;
    }

    private void pause(long millis) throws InterruptedException {
        hurried.await(millis, TimeUnit.MILLISECONDS);
    }

    private void count(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpConnection connection = request.connection();
        requestsBegun.increment();
        routing.addEndHandler(ended);
        remember(connection);
        if (stopping) {
            sendAway(request, routing, connection);
        }
        routing.next();
    }

    /** The socket that connections are accepted on: Vert.x can only close it together with all of them. */
    private void remember(HttpConnection connection) {
        Channel listener =
                ((ConnectionBase) connection).channelHandlerContext().channel().parent();
        if (listener != null && !listeners.contains(listener)) {
            listeners.add(listener);
        }
    }

    private static void sendAway(HttpServerRequest request, RoutingContext routing, HttpConnection connection) {
        // One of HTTP/2 goes on until the end: there are clients who take GOAWAY for the loss of all that they asked.
        if (request.version() != HttpVersion.HTTP_2) {
            routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            routing.addEndHandler(sent -> connection.close());
        }
    }
}
