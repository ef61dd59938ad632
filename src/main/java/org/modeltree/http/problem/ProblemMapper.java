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
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.modeltree.revision.OutcomeUnknown;

/** The one table from what went wrong to what the client is told. */
public class ProblemMapper {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String NEEDS_TOKEN = "This needs a token: send it as a header, Authorization: Bearer mt_...";

    private static final String OUTCOME_UNKNOWN = "The outcome is unknown: the database did not confirm that the change"
            + " is stored. Read it before you repeat the request, or repeat it with the same Idempotency-Key.";

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String QUERY_CANCELED = "57014";
    private static final String DISK_FULL = "53100";
    static final int RETRY_AFTER_SECONDS = 5;
    private static final int MAX_LOGGED = 300;
    /** Parameters that may make a query long, those first that most likely have. */
    private static final List<String> COSTLY = List.of(
            "q",
            "scoreMin",
            "capability",
            "contextMin",
            "contextMax",
            "parent",
            "facets",
            "releasedFrom",
            "releasedTo",
            "asOf",
            "modality",
            "family",
            "kind",
            "lifecycle",
            "openWeights",
            "vendor",
            "sort");

    @ServerExceptionMapper
    Response problem(Problem problem, HttpServerRequest request) {
        String path = request.path();
        if (problem instanceof Problem.InvalidParameter invalid) {
            return answer(ProblemView.Code.INVALID_PARAMETER.view(
                    400,
                    invalid.parameter() + ": " + invalid.getMessage(),
                    path,
                    List.of(new ProblemView.Fault(invalid.parameter(), null, invalid.getMessage())),
                    List.of(),
                    null));
        }
        if (problem instanceof Problem.Moved moved && moved.path().equals(path)) {
            return answer(ProblemView.of(404, detail(404), path));
        }
        if (problem instanceof Problem.Moved moved) {
            String query = request.query();
            return Response.status(308)
                    .header(HttpHeaders.LOCATION, query == null ? moved.path() : moved.path() + "?" + query)
                    .build();
        }
        if (problem instanceof Problem.Refused refused) {
            return answer(ProblemView.Code.valueOf(refused.reason().name())
                    .view(
                            refused.reason().status(),
                            refused.getMessage(),
                            path,
                            faults(refused.faults()),
                            List.of(),
                            null));
        }
        if (problem instanceof Problem.Gone gone) {
            return answer(ProblemView.Code.GONE
                    .view(410, gone.getMessage(), path, List.of(), List.of(), null)
                    .with(new ProblemView.Extension.Successor(gone.successor())));
        }
        if (problem instanceof Problem.Rejected rejected) {
            return answer(ProblemView.Code.IMPORT_REJECTED
                    .view(422, rejected.getMessage(), path, faults(rejected.faults()), List.of(), null)
                    .with(new ProblemView.Extension.Report(rejected.report())));
        }
        if (problem instanceof Problem.InvalidBody invalid) {
            return answer(ProblemView.Code.INVALID_BODY.view(
                    400, problem.getMessage(), path, faults(invalid.faults()), List.of(), null));
        }
        if (problem instanceof Problem.Unauthorized unauthorized) {
            return with(
                    HttpHeaders.WWW_AUTHENTICATE,
                    challenge(unauthorized),
                    answer(ProblemView.of(401, problem.getMessage(), path)));
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
        List<String> suggestions = problem instanceof Problem.NotFound notFound ? notFound.suggestions() : List.of();
        return answer(ProblemView.Code.NOT_FOUND.view(404, problem.getMessage(), path, List.of(), suggestions, null));
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
        if (status == 405 && !AllowedMethods.isKnown(uri.getPath())) {
            // Other names of models may be asked for there, and nothing else.
            return answer(ProblemView.of(404, detail(404), request.path()));
        }
        Response answer = answer(ProblemView.of(status, detail(status), request.path()));
        return status == 405 ? with(HttpHeaders.ALLOW, AllowedMethods.header(uri.getPath()), answer) : answer;
    }

    /** What the framework's own check of a role says where nobody is known. */
    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException refusal, HttpServerRequest request) {
        return problem(new Problem.Unauthorized(NEEDS_TOKEN, false), request);
    }

    /** Whatever else the framework finds wrong with credentials. */
    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException refusal, HttpServerRequest request) {
        return problem(new Problem.Unauthorized("The credentials are not valid.", true), request);
    }

    /** What the framework's own check of a role says of somebody who lacks it. */
    @ServerExceptionMapper
    Response forbidden(ForbiddenException refusal, HttpServerRequest request, ResourceInfo resource) {
        return problem(
                RequiredRoles.of(resource)
                        .map(Problem.Forbidden::lacking)
                        .orElseGet(() -> new Problem.Forbidden("This caller may not do this.")),
                request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault, HttpServerRequest request) {
        String path = request.path();
        Collection<Throwable> causes = causes(fault);
        for (Throwable cause : causes) {
            if (cause instanceof OutcomeUnknown) {
                LOG.warnf(
                        "The outcome of %s is unknown: %s",
                        logged(path), logged(String.valueOf(cause.getCause().getMessage())));
                return with(
                        HttpHeaders.RETRY_AFTER,
                        RETRY_AFTER_SECONDS,
                        answer(ProblemView.of(503, OUTCOME_UNKNOWN, path)));
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof SQLException sql && isUnavailable(sql)) {
                LOG.warnf("%s cannot be answered now: %s", logged(path), logged(String.valueOf(sql.getMessage())));
                String detail = unavailable(sql.getSQLState(), request);
                return with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS, answer(ProblemView.of(503, detail, path)));
            }
        }
        return answer(internalError(fault, path));
    }

    /** Logs what nobody expected, and tells the client where it is found. */
    public static ProblemView internalError(Throwable fault, String path) {
        String correlationId = UUID.randomUUID().toString();
        LOG.errorf(fault, "%s failed [%s]", logged(path), correlationId);
        return ProblemView.Code.INTERNAL_ERROR.view(
                500, "The service failed; its log has more.", path, List.of(), List.of(), correlationId);
    }

    /** Whether the database caused it, so that the mapper of problems has a better answer than a failure of the service. */
    public static boolean isOfDatabase(Throwable fault) {
        return causes(fault).stream()
                .anyMatch(cause -> cause instanceof SQLException || cause instanceof OutcomeUnknown);
    }

    /** The fault and all that led to it, the outermost first. Why a commit failed is suppressed by the transaction manager. */
    private static Collection<Throwable> causes(Throwable fault) {
        Set<Throwable> found = new LinkedHashSet<>();
        Deque<Throwable> next = new ArrayDeque<>(List.of(fault));
        while (!next.isEmpty()) {
            Throwable one = next.remove();
            if (found.add(one)) {
                if (one.getCause() != null) {
                    next.add(one.getCause());
                }
                if (one instanceof RollbackException) {
                    next.addAll(List.of(one.getSuppressed()));
                }
            }
        }
        return found;
    }

    private static String unavailable(String sqlState, HttpServerRequest request) {
        if (QUERY_CANCELED.equals(sqlState)) {
            return "The query took too long and was given up; " + advice(request);
        }
        return DISK_FULL.equals(sqlState)
                ? "The disk of the database is full; nothing was stored."
                : "The database cannot be reached.";
    }

    /** One line, which nobody can make long or forge another with. */
    private static String logged(String text) {
        return Parameters.shown(text, MAX_LOGGED);
    }

    private static String advice(HttpServerRequest request) {
        return COSTLY.stream()
                .filter(request.params()::contains)
                .findFirst()
                .map(name -> "ask again without " + name + ".")
                .orElse("ask for less, or with fewer filters.");
    }

    public static List<ProblemView.Fault> faults(List<Problem.BodyFault> faults) {
        return faults.stream()
                .map(fault -> new ProblemView.Fault(null, fault.pointer(), fault.detail()))
                .toList();
    }

    /** What a framework's refusal means, in our words: theirs name classes. */
    public static String detail(int status) {
        return switch (status) {
            case 401 -> NEEDS_TOKEN;
            case 403 -> "This caller may not do this.";
            case 404 -> "There is nothing at this path.";
            case 405 -> "This path does not know this method.";
            case 406 -> "This path answers application/json.";
            case 413, 414, 431 -> "The request is too large.";
            case 415 -> "This path does not read this media type.";
            case 429 -> "There were too many requests.";
            default -> "The request cannot be understood.";
        };
    }

    private static boolean isUnavailable(SQLException sql) {
        String state = sql.getSQLState();
        // 08: no connection; 57: shut down, or canceled; 53: out of resources; none: the pool gave up waiting; 99999:
        // the
        // driver was interrupted while it connected.
        return state == null
                || state.startsWith("08")
                || state.startsWith("57")
                || state.startsWith("53")
                || state.equals("99999");
    }

    /** RFC 6750: what was wrong is said only to those who gave a token. */
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
