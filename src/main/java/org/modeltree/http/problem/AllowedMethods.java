package org.modeltree.http.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** HTTP methods that a path supports, looked up in the framework's table of resource methods. */
public final class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*[^:}\\s]+\\s*(?::((?:[^{}]|\\{[^{}]*})*))?}");

    /** Parts of a model that are written one by one, and read as a whole. */
    private static final Pattern WRITTEN_PART =
            Pattern.compile("(?<model>/api/v1/models/[^/]+/[^/]+)/(?<part>parents|aliases|card/texts)/(?<rest>.+?)/?");

    private static final int MAX_PATH = 500;

    /** Patterns of templates. There are as many as resources have. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    /** Marks the template of the catch-all resource, which matches every path. */
    static final String FALLBACK = "{other:";

    private AllowedMethods() {}

    /** Value of the Allow header for a path. */
    public static String header(String path) {
        return String.join(", ", of(path));
    }

    /** The refusal of a method, with those that the path supports, of which there is at least one. */
    public static String refusal(String method, String allowed) {
        String listed = allowed.contains(", ")
                ? allowed.substring(0, allowed.lastIndexOf(", ")) + " and"
                        + allowed.substring(allowed.lastIndexOf(", ") + 1)
                : allowed;
        return "This path does not support " + Parameters.shown(method) + ". It supports " + listed + ".";
    }

    /** Whether a resource other than the catch-all matches the path. */
    static boolean isKnown(String path) {
        return !declared(path, false).isEmpty();
    }

    /** Whether a resource other than the catch-all matches the path, and none of them has the method. */
    public static boolean refuse(String method, String path) {
        Set<String> methods = declared(path, false);
        return !methods.isEmpty() && !methods.contains(method);
    }

    /** Whether a resource other than the catch-all matches the path, and none of them reads. */
    static boolean isOnlyWritten(String path) {
        Set<String> methods = declared(path, false);
        return !methods.isEmpty() && !methods.contains("GET");
    }

    /** Where a client reads what it writes to a path that has no reads, as a sentence after a blank; empty for others. */
    static String whereToRead(String path) {
        Matcher part = WRITTEN_PART.matcher(path);
        if (!part.matches()) {
            return "";
        }
        String model = Parameters.shown(part.group("model"), MAX_PATH);
        return switch (part.group("part")) {
            case "card/texts" ->
                " The texts are in the card: GET " + model + "/card?lang=" + Parameters.shown(part.group("rest")) + ".";
            case "aliases" -> " The aliases are in the model: GET " + model + ".";
            default -> " The parents are in the lineage: GET " + model + "/lineage.";
        };
    }

    /** Media types that reads of a path can return, in alphabetical order. */
    static Set<String> mediaTypes(String path) {
        return new TreeSet<>(declared(
                "GET",
                path,
                resource -> resource.getProduces() == null
                        ? List.of()
                        : List.of(resource.getProduces().getSortedOriginalMediaTypes())));
    }

    /**
     * Media types that a path reads from the body of a request with this method, in the order in which its resource names
     * them; empty if it decides by itself.
     */
    public static Set<String> bodyTypes(String method, String path) {
        return declared(method, path, resource -> resource.getConsumes() == null ? List.of() : resource.getConsumes());
    }

    private static Set<String> declared(
            String method, String path, Function<RuntimeResource, List<MediaType>> typesOf) {
        Set<String> types = new LinkedHashSet<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String visited, String template, RuntimeResource resource) {
                        if (method.equals(visited)
                                && !template.contains(FALLBACK)
                                && pattern(template).matcher(path).matches()) {
                            typesOf.apply(resource).stream()
                                    // A wildcard stands for what a resource decides, not for every type.
                                    .filter(type -> !type.isWildcardType())
                                    .forEach(type -> types.add(type.getType() + "/" + type.getSubtype()));
                        }
                    }
                });
        return types;
    }

    private static Set<String> of(String path) {
        Set<String> own = declared(path, false);
        Set<String> methods = own.isEmpty() ? declared(path, true) : own;
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static Set<String> declared(String path, boolean byFallback) {
        Set<String> methods = new TreeSet<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        if (template.contains(FALLBACK) == byFallback
                                && pattern(template).matcher(path).matches()) {
                            methods.add(method);
                        }
                    }
                });
        return methods;
    }

    /** The paths that a template matches; a parameter without a pattern of its own matches one segment. */
    static Pattern pattern(String template) {
        return PATTERNS.computeIfAbsent(template, AllowedMethods::compiled);
    }

    private static Pattern compiled(String template) {
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int from = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(template.substring(from, parameter.start())))
                    .append("(?:")
                    .append(
                            parameter.group(1) == null
                                    ? "[^/]+"
                                    // Here the part is tried once anyway, and not at the start of the path.
                                    : parameter.group(1).strip().replace("\\G", ""))
                    .append(')');
            from = parameter.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(template.substring(from))) + "/?");
    }
}
