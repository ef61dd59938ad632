package org.modeltree.http.problem;

/**
 * Body of an error response: a problem (RFC 9457), or on the paths of another service's API what the clients of that service
 * read.
 */
public final class ErrorBody {

    private static final String OPENROUTER = "/compat/openrouter/";
    private static final String JSON = "application/json";

    /**
     * Error as OpenRouter's clients read it.
     *
     * @param error what went wrong
     */
    record OpenRouterError(Content error) {

        /**
         * What went wrong.
         *
         * @param code HTTP status
         * @param message explanation of this occurrence
         */
        record Content(int code, String message) {}
    }

    private ErrorBody() {}

    /** What is sent as JSON for a problem. */
    public static Object of(ProblemView problem) {
        return isOfOpenRouter(problem.instance())
                ? new OpenRouterError(new OpenRouterError.Content(problem.status(), problem.detail()))
                : problem;
    }

    /** Media type of the errors of a path. */
    public static String mediaType(String path) {
        return isOfOpenRouter(path) ? JSON : ProblemMapper.MEDIA_TYPE;
    }

    private static boolean isOfOpenRouter(String path) {
        return path != null && path.startsWith(OPENROUTER);
    }
}
