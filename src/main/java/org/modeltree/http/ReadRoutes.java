package org.modeltree.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.modeltree.http.cache.AnswerSender;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.http.value.Representation;

/** Routes that answer reads without a resource, from what was prepared in memory. */
@Singleton
public class ReadRoutes {

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NO_CONTENT = 204;
    private static final String METHODS = "GET, HEAD, OPTIONS";

    /** After authentication and authorization, and before the routes of Quarkus. */
    private static final int ORDER = 0;

    private final RouteProblems problems;
    private final List<Pattern> added = new CopyOnWriteArrayList<>();

    ReadRoutes(RouteProblems problems) {
        this.problems = problems;
    }

    /**
     * Adds a route. Its handler gets GET and HEAD requests; other methods are refused.
     *
     * @param paths regular expression of the paths
     */
    public void add(Router router, String paths, Handler<RoutingContext> handler) {
        added.add(Pattern.compile(paths));
        router.routeWithRegex(paths).order(ORDER).handler(routing -> {
            HttpMethod method = routing.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
                handler.handle(routing);
                return;
            }
            routing.response().putHeader(HttpHeaders.ALLOW, METHODS);
            if (method.equals(HttpMethod.OPTIONS)) {
                CrossOrigin.ofAnswer().forEach(routing.response()::putHeader);
                routing.response().setStatusCode(NO_CONTENT).end();
            } else {
                problems.send(routing, METHOD_NOT_ALLOWED, AllowedMethods.refusal(method.name(), METHODS));
            }
        });
    }

    /** Whether one of these routes answers a path, whatever the method is. */
    public boolean contain(String path) {
        return added.stream().anyMatch(paths -> paths.matcher(path).matches());
    }

    /** Sends what was prepared, or 304 if the client has it. */
    public static void send(RoutingContext routing, Representation prepared) {
        send(routing, prepared, Representation.cacheControl(false));
    }

    /** The same with another value of Cache-Control. */
    public static void send(RoutingContext routing, Representation prepared, String cacheControl) {
        HttpServerResponse response = routing.response();
        AnswerSender.Prepared answer = AnswerSender.prepare(routing.request(), prepared);
        response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        answer.headers().forEach(field -> response.putHeader(field.name(), field.value()));
        answer.end(response);
    }
}
