package org.modeltree.http;

import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Has the first reader of the API's description wait for it on a thread that may wait; Quarkus's own route may not. */
@ApplicationScoped
class DescriptionRoute {

    private static final String PATHS = "/q/openapi.*";
    private static final String DOCUMENT = "<default>";

    private final OpenApiDocumentService documents;
    private volatile boolean made;

    DescriptionRoute(OpenApiDocumentService documents) {
        this.documents = documents;
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATHS)
                .order(Integer.MIN_VALUE + 3)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::make);
    }

    private void make(RoutingContext routing) {
        if (made) {
            routing.next();
            return;
        }
        // Whoever comes meanwhile waits too. What fails here fails again at Quarkus's route, which tells.
        routing.vertx()
                .executeBlocking(() -> documents.getDocument(DOCUMENT, Format.JSON), false)
                .onSuccess(document -> made = true)
                .onComplete(ended -> routing.next());
    }
}
