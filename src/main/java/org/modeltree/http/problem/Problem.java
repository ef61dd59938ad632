package org.modeltree.http.problem;

import java.util.List;

/** Something the client has to be told. The permitted kinds are all there are. */
public abstract sealed class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** So many faults of a body are named; nobody reads more. */
    public static final int MAX_FAULTS = 100;

    private Problem(String detail) {
        // No stack trace: a problem is an answer, not a fault.
        super(detail, null, false, false);
    }

    /** A parameter of the request is not valid. */
    public static final class InvalidParameter extends Problem {

        private static final long serialVersionUID = 1;
        private final String parameter;

        /**
         * @param parameter name of the query or path parameter
         * @param detail what is wrong with it, without its name
         */
        public InvalidParameter(String parameter, String detail) {
            super(detail);
            this.parameter = parameter;
        }

        /** Name of the query or path parameter. */
        public String parameter() {
            return parameter;
        }
    }

    /** There is no such thing. */
    public static final class NotFound extends Problem {

        private static final long serialVersionUID = 1;
        private final transient List<String> suggestions;

        /**
         * @param detail what there is not
         * @param suggestions ids that may have been meant, the likeliest first
         */
        public NotFound(String detail, List<String> suggestions) {
            super(detail);
            this.suggestions = List.copyOf(suggestions);
        }

        /** Ids that may have been meant, the likeliest first. */
        public List<String> suggestions() {
            return suggestions;
        }
    }

    /** The thing is known by another id and lives under another path. */
    public static final class Moved extends Problem {

        private static final long serialVersionUID = 1;
        private final String path;

        /**
         * Says where it lives.
         *
         * @param path path-absolute, without the query
         */
        public Moved(String path) {
            super(path);
            this.path = path;
        }

        /** Where it lives, path-absolute, without the query. */
        public String path() {
            return path;
        }
    }

    /**
     * What is wrong where.
     *
     * @param pointer RFC 6901 JSON pointer into the body; empty for the whole of it
     * @param detail what is wrong there
     */
    public record BodyFault(String pointer, String detail) {}

    /** Why a write is refused. */
    public enum Reason {
        /** It cannot be, as things are. */
        CONFLICT(409),
        /** The body did not come in time. */
        REQUEST_TIMEOUT(408),
        /** The request does not say how long its body is. */
        LENGTH_REQUIRED(411),
        /** What is there is not what the client thinks. */
        PRECONDITION_FAILED(412),
        /** The body is too large. */
        TOO_LARGE(413),
        /** The body is of another media type. */
        UNSUPPORTED_MEDIA_TYPE(415),
        /** The key was given with another request before. */
        IDEMPOTENCY_KEY_REUSED(422),
        /** The client has to say what it thinks is there. */
        PRECONDITION_REQUIRED(428);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** A write is refused, and nothing of it is done. */
    public static final class Refused extends Problem {

        private static final long serialVersionUID = 1;
        private final Reason reason;
        private final transient List<BodyFault> faults;

        /**
         * @param reason why
         * @param detail why, for people
         * @param faults what is wrong where in the body
         */
        public Refused(Reason reason, String detail, List<BodyFault> faults) {
            super(detail);
            this.reason = reason;
            this.faults = List.copyOf(faults);
        }

        /** A refusal that is about no place in the body. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, List.of());
        }

        /** Why. */
        public Reason reason() {
            return reason;
        }

        /** What is wrong where in the body. */
        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** The body of the request is not valid. */
    public static final class InvalidBody extends Problem {

        private static final long serialVersionUID = 1;
        private final transient List<BodyFault> faults;

        /** What is wrong, at least one thing; of very many things the first are named. */
        public InvalidBody(List<BodyFault> faults) {
            super(
                    Character.isUpperCase(faults.get(0).detail().charAt(0))
                            // A sentence of its own.
                            ? faults.get(0).detail()
                            : (faults.get(0).pointer().isEmpty()
                                            ? "The body"
                                            : faults.get(0).pointer())
                                    + " " + faults.get(0).detail());
            this.faults = faults.stream().limit(MAX_FAULTS).toList();
        }

        /** What is wrong, at least one thing. */
        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** There was such a thing, and it was deleted. */
    public static final class Gone extends Problem {

        private static final long serialVersionUID = 1;
        private final String successor;

        /**
         * Says what to use instead.
         *
         * @param detail what there is no more
         * @param successor id of what takes its place; null where nothing does
         */
        public Gone(String detail, String successor) {
            super(detail);
            this.successor = successor;
        }

        /** Id of what takes its place; null where nothing does. */
        public String successor() {
            return successor;
        }
    }

    /** A catalog is not imported, and nothing of it is. */
    public static final class Rejected extends Problem {

        private static final long serialVersionUID = 1;
        private final transient Object report;
        private final transient List<BodyFault> faults;

        /**
         * Says why.
         *
         * @param report everything about the import, as JSON will show it
         */
        public Rejected(String detail, Object report, List<BodyFault> faults) {
            super(detail);
            this.report = report;
            this.faults = List.copyOf(faults);
        }

        /** Everything about the import. */
        public Object report() {
            return report;
        }

        /** What is wrong where, the first of it. */
        public List<BodyFault> faults() {
            return faults;
        }
    }

    /** Who asks has to say who they are, and has not, or not so that it can be believed. */
    public static final class Unauthorized extends Problem {

        private static final long serialVersionUID = 1;
        private final boolean tokenGiven;

        /**
         * Asks for a token, or for a better one.
         *
         * @param detail why, in printable ASCII, because a header repeats it
         * @param tokenGiven whether a token was given and is no good
         */
        public Unauthorized(String detail, boolean tokenGiven) {
            super(detail);
            this.tokenGiven = tokenGiven;
        }

        /** Whether a token was given and is no good. */
        public boolean tokenGiven() {
            return tokenGiven;
        }
    }

    /** Who asks is known, and may not. */
    public static final class Forbidden extends Problem {

        private static final long serialVersionUID = 1;

        /** Says what they lack. */
        public Forbidden(String detail) {
            super(detail);
        }

        /** The refusal of somebody who lacks a role. */
        public static Forbidden lacking(String role) {
            return new Forbidden("This needs the role " + role + ", which this caller does not have.");
        }
    }

    /** Who asks has asked too often. */
    public static final class TooManyRequests extends Problem {

        private static final long serialVersionUID = 1;
        private final long retryAfterSeconds;

        /**
         * Says what is limited.
         *
         * @param detail what there was too much of
         * @param retryAfterSeconds when it makes sense to ask again, at least 1
         */
        public TooManyRequests(String detail, long retryAfterSeconds) {
            super(detail);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        /** Seconds after which it makes sense to ask again. */
        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** The service cannot answer now, and may be able to soon. */
    public static final class Unavailable extends Problem {

        private static final long serialVersionUID = 1;

        /** Says what is missing. */
        public Unavailable(String detail) {
            super(detail);
        }
    }
}
