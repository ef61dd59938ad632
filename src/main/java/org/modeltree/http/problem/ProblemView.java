package org.modeltree.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** RFC 9457 problem as JSON. */
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

    /** What only some problems say. */
    sealed interface Extension {

        /** What takes the place of what is gone. */
        @JsonInclude(JsonInclude.Include.ALWAYS)
        record Successor(String successor) implements Extension {}

        /** What became of an import. */
        record Report(Object report) implements Extension {}
    }

    /** What is wrong with one parameter or at one JSON pointer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fault(String parameter, String pointer, String detail) {

        Fault {
            parameter = parameter == null ? null : Parameters.shown(parameter);
            pointer = pointer == null ? null : Parameters.shown(pointer, MAX_POINTER);
            detail = Parameters.shown(detail, MAX_DETAIL);
        }
    }

    private static final int MAX_POINTER = 300;
    private static final Pattern HALF_AN_ESCAPE = Pattern.compile("%[0-9A-Fa-f]?$");

    private static final int MAX_DETAIL = 2_000;
    private static final int MAX_INSTANCE = 1_000;

    /** Nothing that a client sent comes back at full length, wherever it went in. */
    public ProblemView {
        detail = detail == null ? null : Parameters.shown(detail, MAX_DETAIL);
        instance = instance == null || instance.length() <= MAX_INSTANCE
                ? instance
                : HALF_AN_ESCAPE.matcher(instance.substring(0, MAX_INSTANCE)).replaceFirst("");
    }

    public static ProblemView of(int status, String detail, String instance) {
        Code code = Code.of(status);
        return code.view(status, detail, instance, List.of(), List.of(), null);
    }

    /** The same with what only it says. */
    ProblemView with(Extension more) {
        return new ProblemView(type, title, status, detail, instance, code, errors, suggestions, correlationId, more);
    }

    /** The stable names of what can go wrong. */
    public enum Code {
        INVALID_PARAMETER("A parameter is not valid"),
        INVALID_BODY("The body is not valid"),
        MALFORMED_REQUEST("The request is malformed"),
        UNAUTHORIZED("Unauthorized"),
        FORBIDDEN("Forbidden"),
        NOT_FOUND("Not found"),
        METHOD_NOT_ALLOWED("Method not allowed"),
        CONFLICT("Conflict"),
        GONE("Gone"),
        PRECONDITION_FAILED("Precondition failed"),
        PRECONDITION_REQUIRED("Precondition required"),
        IDEMPOTENCY_KEY_REUSED("Idempotency key reused"),
        IMPORT_REJECTED("The catalog was rejected"),
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
