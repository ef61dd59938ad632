package org.modeltree.http.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.OutcomeUnknown;

/** Maps every exception of a request to its response; the only place that does. */
public class ProblemMapper {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String NEEDS_TOKEN =
            "This operation requires a token: send the header Authorization: Bearer mt_...";

    private static final String OUTCOME_UNKNOWN = "The outcome is unknown: the database did not confirm that the change"
            + " is stored. Check it before you repeat the request, or repeat it with the same Idempotency-Key.";

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final String QUERY_CANCELED = "57014";
    private static final String DISK_FULL = "53100";
    private static final String STOOD_STILL = "25P03";
    public static final int RETRY_AFTER_SECONDS = 5;
    private static final int UNAVAILABLE = 503;
    private static final int MAX_LOGGED = 300;
    private static final int MAX_SUGGESTIONS = 5;
    private static final Pattern PART_OF_MODEL = Pattern.compile("/api/v1/models/[^/]+/[^/]+/[^/]");

    private final UnexpectedFaults faults;

    ProblemMapper(UnexpectedFaults faults) {
        this.faults = faults;
    }

    @ServerExceptionMapper
    Response problem(Problem problem, HttpServerRequest request) {
        String path = request.path();
        if (problem instanceof Problem.InvalidParameter invalid) {
            boolean isPast = problem instanceof NoLongerKept;
            ProblemView.Code code = isPast ? ProblemView.Code.NO_LONGER_KEPT : ProblemView.Code.INVALID_PARAMETER;
            return answer(code.view(
                    isPast ? 410 : 400,
                    "`" + invalid.parameter() + "` " + invalid.getMessage(),
                    path,
                    List.of(new ProblemView.Fault(invalid.parameter(), null, invalid.getMessage())),
                    invalid.suggestions(),
                    null));
        }
        boolean isNowhere = problem instanceof Problem.NotFound
                || (problem instanceof Problem.Moved moved && moved.path().equals(path));
        if (isNowhere && isReadOfWrittenPart(request)) {
            return notAllowed(request.method().name(), path, path);
        }
        if (problem instanceof Problem.Moved moved) {
            return isNowhere ? answer(KnownPaths.nothingAt(path)) : redirect(moved.fixed(), moved.path(), request);
        }
        if (problem instanceof Problem.Resolved resolved) {
            return READS.contains(request.method().name())
                    ? redirect(resolved.fixed(), resolved.path(), request)
                    : answer(ProblemView.Code.NOT_FOUND.view(
                            404, resolved.getMessage(), path, List.of(), List.of(resolved.id()), null));
        }
        if (problem instanceof Problem.Refused refused) {
            return answer(ProblemView.Code.valueOf(refused.reason().name())
                    .view(
                            refused.reason().status(),
                            refused.getMessage(),
                            path,
                            faults(refused.faults()),
                            suggestions(refused.faults()),
                            null));
        }
        if (problem instanceof Problem.Gone gone) {
            return answer(ProblemView.Code.GONE
                    .view(410, gone.getMessage(), path, List.of(), List.of(), null)
                    .with(new ProblemView.Extension.Successor(gone.successor())));
        }
        if (problem instanceof Problem.Rejected rejected) {
            return answer(ProblemView.Code.IMPORT_REJECTED
                    .view(
                            422,
                            rejected.getMessage(),
                            path,
                            faults(rejected.faults()),
                            suggestions(rejected.faults()),
                            null)
                    .with(new ProblemView.Extension.Report(rejected.report())));
        }
        if (problem instanceof Problem.InvalidBody invalid) {
            return answer(ProblemView.Code.INVALID_BODY.view(
                    400, problem.getMessage(), path, faults(invalid.faults()), suggestions(invalid.faults()), null));
        }
        if (problem instanceof Problem.Unauthorized unauthorized) {
            return with(
                    HttpHeaders.WWW_AUTHENTICATE,
                    challenge(unauthorized),
                    answer(ProblemView.of(401, problem.getMessage(), path)));
        }
        if (problem instanceof Problem.UnsupportedBody unsupported) {
            Response.ResponseBuilder answer =
                    Response.fromResponse(answer(ProblemView.of(415, problem.getMessage(), path)));
            unsupported.headers().forEach(answer::header);
            return answer.build();
        }
        if (problem instanceof Problem.NotAcceptable) {
            return answer(ProblemView.of(406, problem.getMessage(), path));
        }
        if (problem instanceof Problem.Forbidden) {
            return answer(ProblemView.of(403, problem.getMessage(), path));
        }
        if (problem instanceof Problem.TooManyRequests tooMany) {
            return with(
                    HttpHeaders.RETRY_AFTER,
                    tooMany.retryAfterSeconds(),
                    answer(ProblemView.of(429, problem.getMessage(), path)));
        }
        if (problem instanceof Problem.Unavailable) {
            return with(
                    HttpHeaders.RETRY_AFTER,
                    RETRY_AFTER_SECONDS,
                    answer(ProblemView.of(503, problem.getMessage(), path)));
        }
        List<String> suggestions =
                problem instanceof Problem.NotFound notFound ? suggestions(notFound, path) : List.of();
        return answer(ProblemView.Code.NOT_FOUND.view(404, problem.getMessage(), path, List.of(), suggestions, null));
    }

    /** Whether the request reads a part of a model that can only be written, which reaches the catch-all for aliases. */
    private static boolean isReadOfWrittenPart(HttpServerRequest request) {
        return READS.contains(request.method().name())
                && PART_OF_MODEL.matcher(request.path()).lookingAt()
                && AllowedMethods.isOnlyWritten(request.path());
    }

    /** Ids; before them, paths if the client may have misspelt a part of a model, such as its card. */
    private static List<String> suggestions(Problem.NotFound notFound, String path) {
        if (!PART_OF_MODEL.matcher(path).lookingAt()) {
            return notFound.suggestions();
        }
        return Stream.concat(KnownPaths.suggestions(path).stream(), notFound.suggestions().stream())
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** Those of all faults, the first fault first. */
    private static List<String> suggestions(List<Problem.BodyFault> faults) {
        return faults.stream()
                .flatMap(fault -> fault.suggestions().stream())
                .distinct()
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    private static Response redirect(boolean fixed, String path, HttpServerRequest request) {
        String query = request.query();
        return Response.status(fixed ? 308 : 307)
                .header(HttpHeaders.LOCATION, query == null ? path : path + "?" + query)
                .build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception, HttpServerRequest request, UriInfo uri) {
        Response response = exception.getResponse();
        int status = response.getStatus();
        if (status < 400) {
            return response;
        }
        if (status >= 500) {
            return unexpected(exception, request);
        }
        // If one class of resources has a path and another the beginning of it, the framework may find nothing where
        // only the
        // method is wrong. With 405, only the catch-all for aliases may have matched; then the path does not exist
        // either.
        String method = request.method().name();
        if (status == 404 && !READS.contains(method) && AllowedMethods.refuse(method, uri.getPath())) {
            status = 405;
        }
        if (status == 404 || (status == 405 && !AllowedMethods.isKnown(uri.getPath()))) {
            return answer(KnownPaths.nothingAt(request.path()));
        }
        Set<String> mediaTypes = status == 406 ? AllowedMethods.mediaTypes(uri.getPath()) : Set.of();
        if (!mediaTypes.isEmpty()) {
            return problem(new Problem.NotAcceptable(mediaTypes), request);
        }
        Set<String> bodyTypes =
                status == 415 ? AllowedMethods.bodyTypes(request.method().name(), uri.getPath()) : Set.of();
        if (!bodyTypes.isEmpty()) {
            BodyTypes types = new BodyTypes(request.method().name(), bodyTypes);
            return problem(types.notAmong(request.getHeader(HttpHeaders.CONTENT_TYPE)), request);
        }
        if (status == 405) {
            return notAllowed(request.method().name(), uri.getPath(), request.path());
        }
        return answer(ProblemView.of(status, detail(status), request.path()));
    }

    /**
     * The refusal of a method that a path does not support.
     *
     * @param path path that the resources match
     * @param given the path as the client sent it
     */
    private static Response notAllowed(String method, String path, String given) {
        String allowed = AllowedMethods.header(path);
        String refusal = AllowedMethods.refusal(method, allowed) + AllowedMethods.whereToRead(path);
        return with(HttpHeaders.ALLOW, allowed, answer(ProblemView.of(405, refusal, given)));
    }

    /** Thrown by the framework's role check for anonymous callers. */
    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException refusal, HttpServerRequest request) {
        return problem(new Problem.Unauthorized(NEEDS_TOKEN, false), request);
    }

    /** Thrown by the framework for invalid credentials. */
    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException refusal, HttpServerRequest request) {
        return problem(new Problem.Unauthorized("The credentials are invalid.", true), request);
    }

    /** Thrown by the framework's role check for callers without the role. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException refusal, HttpServerRequest request, ResourceInfo resource) {
        return problem(
                RequiredRoles.of(resource)
                        .map(Problem.Forbidden::lacking)
                        .orElseGet(() -> new Problem.Forbidden(detail(403))),
                request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault, HttpServerRequest request) {
        String path = request.path();
        Collection<Throwable> causes = causes(fault);
        for (Throwable cause : causes) {
            if (cause instanceof OutcomeUnknown) {
                LOG.warnf(
                        "The outcome of %s is unknown [%s]: %s",
                        logged(path),
                        RequestId.of(request),
                        logged(String.valueOf(cause.getCause().getMessage())));
                return with(
                        HttpHeaders.RETRY_AFTER,
                        RETRY_AFTER_SECONDS,
                        answer(ProblemView.of(503, OUTCOME_UNKNOWN, path)));
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof SQLException sql && isUnavailable(sql)) {
                LOG.warnf(
                        "%s cannot be answered now [%s]: %s",
                        logged(path), RequestId.of(request), logged(String.valueOf(sql.getMessage())));
                ProblemView view = ProblemView.of(503, unavailable(sql, request), path);
                return with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS, answer(view));
            }
        }
        ProblemView view = faults.view(fault, path, RequestId.of(request));
        return view.status() == UNAVAILABLE
                ? with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS, answer(view))
                : answer(view);
    }

    /** Whether the database caused the fault, so that this mapper has a better answer than an internal error. */
    public static boolean isOfDatabase(Throwable fault) {
        return causes(fault).stream()
                .anyMatch(cause -> cause instanceof SQLException || cause instanceof OutcomeUnknown);
    }

    /** The fault and its causes, outermost first. The transaction manager reports why a commit failed as suppressed. */
    private static Collection<Throwable> causes(Throwable fault) {
        Set<Throwable> found = new LinkedHashSet<>();
        Deque<Throwable> next = new ArrayDeque<>(List.of(fault));
        while (!next.isEmpty()) {
            Throwable current = next.remove();
            if (found.add(current)) {
                if (current.getCause() != null) {
                    next.add(current.getCause());
                }
                if (current instanceof RollbackException) {
                    next.addAll(List.of(current.getSuppressed()));
                }
            }
        }
        return found;
    }

    private static String unavailable(SQLException sql, HttpServerRequest request) {
        if (sql instanceof LatestRevision.Unconfirmed) {
            return sql.getMessage();
        }
        return switch (String.valueOf(sql.getSQLState())) {
            case QUERY_CANCELED -> "The query took too long and was cancelled. " + SlowQueries.advice(request);
            case DISK_FULL -> "The disk of the database is full; nothing was stored.";
            case STOOD_STILL -> "This instance stood still for too long while it wrote. Nothing was stored; try again.";
            default -> "The database cannot be reached.";
        };
    }

    /** Client input for the log: one short line, so that it cannot forge other lines. */
    static String logged(String text) {
        return Parameters.shown(text, MAX_LOGGED);
    }

    /** The faults as JSON views. */
    public static List<ProblemView.Fault> faults(List<Problem.BodyFault> faults) {
        return faults.stream()
                .map(fault -> new ProblemView.Fault(null, fault.pointer(), fault.detail()))
                .toList();
    }

    /** Our own detail for a refusal of the framework, whose messages name classes. */
    public static String detail(int status) {
        return switch (status) {
            case 401 -> NEEDS_TOKEN;
            case 403 -> "You are not allowed to do this.";
            case 404 -> "Nothing exists at this path.";
            case 405 -> "This path does not support this method.";
            case 406 -> "This path returns application/json only.";
            case 413, 414, 431 -> "The request is too large.";
            case 415 -> "This path does not accept this media type.";
            case 429 -> "Too many requests. Try again later.";
            default -> "The request is malformed.";
        };
    }

    private static boolean isUnavailable(SQLException sql) {
        String state = sql.getSQLState();
        // 08: no connection; 53: out of resources; 57: shut down or cancelled; 99999: interrupted; none: the pool timed
        // out.
        return state == null
                || state.equals(STOOD_STILL)
                || state.startsWith("08")
                || state.startsWith("57")
                || state.startsWith("53")
                || state.equals("99999");
    }

    /** The WWW-Authenticate challenge; by RFC 6750 it describes an error only if the request has a token. */
    private static String challenge(Problem.Unauthorized problem) {
        return "Bearer realm=\"modeltree\""
                + (problem.tokenGiven()
                        ? ", error=\"invalid_token\", error_description=\"" + problem.getMessage() + "\""
                        : "");
    }

    private static Response with(String header, Object value, Response answer) {
        return Response.fromResponse(answer).header(header, value).build();
    }

    private static Response answer(ProblemView view) {
        return Response.status(view.status())
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(view)
                .build();
    }
}
