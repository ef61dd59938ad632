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

    /** Something that is wrong with a body. */
    public record BodyFault(String pointer, String detail) {}

    /** Why a write is refused. */
    public enum Reason {
        /** The body is not what it has to be. */
        INVALID_BODY(400),
        /** It cannot be, as things are. */
        CONFLICT(409),
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

        int status() {
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

    /** It cannot be done now, but may be in a moment. */
    public static final class Unavailable extends Problem {

        private static final long serialVersionUID = 1;

        /** Says why. */
        public Unavailable(String detail) {
            super(detail);
        }
    }
}
