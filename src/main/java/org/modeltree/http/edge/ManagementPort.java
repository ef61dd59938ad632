package org.modeltree.http.edge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.modeltree.http.config.ManagementSettings;

/**
 * Health and metrics on a port of their own, if one is set. Quarkus' management interface is fixed when the service is built,
 * and would open its port on every machine; this is decided at the start. Both ports lead to the same routes.
 */
@Singleton
class ManagementPort {

    /** After the common headers, and before an answer from memory. */
    private static final int SECOND = 2;

    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int IDLE_SECONDS = 90;

    private final ManagementSettings settings;
    private final FallbackRoutes refusals;
    private final Vertx vertx;
    /** Null until it listens. */
    private volatile HttpServer server;

    ManagementPort(ManagementSettings settings, FallbackRoutes refusals, Vertx vertx) {
        this.settings = settings;
        this.refusals = refusals;
        this.vertx = vertx;
    }

    void register(@Observes @Priority(SECOND) Router router) {
        if (settings.port().isPresent()) {
            router.route().order(Integer.MIN_VALUE).handler(this::separate);
        }
    }

    void open(@Observes StartupEvent event) {
        int port = settings.port().orElse(-1);
        if (port < 0) {
            return;
        }
        try {
            server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                    .requestHandler(ManagementPort::pass)
                    .listen(port, settings.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw new ConfigurationException(
                    ManagementSettings.PORT + " " + port + " cannot be opened: "
                            + failed.getCause().getMessage(),
                    failed);
        }
    }

    void close(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close();
        }
    }

    /** The port that is open; −1 if there is none. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    private static void pass(HttpServerRequest request) {
        Handler<HttpServerRequest> routes = VertxHttpRecorder.getRootHandler();
        if (routes == null) {
            request.response().setStatusCode(SERVICE_UNAVAILABLE).end();
        } else {
            routes.handle(request);
        }
    }

    private void separate(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        boolean isOurs = server != null && request.localAddress().port() == server.actualPort();
        // As the router reads it: an encoded letter means the same.
        if (isOurs == isManagement(routing.normalizedPath())) {
            routing.next();
        } else {
            refusals.refuse(routing, NOT_FOUND);
        }
    }

    private static boolean isManagement(String path) {
        return isBelow(path, "/q/health") || isBelow(path, "/q/metrics");
    }

    private static boolean isBelow(String path, String top) {
        return path.startsWith(top) && (path.length() == top.length() || path.charAt(top.length()) == '/');
    }
}
