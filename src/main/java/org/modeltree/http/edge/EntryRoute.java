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
import org.modeltree.http.problem.RequestId;
import org.modeltree.http.problem.UnexpectedFaults;

/**
 * The first route, even before cached responses: sets the common headers and the id of the request, and refuses requests
 * that HTTP forbids or that different servers would interpret differently.
 */
@ApplicationScoped
class EntryRoute {

    private static final int FIRST = 1;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final CharSequence TRANSFER_ENCODING = HttpHeaders.createOptimized("Transfer-Encoding");
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String MODELS = "/api/v1/models/";
    /** Path segments after which an id may contain slashes. */
    private static final Pattern FREE_IDS = Pattern.compile("/(aliases|offerings)/");

    private final CommonHeaders headers;
    private final FallbackRoutes refusals;
    private final UnexpectedFaults faults;
    private final RequestWatch watch;
    private final PageOrigins origins;

    EntryRoute(
            CommonHeaders headers,
            FallbackRoutes refusals,
            UnexpectedFaults faults,
            RequestWatch watch,
            PageOrigins origins) {
        this.headers = headers;
        this.refusals = refusals;
        this.faults = faults;
        this.watch = watch;
        this.origins = origins;
    }

    /** Runs before other observers, so that this route comes first among those with the lowest order. */
    void register(@Observes @Priority(FIRST) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::enter).failureHandler(this::refuse);
    }

    private void enter(RoutingContext routing) {
        // The response has no headers yet, so `add` is enough and cheaper than `set`.
        headers.set(routing.request().path(), routing.response().headers()::add);
        identify(routing);
        Optional<ProblemView> fault = fault(routing.request());
        if (fault.isPresent()) {
            refusals.refuse(routing, fault.get());
        } else {
            routing.next();
        }
    }

    /** Gives the request its id, and its answer what depends on the page that asks. */
    private void identify(RoutingContext routing) {
        String id = RequestId.of(routing.request().headers().get(RequestId.HEADER));
        routing.response().headers().add(RequestId.HEADER, id);
        watch.begin(routing, id);
        if (!origins.allMayRead()) {
            routing.addHeadersEndHandler(head -> origins.restrict(routing));
        }
    }

    private static Optional<ProblemView> fault(HttpServerRequest request) {
        String path = request.path();
        if (request.version() == null) {
            return problem(VERSION_NOT_SUPPORTED, "Unsupported HTTP version; use HTTP/2, HTTP/1.1 or HTTP/1.0.", path);
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return problem(BAD_REQUEST, "The Host header must appear only once.", path);
        }
        String coding = request.getHeader(TRANSFER_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            return problem(NOT_IMPLEMENTED, "Transfer-Encoding must be chunked or absent.", path);
        }
        if (hasDotSegment(path)) {
            return problem(BAD_REQUEST, "The path must not contain the segments . and ..", path);
        }
        if (path.contains("//") && !mayHaveEmptySegments(request.method(), path)) {
            return problem(BAD_REQUEST, "The path must not contain empty segments.", path);
        }
        return Optional.empty();
    }

    private static Optional<ProblemView> problem(int status, String detail, String path) {
        return Optional.of(ProblemView.of(status, detail, path));
    }

    /** Aliases may contain two slashes in a row, because they may be URLs. */
    private static boolean mayHaveEmptySegments(HttpMethod method, String path) {
        return READS.contains(method) ? path.startsWith(MODELS) : !FREE_IDS.split(path, 2)[0].contains("//");
    }

    /** Whether a segment is {@code .} or {@code ..}, percent-encoded or not; the router would resolve it. */
    static boolean hasDotSegment(String path) {
        int from = 0;
        while (from <= path.length()) {
            int end = path.indexOf('/', from);
            end = end < 0 ? path.length() : end;
            // Two encoded dots have six characters, so longer segments need no look.
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

    /** Answers what the router refused before any route, and what a route failed with a status but without a body. */
    private void refuse(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        headers.set(request.path(), routing.response().headers()::set);
        if (!routing.response().headers().contains(RequestId.HEADER)) {
            identify(routing);
        }
        if (routing.statusCode() == BAD_REQUEST && request.authority() == null && mustHaveHost(request)) {
            refusals.refuse(
                    routing,
                    ProblemView.of(BAD_REQUEST, "The Host header is required and must name a host.", request.path()));
        } else if (routing.failure() == null && routing.statusCode() >= BAD_REQUEST && routing.statusCode() < 500) {
            refusals.refuse(routing, routing.statusCode());
        } else if (isFault(routing.failure())) {
            // The fault of a route; those of resources go through ProblemMapper.
            ProblemView view = faults.view(routing.failure(), request.path(), RequestId.of(request));
            if (view.status() == UNAVAILABLE) {
                routing.response().putHeader("Retry-After", Integer.toString(ProblemMapper.RETRY_AFTER_SECONDS));
            }
            refusals.refuse(routing, view);
        } else {
            routing.next();
        }
    }

    /** Whether this is an unexpected fault that no later handler answers. */
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
