import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedApiResponse;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedHeaders;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.model.ChangedParameter;
import org.openapitools.openapidiff.core.model.ChangedParameters;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;
import org.openapitools.openapidiff.core.model.schema.ChangedEnum;
import org.openapitools.openapidiff.core.model.schema.ChangedOneOfSchema;
import org.openapitools.openapidiff.core.model.schema.ChangedRequired;

/**
 * Lists the changes between two versions of the contract that can break a client. Exits with 1 if the changelog does not name
 * each of them.
 *
 * <p>Arguments: the old contract, the new contract, the old changelog, the new changelog. The changelog names a change if a line
 * that the old changelog does not have contains the path, parameter or key in backquotes.
 */
public final class BreakingChanges {

    /** What is broken by name, such as `/api/v1/resolve` or `contextWindow`: where, and in which way. */
    private final Map<String, Set<String>> breaks = new TreeMap<>();

    private BreakingChanges() {}

    public static void main(String... args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("needs the old and the new contract, and the old and the new changelog");
        }
        ChangedOpenApi changes = OpenApiCompare.fromContents(readable(args[0]), readable(args[1]));
        BreakingChanges found = new BreakingChanges();
        found.collect(changes);
        String added = addedLines(Path.of(args[2]), Path.of(args[3]));
        int unnamed = 0;
        for (Map.Entry<String, Set<String>> thing : found.breaks.entrySet()) {
            if (!names(added, thing.getKey())) {
                unnamed++;
                System.out.printf("breaking and not in the changelog: `%s`%n", thing.getKey());
                thing.getValue().forEach(where -> System.out.printf("    %s%n", where));
            }
        }
        System.out.printf(
                "openapi-diff: %s; breaking changes: %d, not in the changelog: %d%n",
                changes.isChanged().getValue(), found.breaks.size(), unnamed);
        System.exit(unnamed > 0 || changes.isIncompatible() && found.breaks.isEmpty() ? 1 : 0);
    }

    /** A contract in the words of OpenAPI 3.0, because openapi-diff ignores the types of OpenAPI 3.1. */
    private static String readable(String file) throws IOException {
        JsonNode contract = new YAMLMapper().readTree(Path.of(file).toFile());
        ((ObjectNode) contract).put("openapi", "3.0.3");
        simplify(contract);
        return contract.toString();
    }

    private static void simplify(JsonNode node) {
        node.forEach(BreakingChanges::simplify);
        if (node instanceof ObjectNode schema) {
            if (schema.path("type") instanceof ArrayNode types) {
                List<JsonNode> others = withoutNull(types);
                schema.put("nullable", others.size() < types.size());
                if (others.size() == 1) {
                    schema.set("type", others.get(0));
                } else {
                    schema.remove("type");
                }
            }
            for (String key : List.of("anyOf", "oneOf")) {
                if (schema.path(key) instanceof ArrayNode alternatives
                        && withoutNull(alternatives).size() == 1) {
                    schema.remove(key);
                    schema.putArray("allOf").addAll(withoutNull(alternatives));
                    schema.put("nullable", true);
                }
            }
            if (schema.path("const").isTextual()) {
                schema.putArray("enum").add(schema.remove("const"));
            }
        }
    }

    private static List<JsonNode> withoutNull(ArrayNode types) {
        return types.valueStream()
                .filter(type -> !type.asText().equals("null")
                        && !type.path("type").asText().equals("null"))
                .toList();
    }

    private static String addedLines(Path before, Path now) throws IOException {
        Set<String> old = new HashSet<>(Files.readAllLines(before));
        return Files.readAllLines(now).stream()
                .filter(line -> !old.contains(line))
                .collect(Collectors.joining("\n"));
    }

    /** Whether a text has this name as a whole word between backquotes; a path may be given without `/api/v1`. */
    private static boolean names(String text, String name) {
        String word = Pattern.quote(name.replaceFirst("^/api/v1(?=/)", ""));
        return Pattern.compile("`(?:[^`\\n]*[^`\\w-])?" + word + "(?:[^`\\w-][^`\\n]*)?`")
                .matcher(text)
                .find();
    }

    private void collect(ChangedOpenApi changes) {
        changes.getMissingEndpoints()
                .forEach(gone -> add(gone.getPathUrl(), gone.getMethod() + " " + gone.getPathUrl(), "is gone"));
        for (ChangedOperation operation : changes.getChangedOperations()) {
            String where = operation.getHttpMethod() + " " + operation.getPathUrl();
            walk(operation, where, operation.getPathUrl());
        }
    }

    private void add(String name, String where, String what) {
        breaks.computeIfAbsent(name, ignored -> new TreeSet<>()).add(where + ": " + what);
    }

    /** Follows a change down to the parameters and keys that are the cause. */
    private void walk(Changed change, String where, String name) {
        if (change == null || change.isUnchanged()) {
            return;
        }
        if (change instanceof ChangedSchema schema) {
            walkSchema(schema, where, name);
        } else if (change instanceof ChangedParameters parameters) {
            parameters.getMissing().forEach(gone -> add(gone.getName(), where, "the parameter is gone"));
            parameters.getIncreased().stream()
                    .filter(added -> Boolean.TRUE.equals(added.getRequired()))
                    .forEach(added -> add(added.getName(), where, "the parameter is new and required"));
            parameters.getChanged().forEach(changed -> walk(changed, where, changed.getName()));
        } else if (change instanceof ChangedParameter parameter) {
            if (parameter.isCoreChanged().isIncompatible()) {
                add(name, where, "the parameter is now required, or has another form");
            }
            walk(parameter.getSchema(), where, name);
        } else if (change instanceof ChangedContent content) {
            content.getMissing().keySet().forEach(type -> add(type, where, "the content type is gone"));
            content.getChanged().values().forEach(changed -> walk(changed, where, name));
        } else if (change instanceof ChangedApiResponse responses) {
            responses.getMissing().keySet().forEach(status -> add(status, where, "the status is gone"));
            responses.getChanged().values().forEach(changed -> walk(changed, where, name));
        } else if (change instanceof ChangedHeaders headers) {
            headers.getMissing().keySet().forEach(header -> add(header, where, "the header is gone"));
            headers.getChanged().forEach((header, changed) -> walk(changed, where, header));
        } else if (change instanceof ChangedOneOfSchema alternatives) {
            alternatives.getMissing().keySet().forEach(gone -> add(name, where, "an alternative is gone: " + gone));
            alternatives.getIncreased().keySet().forEach(added -> add(name, where, "an alternative is new: " + added));
            alternatives.getChanged().values().forEach(changed -> walk(changed, where, name));
        } else if (change instanceof ComposedChanged composed) {
            if (composed.isCoreChanged().isIncompatible()) {
                add(name, where, kind(composed) + " is incompatible");
            }
            children(composed).forEach(child -> walk(child, where, name));
        } else if (change.isIncompatible()) {
            add(name, where, kind(change) + " is incompatible");
        }
    }

    private void walkSchema(ChangedSchema schema, String where, String name) {
        schema.getMissingProperties().keySet().forEach(gone -> add(gone, where, "the key is gone"));
        schema.getChangedProperties().forEach((key, changed) -> walk(changed, where, key));
        Schema<?> before = schema.getOldSchema();
        Schema<?> now = schema.getNewSchema();
        if (before != null && now != null) {
            boolean response = schema.getContext().isResponse();
            // A request whose type is gone accepts any.
            boolean typed = now.getType() != null || response;
            if (typed && !Objects.equals(before.getType(), now.getType())) {
                add(name, where, "the type was " + before.getType() + " and is " + now.getType());
            } else if (before.getFormat() != null && !before.getFormat().equals(now.getFormat())) {
                add(name, where, "the format was " + before.getFormat() + " and is " + now.getFormat());
            }
            // openapi-diff takes this for compatible.
            if (response && isNullable(now) && !isNullable(before)) {
                add(name, where, "may now be null");
            }
        }
        for (Changed child : children(schema)) {
            if (child instanceof ChangedRequired required) {
                if (required.isIncompatible()) {
                    (schema.getContext().isResponse() ? required.getMissing() : required.getIncreased())
                            .forEach(key -> add(key, where, "the key is no longer required, or newly required"));
                }
            } else if (!isUnbounded(child, now)
                    && !(child instanceof ChangedSchema changed
                            && schema.getChangedProperties().containsValue(changed))) {
                walk(child, where, name);
            }
        }
    }

    /** Whether an enum is gone, so that any value is allowed. openapi-diff takes this for incompatible. */
    private static boolean isUnbounded(Changed change, Schema<?> now) {
        return change instanceof ChangedEnum<?> && now != null && now.getEnum() == null;
    }

    private static boolean isNullable(Schema<?> schema) {
        return Boolean.TRUE.equals(schema.getNullable());
    }

    private static String kind(Changed change) {
        return change.getClass().getSimpleName().replaceFirst("^Changed", "");
    }

    private static List<Changed> children(ComposedChanged composed) {
        return composed.getChangedElements().stream().filter(Objects::nonNull).toList();
    }
}
