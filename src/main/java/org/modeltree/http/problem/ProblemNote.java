package org.modeltree.http.problem;

import io.vertx.ext.web.RoutingContext;

/** Notes on a request with which kind of problem it is answered, for its line in the log. */
public final class ProblemNote {

    private static final String KEY = "modeltree.problem";

    private ProblemNote() {}

    /** Notes a kind, as {@link ProblemView#code()} names it. Call it before the answer ends. */
    public static void put(RoutingContext routing, String code) {
        routing.put(KEY, code);
    }

    /** The kind; empty if the answer is no problem. */
    public static String of(RoutingContext routing) {
        String code = routing.get(KEY);
        return code == null ? "" : code;
    }
}
