package org.modeltree.http;

import java.util.List;

/** Something the client has to be told. The permitted kinds are all there are. */
public abstract sealed class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

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

    /** The body of the request is not valid. */
    public static final class InvalidBody extends Problem {

        private static final long serialVersionUID = 1;
        private final transient List<Fault> faults;

        /**
         * What is wrong where.
         *
         * @param pointer RFC 6901 JSON pointer into the body; empty for the whole of it
         * @param detail what is wrong there
         */
        public record Fault(String pointer, String detail) {}

        /** All that is wrong, at least one thing. */
        public InvalidBody(List<Fault> faults) {
            super(
                    faults.get(0).pointer().isEmpty()
                            ? "The body " + faults.get(0).detail()
                            : faults.get(0).pointer() + " " + faults.get(0).detail());
            this.faults = List.copyOf(faults);
        }

        /** All that is wrong, at least one thing. */
        public List<Fault> faults() {
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
