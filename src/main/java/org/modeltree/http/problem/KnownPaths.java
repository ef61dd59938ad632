package org.modeltree.http.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.modeltree.http.value.EditDistance;

/** Paths of the service, for clients that ask for a path that is almost one of them. */
final class KnownPaths {

    private static final int MAX_SUGGESTIONS = 3;
    /** Longer paths are not misspelt but invented. */
    private static final int MAX_LENGTH = 500;

    private static final int MAX_SEGMENTS = 14;
    /** Different letters that a segment of at least four may have. */
    private static final int MAX_DISTANCE = 2;

    private static final int SHORT = 4;
    private static final List<String> API = List.of("api", "v1");
    private static final String MODELS = "models";

    /** Resources have none: the client says in Accept what it reads. */
    private static final Pattern EXTENSION = Pattern.compile("\\.(html?|php|md|json|xml|txt|ya?ml|csv|ndjson|svg)$");

    /** Paths that are no resources. */
    private static final List<String> OTHERS = List.of(
            "/docs",
            "/openapi.json",
            "/openapi.yaml",
            "/llms.txt",
            "/robots.txt",
            "/favicon.ico",
            "/q/swagger-ui",
            "/q/health",
            "/q/metrics");

    private static final Set<String> START_PAGES = Set.of("index", "home", "default", "main");

    /** First segments of other servers' paths, which are no vendors. */
    private static final Set<String> ORDINARY = Set.of("chat", "images", "audio", "users", "static", "assets");

    /** Segments of the templates of all resources; read on first use, when all are known. */
    private static volatile List<List<String>> templates = List.of();

    /** A path that a client may have meant, and how far the given one is from it. */
    private record Candidate(String path, int distance) {}

    private KnownPaths() {}

    /** The problem of a path at which nothing exists. */
    static ProblemView nothingAt(String path) {
        List<String> suggestions = suggestions(path);
        String detail = suggestions.isEmpty()
                ? ProblemMapper.detail(404)
                : "Nothing exists at this path. Did you mean " + suggestions.get(0) + "?";
        return ProblemView.Code.NOT_FOUND.view(404, detail, path, List.of(), suggestions, null);
    }

    /**
     * Paths that the client may have meant, closest first: with other spellings of fixed segments, and with the prefix of
     * the API. Ids in the path stay as given; whether they exist is not checked. Where a path seems to name a model without
     * {@code models}, a search for it is suggested.
     *
     * @param path path of a request, still encoded
     */
    static List<String> suggestions(String path) {
        return suggestions(path, templates());
    }

    static List<String> suggestions(String path, List<List<String>> known) {
        if (path == null || path.length() > MAX_LENGTH) {
            return List.of();
        }
        List<String> given =
                Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
        if (given.isEmpty() || given.size() > MAX_SEGMENTS) {
            return List.of();
        }
        List<String> rest = withoutPrefix(given);
        List<Candidate> candidates = new ArrayList<>();
        for (List<String> template : known) {
            if (template.size() == API.size() + rest.size() && !rest.isEmpty()) {
                resource(rest, template).ifPresent(candidates::add);
            }
        }
        if (rest.isEmpty()) {
            candidates.add(new Candidate("/" + String.join("/", API), 0));
        }
        vendorWithoutModel(rest).ifPresent(candidates::add);
        if (candidates.isEmpty() && rest.size() > 1 && rest.size() < given.size()) {
            modelWithoutCollection(rest).ifPresent(candidates::add);
        }
        String last = withoutMatrix(given.get(given.size() - 1)).replaceFirst("\\.(html?|php)$", "");
        OTHERS.forEach(other -> other(last, other).ifPresent(candidates::add));
        if (given.size() == 1 && START_PAGES.contains(last)) {
            candidates.add(new Candidate("/", 0));
        }
        Set<String> suggestions = new LinkedHashSet<>();
        candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::path))
                .map(Candidate::path)
                .filter(candidate -> !candidate.equals(path))
                .limit(MAX_SUGGESTIONS)
                .forEach(suggestions::add);
        return List.copyOf(suggestions);
    }

    /** The segments after {@code /api/v1}, or after what a client takes for it. */
    private static List<String> withoutPrefix(List<String> segments) {
        int from = 0;
        while (from < segments.size() && from < API.size() && segments.get(from).matches("(?i)api|rest|v\\d{1,3}")) {
            from++;
        }
        return segments.subList(from, segments.size());
    }

    private static Optional<Candidate> resource(List<String> rest, List<String> template) {
        StringBuilder path = new StringBuilder();
        API.forEach(segment -> path.append('/').append(segment));
        int distance = 0;
        for (int i = 0; i < rest.size(); i++) {
            String fixed = template.get(API.size() + i);
            boolean isParameter = fixed.startsWith("{");
            int own =
                    isParameter ? 0 : Math.min(distance(plain(rest.get(i)), fixed), plural(plain(rest.get(i)), fixed));
            if (own > MAX_DISTANCE) {
                return Optional.empty();
            }
            distance += own;
            path.append('/').append(isParameter ? rest.get(i) : fixed);
        }
        return Optional.of(new Candidate(path.toString(), distance));
    }

    /**
     * A search for the model, for a path that lacks {@code models} before the id. Whether there is such a model is not known
     * here, so its own path is not suggested.
     */
    private static Optional<Candidate> modelWithoutCollection(List<String> rest) {
        return isLikelyModel(rest.get(1)) && !ORDINARY.contains(plain(rest.get(0)))
                ? Optional.of(new Candidate(search(rest.get(0) + "/" + rest.get(1)), 0))
                : Optional.empty();
    }

    /** The models of a vendor, or a search for a model, for one segment after {@code models}. */
    private static Optional<Candidate> vendorWithoutModel(List<String> rest) {
        boolean isOne = rest.size() == 2 && distance(plain(rest.get(0)), MODELS) <= MAX_DISTANCE;
        return isOne
                ? Optional.of(new Candidate(
                        isLikelyModel(rest.get(1))
                                ? search(rest.get(1))
                                : "/" + String.join("/", API) + "/" + MODELS + "?vendor=" + rest.get(1),
                        0))
                : Optional.empty();
    }

    /** Names of models have a version, those of vendors and of parts of an API rarely have. */
    private static boolean isLikelyModel(String segment) {
        return withoutMatrix(segment).matches(".*[a-z].*") && segment.matches(".*[0-9].*");
    }

    private static String search(String text) {
        return "/" + String.join("/", API) + "/" + MODELS + "?q=" + text;
    }

    /** A path that is no resource, by its last segment: a part of at least four letters is enough. */
    private static Optional<Candidate> other(String last, String other) {
        String own = other.substring(other.lastIndexOf('/') + 1);
        boolean isPart = last.length() >= SHORT && own.contains(last);
        int distance = isPart ? 1 : distance(last, own);
        return distance > MAX_DISTANCE ? Optional.empty() : Optional.of(new Candidate(other, distance));
    }

    /** A segment in lower case, without the extension of a file and without matrix parameters. */
    private static String plain(String segment) {
        return EXTENSION.matcher(withoutMatrix(segment)).replaceFirst("");
    }

    private static String withoutMatrix(String segment) {
        return segment.toLowerCase(Locale.ROOT).replaceFirst(";.*", "");
    }

    /** Number of letters to change; above {@link #MAX_DISTANCE} if the two are not alike. */
    private static int distance(String given, String known) {
        int most = known.length() < SHORT ? 1 : MAX_DISTANCE;
        return Math.min(EditDistance.between(given, known, most), MAX_DISTANCE + 1);
    }

    /** 1 if the known segment is the plural of the given one; above {@link #MAX_DISTANCE} otherwise. */
    private static int plural(String given, String known) {
        return given.endsWith("y") && known.equals(given.substring(0, given.length() - 1) + "ies")
                ? 1
                : MAX_DISTANCE + 1;
    }

    private static List<List<String>> templates() {
        List<List<String>> known = templates;
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (known.isEmpty() && deployment != null) {
            Set<String> found = new TreeSet<>();
            RuntimeResourceVisitor.visitRuntimeResources(
                    "", deployment.getClassMappers(), new RuntimeResourceVisitor() {
                        @Override
                        public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                            // Not those of pages, which people do not type.
                            if (template.startsWith("/api/") && !template.contains(AllowedMethods.FALLBACK)) {
                                found.add(template);
                            }
                        }
                    });
            known = found.stream().map(KnownPaths::segments).toList();
            templates = known;
        }
        return known;
    }

    static List<String> segments(String template) {
        return Stream.of(template.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }
}
