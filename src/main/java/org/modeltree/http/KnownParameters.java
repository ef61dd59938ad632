package org.modeltree.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.RawUrl;

/**
 * Refuses query parameters that the resource method does not declare, that are repeated, or that are not valid UTF-8.
 * If a misspelt filter were ignored, the response would answer another question than the one asked. Pages ignore those that
 * they do not know, because services through which a link is shared add their own.
 */
class KnownParameters {

    static final String LANG = "lang";
    private static final String SEMICOLON = ". A semicolon separates parameters; write it as %3B in a value";
    private static final String TAG = "[A-Za-z]{2}(-[A-Za-z0-9]{1,8})*";

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(HttpServerRequest request, ResourceInfo resource) {
        // Not UriInfo: its URI is absolute, and an HTTP/1.0 request without a Host has none.
        if (!isText(request.path())) {
            // Nothing can be found under such a path, and nothing can be created there.
            throw request.method().equals(HttpMethod.PUT)
                    ? new Problem.InvalidParameter("path", "must be percent-encoded UTF-8 without control characters")
                    : new Problem.NotFound(ProblemMapper.detail(404), List.of());
        }
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(ChecksParameters.class)) {
            return;
        }
        Set<String> names = known.computeIfAbsent(method, KnownParameters::of);
        if (method.getReturnType().equals(HtmlText.class)) {
            check(request.query(), names, ignored -> {});
        } else {
            check(request.query(), names);
        }
    }

    /**
     * Refuses a query with parameters other than these.
     *
     * @throws Problem.InvalidParameter if a parameter is unknown, repeated, empty or not valid UTF-8
     */
    static void check(String query, Set<String> names) {
        check(query, names, name -> {
            throw unknown(name, names, query.indexOf(';') < 0 ? "" : SEMICOLON);
        });
    }

    /** As {@link #check(String, Set)}, but unknown parameters are given to an action and otherwise ignored. */
    static void check(String query, Set<String> names, Consumer<String> onUnknown) {
        if (query == null || query.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String part : RawUrl.parts(query)) {
            if (part.isEmpty()) {
                continue;
            }
            String[] nameAndValue = part.split("=", 2);
            String name = text(Parameters.shown(nameAndValue[0]), nameAndValue[0]);
            if (!names.contains(name)) {
                onUnknown.accept(name);
                continue;
            }
            if (!seen.add(name)) {
                throw new Problem.InvalidParameter(name, "is given more than once; separate values with commas");
            }
            String value = nameAndValue.length < 2 ? "" : text(name, nameAndValue[1]);
            if (value.isBlank()) {
                throw new Problem.InvalidParameter(name, "must not be empty");
            }
            if (name.equals(LANG)
                    && Language.ofTag(value).filter(known -> value.matches(TAG)).isEmpty()) {
                throw new Problem.InvalidParameter(LANG, "must be en or zh, was " + Parameters.quoted(value));
            }
        }
    }

    private static Problem unknown(String name, Set<String> names, String hint) {
        List<String> similar = DidYouMean.similar(name, names);
        String all = String.join(", ", new TreeSet<>(names));
        if (names.isEmpty()) {
            return new Problem.InvalidParameter(
                    Parameters.shown(name), "is not a parameter of this path and method, which accept none" + hint);
        }
        return new Problem.InvalidParameter(
                Parameters.shown(name),
                "is not a parameter of this path"
                        + (similar.isEmpty()
                                ? ", which accepts " + all
                                : DidYouMean.question(similar) + " The path accepts " + all)
                        + hint,
                similar);
    }

    /** Names of the query parameters that a resource method declares, and {@code lang} if it answers GET or HEAD. */
    static Set<String> of(Method method) {
        Set<String> names = new HashSet<>(isRead(method) ? Set.of(LANG) : Set.of());
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(RestQuery.class)) {
                names.add(named(parameter.getAnnotation(RestQuery.class), parameter.getName()));
            } else if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    names.add(named(component.getAnnotation(RestQuery.class), component.getName()));
                }
            }
        }
        return names;
    }

    private static boolean isRead(Method method) {
        return method.isAnnotationPresent(GET.class) || method.isAnnotationPresent(HEAD.class);
    }

    private static String named(RestQuery annotation, String otherwise) {
        return annotation == null || annotation.value().isEmpty() ? otherwise : annotation.value();
    }

    private static boolean isText(String path) {
        try {
            return !text("", path).isEmpty();
        } catch (Problem.InvalidParameter notText) {
            return false;
        }
    }

    /** Decodes percent-encoding strictly: the result must be UTF-8 without control characters. */
    private static String text(String name, String encoded) {
        try {
            byte[] bytes = new byte[encoded.length() * 4];
            int length = 0;
            for (int i = 0; i < encoded.length(); i++) {
                char c = encoded.charAt(i);
                if (c == '%') {
                    bytes[length++] = (byte) Integer.parseInt(encoded, i + 1, i + 3, 16);
                    i += 2;
                } else {
                    for (byte b : String.valueOf(c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8)) {
                        bytes[length++] = b;
                    }
                }
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new Problem.InvalidParameter(name, "must not contain control characters");
            }
            return text;
        } catch (CharacterCodingException | NumberFormatException | IndexOutOfBoundsException notText) {
            throw new Problem.InvalidParameter(name, "must be percent-encoded UTF-8");
        }
    }
}
