package org.modeltree.http.problem;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A failure that is reported to the client as an RFC 9457 problem. */
public abstract sealed class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Maximum number of faults of a body that a problem lists. */
    public static final int MAX_FAULTS = 100;

    private Problem(String detail) {
        // Without a stack trace: a problem is an expected outcome, and traces are costly.
        super(detail, null, false, false);
    }

    /** A parameter or header of the request is invalid. */
    public static non-sealed class InvalidParameter extends Problem {

        private static final long serialVersionUID = 1;
        private final String parameter;
        private final transient List<String> suggestions;

        /**
         * @param parameter name of the query parameter, path parameter or header
         * @param detail what is wrong, as a predicate to be read after the name, such as {@code must not be empty}
         */
        public InvalidParameter(String parameter, String detail) {
            this(parameter, detail, List.of());
        }

        /**
         * @param parameter name of the query parameter, path parameter or header
         * @param detail what is wrong, as a predicate to be read after the name, such as {@code must not be empty}
         * @param suggestions names or values that the client may have meant, likeliest first
         */
        public InvalidParameter(String parameter, String detail, List<String> suggestions) {
            super(detail);
            this.parameter = parameter;
            this.suggestions = List.copyOf(suggestions);
        }

        public List<String> suggestions() {
            return suggestions;
        }

        public String parameter() {
            return parameter;
        }
    }

    /** The requested thing does not exist. */
    public static final class NotFound extends Problem {

        private static final long serialVersionUID = 1;
        private final transient List<String> suggestions;

        /**
         * @param detail what does not exist
         * @param suggestions similar ids that do exist, best match first
         */
        public NotFound(String detail, List<String> suggestions) {
            super(detail);
            this.suggestions = List.copyOf(suggestions);
        }

        public List<String> suggestions() {
            return suggestions;
        }

        /** The same problem with a sentence that says what to do; an empty one adds nothing. */
        public NotFound advising(String sentence) {
            return sentence.isEmpty() ? this : new NotFound(getMessage() + " " + sentence, suggestions);
        }
    }

    /** The client accepts none of the media types of a path. */
    public static final class NotAcceptable extends Problem {

        private static final long serialVersionUID = 1;

        /** Names the media types that there are, at least one. */
        public NotAcceptable(Collection<String> mediaTypes) {
            super("This path returns " + String.join(" or ", mediaTypes) + " only.");
        }
    }

    /** The path does not read the media type or the encoding of the body; see {@link BodyTypes}. */
    public static final class UnsupportedBody extends Problem {

        private static final long serialVersionUID = 1;
        private final transient Map<String, String> headers;

        UnsupportedBody(String detail, Map<String, String> headers) {
            super(detail);
            this.headers = headers;
        }

        /** Headers of the answer, which list what the path reads. */
        public Map<String, String> headers() {
            return headers;
        }
    }

    /** The requested thing has another canonical path. */
    public static final class Moved extends Problem {

        private static final long serialVersionUID = 1;
        private final String path;
        private final boolean fixed;

        /**
         * @param path path-absolute, without the query
         * @param fixed whether the requested path leads there for good
         */
        public Moved(String path, boolean fixed) {
            super(path);
            this.path = path;
            this.fixed = fixed;
        }

        /** Redirects to the canonical path for good. */
        public Moved(String path) {
            this(path, true);
        }

        public boolean fixed() {
            return fixed;
        }

        public String path() {
            return path;
        }
    }

    /**
     * The id in the path certainly means a model, by a rule other than its id or an alias. Reads are redirected; a write
     * has to name the model, so for it the id does not exist.
     */
    public static final class Resolved extends Problem {

        private static final long serialVersionUID = 1;
        private final String path;
        private final String id;
        private final boolean fixed;

        /**
         * @param detail what does not exist, for writes
         * @param path the canonical path, path-absolute, without the query
         * @param id id of the model
         * @param fixed whether the id in the path means this model for good
         */
        public Resolved(String detail, String path, String id, boolean fixed) {
            super(detail);
            this.path = path;
            this.id = id;
            this.fixed = fixed;
        }

        public String path() {
            return path;
        }

        public String id() {
            return id;
        }

        public boolean fixed() {
            return fixed;
        }
    }

    /**
     * A fault at one place of a body.
     *
     * @param pointer RFC 6901 JSON pointer into the body; empty for the body itself
     * @param detail what is wrong
     * @param suggestions keys, values or ids that the client may have meant, likeliest first
     * @param form how the detail is read with its place
     */
    public record BodyFault(String pointer, String detail, List<String> suggestions, FaultForm form) {

        public BodyFault {
            suggestions = List.copyOf(suggestions);
        }

        /** A fault with a predicate. */
        public BodyFault(String pointer, String detail, List<String> suggestions) {
            this(pointer, detail, suggestions, FaultForm.PREDICATE);
        }

        /** A fault with a predicate, without suggestions. */
        public BodyFault(String pointer, String detail) {
            this(pointer, detail, List.of());
        }

        /** The same fault at another place. */
        public BodyFault at(String otherPointer) {
            return new BodyFault(otherPointer, detail, suggestions, form);
        }
    }

    /** Why a write is refused. */
    public enum Reason {
        /** The write contradicts the stored state. */
        CONFLICT(409),
        /** The body did not arrive in time. */
        REQUEST_TIMEOUT(408),
        /** The request does not declare the length of its body. */
        LENGTH_REQUIRED(411),
        /** The path has no such method, for nobody. */
        METHOD_NOT_ALLOWED(405),
        /** The stored state does not meet the preconditions of the request. */
        PRECONDITION_FAILED(412),
        /** The body is too large. */
        TOO_LARGE(413),
        /** The idempotency key was used before, with another request. */
        IDEMPOTENCY_KEY_REUSED(422),
        /** The request needs a precondition. */
        PRECONDITION_REQUIRED(428);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** A write is refused, and nothing of it is stored. */
    public static final class Refused extends Problem {

        private static final long serialVersionUID = 1;
        private final Reason reason;
        private final transient List<BodyFault> faults;

        /**
         * @param reason decides status and code
         * @param detail explanation for people
         * @param faults faults in the body
         */
        public Refused(Reason reason, String detail, List<BodyFault> faults) {
            super(detail);
            this.reason = reason;
            this.faults = List.copyOf(faults);
        }

        /** A refusal without faults in the body. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, List.of());
        }

        /** The reason, which decides status and code. */
        public Reason reason() {
            return reason;
        }

        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** The body of the request is invalid. */
    public static final class InvalidBody extends Problem {

        private static final long serialVersionUID = 1;
        private final transient List<BodyFault> faults;

        /** At least one fault; of more than {@link Problem#MAX_FAULTS} the first are kept. */
        public InvalidBody(List<BodyFault> faults) {
            super(faults.get(0)
                    .form()
                    .sentence(faults.get(0).pointer(), faults.get(0).detail()));
            this.faults = faults.stream().limit(MAX_FAULTS).toList();
        }

        /** Faults in the body, at least one. */
        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** The requested thing was deleted. */
    public static final class Gone extends Problem {

        private static final long serialVersionUID = 1;
        private final String successor;

        /**
         * @param detail what was deleted
         * @param successor id of the replacement; null without one
         */
        public Gone(String detail, String successor) {
            super(detail);
            this.successor = successor;
        }

        public String successor() {
            return successor;
        }
    }

    /** An import is rejected, and nothing of it is stored. */
    public static final class Rejected extends Problem {

        private static final long serialVersionUID = 1;
        private final transient Object report;
        private final transient List<BodyFault> faults;

        /**
         * @param detail explanation for people
         * @param report the report of the import, serialized as JSON
         * @param faults the first faults of the catalog
         */
        public Rejected(String detail, Object report, List<BodyFault> faults) {
            super(detail);
            this.report = report;
            this.faults = List.copyOf(faults);
        }

        public Object report() {
            return report;
        }

        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** The request needs valid credentials and has none, or invalid ones. */
    public static final class Unauthorized extends Problem {

        private static final long serialVersionUID = 1;
        private final boolean tokenGiven;

        /**
         * @param detail explanation in printable ASCII, because a header repeats it
         * @param tokenGiven whether the request has a token, which is then invalid
         */
        public Unauthorized(String detail, boolean tokenGiven) {
            super(detail);
            this.tokenGiven = tokenGiven;
        }

        public boolean tokenGiven() {
            return tokenGiven;
        }
    }

    /** The caller is known, and lacks the permission. */
    public static final class Forbidden extends Problem {

        private static final long serialVersionUID = 1;

        /** Names what is missing. */
        public Forbidden(String detail) {
            super(detail);
        }

        /** The refusal of a caller without a required role. */
        public static Forbidden lacking(String role) {
            return new Forbidden("This operation requires the role " + role + ", which your token does not grant.");
        }
    }

    /** The client has exceeded a rate limit. */
    public static final class TooManyRequests extends Problem {

        private static final long serialVersionUID = 1;
        private final long retryAfterSeconds;

        /** Names the limit; a retry can succeed after some seconds, at least 1. */
        public TooManyRequests(String detail, long retryAfterSeconds) {
            super(detail);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** The service cannot answer at the moment; a later retry may succeed. */
    public static final class Unavailable extends Problem {

        private static final long serialVersionUID = 1;

        /** Names what is unavailable. */
        public Unavailable(String detail) {
            super(detail);
        }
    }
}
