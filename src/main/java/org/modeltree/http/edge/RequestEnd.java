package org.modeltree.http.edge;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a request: its answer has been sent, or its client has left.
 *
 * <p>Vert.x calls no end handler that is added after a client has left. When a client resets its connection, the handlers are
 * called at once, but {@code response.closed()} says so only after the tasks that the event loop has to do until then, and never
 * of a request that has begun after that because others came before it on its connection. What is added in between would never
 * be called, and what it should give back would be lost.
 */
public final class RequestEnd {

    private static final Future<Void> LEFT = Future.failedFuture(new VertxException("The client has left", true));

    private RequestEnd() {}

    /**
     * Calls a handler once at the end, or now if the client has left. Only on the event loop of the request, because Vert.x keeps
     * handlers without a lock.
     */
    public static void then(RoutingContext routing, Handler<AsyncResult<Void>> handler) {
        AtomicBoolean called = new AtomicBoolean();
        Handler<AsyncResult<Void>> once = result -> {
            if (called.compareAndSet(false, true)) {
                handler.handle(result);
            }
        };
        routing.addEndHandler(once);
        if (hasLeft(routing)) {
            once.handle(LEFT);
        }
    }

    private static boolean hasLeft(RoutingContext routing) {
        return routing.response().closed()
                || (routing.request().connection() instanceof ConnectionBase base
                        && !base.channel().isActive());
    }
}
