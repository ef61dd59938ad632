package org.modeltree.http.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * The end of a request: its answer has been sent, or its client has left.
 *
 * <p>Vert.x calls the end handlers of a request once. If its client resets the connection, or sends a malformed request after it,
 * they are called before the connection is closed, and those that are added meanwhile are never called. What these should give
 * back would be lost, so this class watches the connection too.
 */
public final class RequestEnd {

    private static final Future<Void> LEFT = Future.failedFuture(new VertxException("The client has left", true));

    private RequestEnd() {}

    /**
     * Calls a handler once at the end, or now if the answer has been sent or the client has left. Only on the event loop of the request, because Vert.x keeps
     * handlers without a lock.
     */
    public static void then(RoutingContext routing, Handler<AsyncResult<Void>> handler) {
        if (routing.response().ended()) {
            handler.handle(Future.succeededFuture());
            return;
        }
        Channel channel = routing.request().connection() instanceof ConnectionBase base ? base.channel() : null;
        Once once = new Once(handler, channel);
        routing.addEndHandler(once);
        if (routing.response().closed()) {
            once.handle(LEFT);
        } else if (channel != null) {
            // Of a channel that is closed already, this calls the listener soon.
            channel.closeFuture().addListener(once);
        }
    }

    private static final class Once implements Handler<AsyncResult<Void>>, GenericFutureListener<ChannelFuture> {

        private final Handler<AsyncResult<Void>> handler;
        private final Channel channel;
        private boolean called;

        Once(Handler<AsyncResult<Void>> handler, Channel channel) {
            this.handler = handler;
            this.channel = channel;
        }

        @Override
        public void handle(AsyncResult<Void> result) {
            if (!called) {
                called = true;
                if (channel != null) {
                    // A connection lives longer than its requests.
                    channel.closeFuture().removeListener(this);
                }
                handler.handle(result);
            }
        }

        @Override
        public void operationComplete(ChannelFuture closed) {
            handle(LEFT);
        }
    }
}
