package org.modeltree.pictures;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.ReadRoutes;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.http.value.Representation;

/** Redirects from pictures beside pages to those of the API: {@code /m/{vendor}/{slug}/card.svg}, {@code /bands/{capability}.svg}. */
@Singleton
class PictureRedirects {

    private static final int PERMANENT_REDIRECT = 308;
    private static final String OF_MODELS = "/m/([^/]+/[^/]+/(?:card|gauge)\\.(?:svg|png))";
    private static final String OF_BANDS = "/bands/([^/]+\\.(?:svg|png))";

    private final ReadRoutes routes;

    PictureRedirects(ReadRoutes routes) {
        this.routes = routes;
    }

    void register(@Observes Router router) {
        routes.add(router, OF_MODELS, routing -> redirect(routing, OF_MODELS, "/api/v1/models/"));
        routes.add(router, OF_BANDS, routing -> redirect(routing, OF_BANDS, "/api/v1/bands/"));
    }

    private static void redirect(RoutingContext routing, String from, String to) {
        HttpServerRequest request = routing.request();
        Matcher path = Pattern.compile(from).matcher(request.path());
        if (!path.matches()) {
            // Another spelling of the path, such as one with encoded slashes.
            routing.next();
            return;
        }
        CrossOrigin.ofAnswer().forEach(routing.response()::putHeader);
        String query = request.query() == null ? "" : "?" + request.query();
        routing.response()
                .setStatusCode(PERMANENT_REDIRECT)
                .putHeader(HttpHeaders.CACHE_CONTROL, Representation.cacheControl(false))
                .putHeader(HttpHeaders.LOCATION, to + path.group(1) + query)
                .end();
    }
}
