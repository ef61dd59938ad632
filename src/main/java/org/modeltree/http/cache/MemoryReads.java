package org.modeltree.http.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.modeltree.http.value.Language;

/**
 * Reads that may be answered from facts in memory without the way to their resource; see {@link MemoryAnswers}. Each resource
 * adds its own as an observer of this class.
 */
public final class MemoryReads {

    /**
     * A request for one of these reads.
     *
     * @param id id of the model in the path; empty if the path has none
     * @param path path of the request
     * @param query query of the request; null without one
     * @param parameters values of the query parameters by name, without {@code lang}
     */
    public record Asked(String id, String path, String query, Map<String, String> parameters, Language language) {

        /** Value of a query parameter; null if it is not given. */
        public String parameter(String name) {
            return parameters.get(name);
        }
    }

    /**
     * What the resource would answer.
     *
     * @param body what becomes the JSON of the answer
     * @param modelRevision revision of the model that the ETag carries; empty if it carries none
     * @param negotiated whether the path has other media types as well
     * @param next link to the next page; null if there is none
     */
    public record Made(Object body, OptionalLong modelRevision, boolean negotiated, String next) {

        /** An answer on a path that has JSON only, whose ETag carries no revision. */
        public static Made of(Object body) {
            return page(body, null);
        }

        /** A page of a list. */
        public static Made page(Object body, String next) {
            return new Made(body, OptionalLong.empty(), false, next);
        }
    }

    /**
     * A read.
     *
     * @param onEventLoop whether making its answer of memory takes so little that an event loop has the time
     */
    record Read(String template, Set<String> parameters, boolean onEventLoop, Function<Asked, Made> answer) {}

    private final Map<String, Read> byTemplate = new HashMap<>();

    /**
     * Adds a read.
     *
     * @param template path template of the resource, of which {@code {vendor}/{slug}} may be the only parameters
     * @param parameters the query parameters that the function understands; a request with another one takes the usual way
     * @param answer makes the answer by the services that the resource calls; if it throws anything, the resource answers
     */
    public void add(String template, Set<String> parameters, Function<Asked, Made> answer) {
        byTemplate.put(template, new Read(template, parameters, true, answer));
    }

    /** As {@link #add}, for answers that take an event loop too long: another thread makes them, without the resource. */
    public void addLong(String template, Set<String> parameters, Function<Asked, Made> answer) {
        byTemplate.put(template, new Read(template, parameters, false, answer));
    }

    Read find(String template) {
        return byTemplate.get(template);
    }
}
