package org.modeltree.http.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.Accept;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.PicturePaths;
import org.modeltree.http.value.RawUrl;

/**
 * Answers requests that reach no resource: refusals of the framework and malformed URLs, as problems, and CORS
 * preflights. A singleton, because a client proxy fails as soon as a stopping service has closed its container, and a request
 * that is cut off then would get no problem.
 */
@Singleton
class FallbackRoutes {

    private static final int[] REFUSALS = {400, 401, 403, 404, 405, 406, 413, 414, 415, 429, 431};

    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_ACCEPTABLE = 406;

    private static final String METRICS = "/q/metrics";
    private static final List<String> FORMATS_OF_METRICS = List.of("text/plain", "application/openmetrics-text");

    private static final String ANY_TEXT = "text/*";
    private static final int MAX_SHOWN = 300;

    private final RouteProblems problems;
    private final Preflights preflights;

    FallbackRoutes(RouteProblems problems, Preflights preflights) {
        this.problems = problems;
        this.preflights = preflights;
    }

    void register(@Observes Router router) {
        for (int status : REFUSALS) {
            router.errorHandler(status, routing -> refuse(routing, status));
        }
        router.route().order(Integer.MIN_VALUE + 2).handler(this::refuseMalformed);
        router.route().order(Integer.MIN_VALUE + 2).handler(FallbackRoutes::normalizeAccept);
        router.route(METRICS).order(Integer.MIN_VALUE + 2).handler(this::refuseOtherThanMetrics);
        router.route().order(Integer.MIN_VALUE + 3).handler(preflights::answer);
    }

    /** Runs after the answer cache: a cached answer proves that its URL is well-formed. */
    private void refuseMalformed(RoutingContext routing) {
        String url = routing.request().uri();
        if (RawUrl.isWellFormed(url)) {
            routing.next();
            return;
        }
        String meant = RawUrl.encoded(url);
        refuse(
                routing,
                ProblemView.of(
                        400,
                        meant.equals(url)
                                ? "Invalid URL."
                                : "The URL contains characters that must be percent-encoded; use "
                                        + Parameters.shown(meant, MAX_SHOWN),
                        meant.split("[?]", 2)[0]));
    }

    /**
     * Quarkus REST refuses {@code text/*}, so it becomes the only text that resources of the API choose by Accept. It fails on
     * an Accept that is empty or malformed, so it gets what is well-formed; on paths of pictures none, because their type does
     * not depend on it.
     */
    private static void normalizeAccept(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean isOfApi = request.path().startsWith("/api/");
        if (accept != null && PicturePaths.contain(request.path())) {
            request.headers().remove(HttpHeaders.ACCEPT);
        } else if (accept != null && (isOfApi || PagePaths.contain(request.path()))) {
            Optional<String> wellFormed =
                    Accept.wellFormed(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT)));
            if (wellFormed.isPresent()) {
                String ranges = wellFormed.get();
                request.headers().set(HttpHeaders.ACCEPT, isOfApi ? ranges.replace(ANY_TEXT, Media.MARKDOWN) : ranges);
            } else {
                request.headers().remove(HttpHeaders.ACCEPT);
            }
        }
        routing.next();
    }

    /** Its handler refuses without a body; that of HTTP/1.1 gets one from {@link ErrorBodies}. */
    private void refuseOtherThanMetrics(RoutingContext routing) {
        if (Accept.preferred(routing.request().getHeader(HttpHeaders.ACCEPT), FORMATS_OF_METRICS)
                .isEmpty()) {
            refuse(
                    routing,
                    ProblemView.of(
                            NOT_ACCEPTABLE,
                            "This path returns " + String.join(" or ", FORMATS_OF_METRICS) + ".",
                            METRICS));
        } else {
            routing.next();
        }
    }

    /** The path, or {@code /} for a request without one, such as {@code OPTIONS *}. */
    private static String path(String target) {
        return target != null && target.startsWith("/") ? target : "/";
    }

    /** Answers with the generic problem of a status. */
    void refuse(RoutingContext routing, int status) {
        String path = path(routing.request().path());
        refuse(
                routing,
                status == NOT_FOUND
                        ? ProblemView.nothingAt(path)
                        : ProblemView.of(status, detail(routing, status), path));
    }

    /** The router has set Allow to the methods of its routes. */
    private static String detail(RoutingContext routing, int status) {
        String allowed = routing.response().headers().get(HttpHeaders.ALLOW);
        return status == METHOD_NOT_ALLOWED && allowed != null && !allowed.isBlank()
                ? AllowedMethods.refusal(
                        routing.request().method().name(),
                        Stream.of(allowed.split("[,\\s]+")).sorted().collect(Collectors.joining(", ")))
                : ProblemMapper.detail(status);
    }

    /** Answers with a problem, unless a response has begun. */
    void refuse(RoutingContext routing, ProblemView view) {
        problems.send(routing, view);
    }
}
