package org.modeltree.http.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.problem.ProblemView;

/**
 * What comes before everything else, memory included: the headers that every answer has, and the refusal of requests that
 * HTTP forbids or that no two readers understand alike.
 */
@ApplicationScoped
class EntryRoute {

    private static final int FIRST = 1;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final CharSequence TRANSFER_ENCODING = HttpHeaders.createOptimized("Transfer-Encoding");
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String MODELS = "/api/v1/models/";
    /** Where ids with slashes of their own begin. */
    private static final Pattern FREE_IDS = Pattern.compile("/(aliases|offerings)/");

    private final CommonHeaders headers;
    private final FallbackRoutes refusals;

    EntryRoute(CommonHeaders headers, FallbackRoutes refusals) {
        this.headers = headers;
        this.refusals = refusals;
    }

    /** Observes first, so that of the routes with the least order this is the first. */
    void register(@Observes @Priority(FIRST) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::enter).failureHandler(this::refuse);
    }

    private void enter(RoutingContext routing) {
        // None is there yet, so they need not be looked for.
        headers.set(routing.request().path(), routing.response().headers()::add);
        Optional<ProblemView> fault = fault(routing.request());
        if (fault.isPresent()) {
            refusals.refuse(routing, fault.get());
        } else {
            routing.next();
        }
    }

    private static Optional<ProblemView> fault(HttpServerRequest request) {
        String path = request.path();
        if (request.version() == null) {
            return problem(VERSION_NOT_SUPPORTED, "This service speaks HTTP/1.1, HTTP/1.0 and HTTP/2.", path);
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return problem(BAD_REQUEST, "The header Host must be there only once.", path);
        }
        String coding = request.getHeader(TRANSFER_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            return problem(NOT_IMPLEMENTED, "Of transfer codings this service knows chunked alone.", path);
        }
        if (hasDotSegment(path)) {
            return problem(BAD_REQUEST, "The path must not have segments that are . or .. alone.", path);
        }
        if (path.contains("//") && !mayHaveEmptySegments(request.method(), path)) {
            return problem(BAD_REQUEST, "The path must not have empty segments.", path);
        }
        return Optional.empty();
    }

    private static Optional<ProblemView> problem(int status, String detail, String path) {
        return Optional.of(ProblemView.of(status, detail, path));
    }

    /** Other names of models may have two slashes together, as the addresses of their pages do. */
    private static boolean mayHaveEmptySegments(HttpMethod method, String path) {
        return READS.contains(method) ? path.startsWith(MODELS) : !FREE_IDS.split(path, 2)[0].contains("//");
    }

    /** Whether a segment of the path is one dot or two, also percent-encoded; the router would resolve it. */
    static boolean hasDotSegment(String path) {
        int from = 0;
        while (from <= path.length()) {
            int end = path.indexOf('/', from);
            end = end < 0 ? path.length() : end;
            // Two encoded dots have six characters. Most segments are longer, or have neither dots nor percents.
            if (end > from && end - from <= 6 && isDots(path, from, end)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static boolean isDots(String path, int from, int end) {
        int dots = 0;
        int at = from;
        while (at < end) {
            if (path.charAt(at) == '.') {
                at++;
            } else if (path.regionMatches(true, at, "%2e", 0, 3)) {
                at += 3;
            } else {
                return false;
            }
            dots++;
        }
        return dots <= 2;
    }

    /** What the router itself refuses before any route is asked, or any route by a status alone. */
    private void refuse(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        headers.set(request.path(), routing.response().headers()::set);
        if (routing.statusCode() == BAD_REQUEST && request.authority() == null && mustHaveHost(request)) {
            refusals.refuse(
                    routing,
                    ProblemView.of(BAD_REQUEST, "The header Host must be there and name a host.", request.path()));
        } else if (routing.failure() == null && routing.statusCode() >= BAD_REQUEST && routing.statusCode() < 500) {
            refusals.refuse(routing, routing.statusCode());
        } else if (isFault(routing.failure())) {
            // Of a route; those of resources are answered by the mapper of problems.
            refusals.refuse(routing, ProblemMapper.internalError(routing.failure(), request.path()));
        } else {
            routing.next();
        }
    }

    /** Whether nobody who comes later has an answer for it. */
    private static boolean isFault(Throwable failure) {
        return failure != null
                && !(failure instanceof SecurityException)
                && !(failure instanceof Problem)
                && !ProblemMapper.isOfDatabase(failure);
    }

    private static boolean mustHaveHost(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0;
    }
}
