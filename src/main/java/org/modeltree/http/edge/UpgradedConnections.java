package org.modeltree.http.edge;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Delays the first response on a connection that was upgraded from HTTP/1.1 to HTTP/2 until the client speaks HTTP/2. The
 * client of the JDK loses a part of a response that arrives together with the confirmation of the upgrade, and then waits
 * for it until the connection is closed.
 */
@Singleton
class UpgradedConnections {

    /** After the shutdown has counted the request, and before it can be answered from the cache. */
    private static final int THIRD = 3;

    /** The request that asked for the upgrade. */
    private static final int FIRST_STREAM = 1;

    private static final long MAX_WAIT_MILLIS = Duration.ofSeconds(1).toMillis();

    void register(@Observes @Priority(THIRD) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(UpgradedConnections::await);
    }

    private static void await(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() != HttpVersion.HTTP_2 || !isUpgrading(request)) {
            routing.next();
            return;
        }
        // Data that arrives now would be lost, because nobody has asked for it yet.
        request.pause();
        HttpConnection connection = request.connection();
        // The settings arrive in the context of the connection, which must not be given to the request.
        Context context = routing.vertx().getOrCreateContext();
        Promise<Void> ready = Promise.promise();
        Handler<Object> speaks = settings -> ready.tryComplete();
        // The settings are the first thing that a client says in HTTP/2.
        connection.remoteSettingsHandler(speaks::handle);
        long timer = routing.vertx().setTimer(MAX_WAIT_MILLIS, speaks::handle);
        ready.future().onComplete(done -> {
            routing.vertx().cancelTimer(timer);
            connection.remoteSettingsHandler(null);
            context.runOnContext(nothing -> routing.next());
        });
    }

    /** Whether this request asked for the upgrade, and the client has not answered its confirmation yet. */
    private static boolean isUpgrading(HttpServerRequest request) {
        return request.streamId() == FIRST_STREAM
                && request.connection() instanceof ConnectionBase base
                && base.channel().pipeline().get(Http1xUpgradeToH2CHandler.class) != null;
    }
}
