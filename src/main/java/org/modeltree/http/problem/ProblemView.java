package org.modeltree.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * RFC 9457 problem as JSON.
 *
 * @param type URN of the kind of problem
 * @param title short name of the kind
 * @param status HTTP status
 * @param detail explanation of this occurrence
 * @param instance path of the request
 * @param code stable name of the kind, in snake_case
 * @param errors faults of single parameters or places of the body; may be empty
 * @param suggestions ids, names, values or paths that the client may have meant, best match first; may be empty
 * @param correlationId finds the log entry of an internal error; null for other problems
 * @param extension members that only some kinds have; null for none
 */
public record ProblemView(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        List<Fault> errors,
        List<String> suggestions,
        String correlationId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonUnwrapped
        Extension extension) {

    /** Members that only some kinds of problem have. */
    sealed interface Extension {

        /** Id of the replacement for a deleted thing; null without one. */
        @JsonInclude(JsonInclude.Include.ALWAYS)
        record Successor(String successor) implements Extension {}

        /** Report of a rejected import. */
        record Report(Object report) implements Extension {}
    }

    /** A fault of one parameter, or at one JSON pointer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fault(String parameter, String pointer, String detail) {

        Fault {
            parameter = parameter == null ? null : Parameters.shown(parameter);
            pointer = pointer == null ? null : Parameters.shown(pointer, MAX_POINTER);
            detail = Parameters.shown(detail, MAX_DETAIL);
        }
    }

    private static final int MAX_POINTER = 300;
    private static final Pattern TRUNCATED_ESCAPE = Pattern.compile("%[0-9A-Fa-f]?$");

    private static final int MAX_DETAIL = 2_000;
    private static final int MAX_INSTANCE = 1_000;

    /** Shortens texts that may contain client input. */
    public ProblemView {
        detail = detail == null ? null : Parameters.shown(detail, MAX_DETAIL);
        instance = instance == null || instance.length() <= MAX_INSTANCE
                ? instance
                : TRUNCATED_ESCAPE.matcher(instance.substring(0, MAX_INSTANCE)).replaceFirst("");
    }

    /** The generic problem of a status. */
    public static ProblemView of(int status, String detail, String instance) {
        Code code = Code.of(status);
        return code.view(status, detail, instance, List.of(), List.of(), null);
    }

    /** The problem of a path at which nothing exists, with paths that the client may have meant. */
    public static ProblemView nothingAt(String path) {
        return KnownPaths.nothingAt(path);
    }

    /** A copy with the extension. */
    ProblemView with(Extension more) {
        return new ProblemView(type, title, status, detail, instance, code, errors, suggestions, correlationId, more);
    }

    /** Kinds of problem; the names are stable. */
    public enum Code {
        INVALID_PARAMETER("Invalid parameter"),
        INVALID_BODY("Invalid body"),
        MALFORMED_REQUEST("Malformed request"),
        UNAUTHORIZED("Unauthorized"),
        FORBIDDEN("Forbidden"),
        NOT_FOUND("Not found"),
        METHOD_NOT_ALLOWED("Method not allowed"),
        CONFLICT("Conflict"),
        GONE("Gone"),
        NO_LONGER_KEPT("No longer kept"),
        PRECONDITION_FAILED("Precondition failed"),
        PRECONDITION_REQUIRED("Precondition required"),
        IDEMPOTENCY_KEY_REUSED("Idempotency key reused"),
        IMPORT_REJECTED("Catalog rejected"),
        NOT_ACCEPTABLE("Not acceptable"),
        REQUEST_TIMEOUT("Request timeout"),
        LENGTH_REQUIRED("Length required"),
        UNSUPPORTED_MEDIA_TYPE("Unsupported media type"),
        TOO_LARGE("Too large"),
        TOO_MANY_REQUESTS("Too many requests"),
        UNAVAILABLE("Unavailable"),
        INTERNAL_ERROR("Internal error");

        private final String title;

        Code(String title) {
            this.title = title;
        }

        /** The generic kind of a status. */
        public static Code of(int status) {
            return switch (status) {
                case 401 -> UNAUTHORIZED;
                case 403 -> FORBIDDEN;
                case 404 -> NOT_FOUND;
                case 405 -> METHOD_NOT_ALLOWED;
                case 406 -> NOT_ACCEPTABLE;
                case 408 -> REQUEST_TIMEOUT;
                case 411 -> LENGTH_REQUIRED;
                case 413, 414, 431 -> TOO_LARGE;
                case 415 -> UNSUPPORTED_MEDIA_TYPE;
                case 429 -> TOO_MANY_REQUESTS;
                case 501, 505 -> MALFORMED_REQUEST;
                case 503 -> UNAVAILABLE;
                default -> status >= 500 ? INTERNAL_ERROR : MALFORMED_REQUEST;
            };
        }

        /** A problem of this kind. */
        public ProblemView view(
                int status,
                String detail,
                String instance,
                List<Fault> errors,
                List<String> suggestions,
                String correlationId) {
            String id = name().toLowerCase(Locale.ROOT);
            return new ProblemView(
                    "urn:modeltree:problem:" + id.replace('_', '-'),
                    title,
                    status,
                    detail,
                    instance,
                    id,
                    errors,
                    suggestions,
                    correlationId,
                    null);
        }
    }
}
