package org.modeltree.http.edge;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads that are sent by POST, because what they ask is too long for a URL. They change nothing, and need no token where
 * reads are public.
 */
public final class PostedReads {

    /** Path of the tools for agents, which is no resource. */
    private static final String AGENTS = "/mcp";

    private static final Set<String> PATHS = Set.of("/api/v1/cost", "/api/v1/resolve", AGENTS);
    private static final Pattern IGNORED_IN_PATH = Pattern.compile(";[^/]*|/+$");

    private PostedReads() {}

    /**
     * Whether a request is such a read.
     *
     * @param path normalized path of the request
     */
    public static boolean contain(String method, String path) {
        return method.equals("POST") && PATHS.contains(plain(path));
    }

    /**
     * Whether a path is that of the tools for agents.
     *
     * @param path normalized path of the request
     */
    public static boolean areOfAgents(String path) {
        return AGENTS.equals(plain(path));
    }

    private static String plain(String path) {
        return IGNORED_IN_PATH.matcher(path).replaceAll("");
    }
}
