package org.modeltree.http.edge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
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
    private static final int MAX_PORT = 65_535;
    private static final List<String> PORTS_OF_API = List.of("quarkus.http.port", "quarkus.http.ssl-port");

    private final ManagementSettings settings;
    private final FallbackRoutes refusals;
    private final Vertx vertx;
    /**
     * Those of this port that have sent a request. Not told by their local address, which a header of the PROXY protocol may
     * change.
     */
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    /** Null until it listens. */
    private volatile HttpServer server;

    ManagementPort(ManagementSettings settings, FallbackRoutes refusals, Vertx vertx) {
        this.settings = settings;
        this.refusals = refusals;
        this.vertx = vertx;
        settings.port().ifPresent(port -> {
            if (port < 0 || port > MAX_PORT) {
                throw new ConfigurationException(
                        ManagementSettings.PORT + " must be between 0 and " + MAX_PORT + ", was " + port);
            }
        });
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
        Config config = ConfigProvider.getConfig();
        for (String other : PORTS_OF_API) {
            refuseSame(port, other, config.getOptionalValue(other, Integer.class));
        }
        try {
            server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                    .requestHandler(this::pass)
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

    /** Vert.x lets two servers of a process share a port, and would give each of them some of the connections. */
    static void refuseSame(int port, String other, Optional<Integer> taken) {
        if (port > 0 && taken.isPresent() && taken.get() == port) {
            throw new ConfigurationException(
                    ManagementSettings.PORT + " must differ from " + other + "; both are " + port);
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

    private void pass(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        if (connections.add(connection)) {
            connection.closeHandler(closed -> connections.remove(connection));
        }
        Handler<HttpServerRequest> routes = VertxHttpRecorder.getRootHandler();
        if (routes == null) {
            request.response().setStatusCode(SERVICE_UNAVAILABLE).end();
        } else {
            routes.handle(request);
        }
    }

    private void separate(RoutingContext routing) {
        String path;
        try {
            // As the router reads it: an encoded letter means the same.
            path = routing.normalizedPath();
        } catch (IllegalArgumentException malformed) {
            // A later route refuses it with the reason.
            routing.next();
            return;
        }
        if (connections.contains(routing.request().connection()) == isManagement(path)) {
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
