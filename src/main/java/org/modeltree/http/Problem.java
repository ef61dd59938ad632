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
}
