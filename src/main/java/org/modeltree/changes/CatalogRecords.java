package org.modeltree.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.VisibleText;

/** Knows what a line of a catalog may be: the published schema, and what that cannot say. */
@ApplicationScoped
public class CatalogRecords {

    private static final String SCHEMA = "META-INF/catalog.schema.json";
    private static final String HEAD = "catalog";
    private static final Set<String> DATES = Set.of(
            "releaseDate", "knowledgeCutoff", "announcedDate", "deprecatedDate", "retiredDate", "date", "from", "to");

    /** Texts that may have several lines; all others are shown as one. */
    private static final Set<String> LONG_TEXTS =
            Set.of("note", "description", "summary", "whyItMatters", "pricingNote", "feelsLike", "bestFor", "notFor");

    private static final String DEFINITIONS = "$defs";

    private final ObjectMapper json = BoundedJson.strict();
    private final Map<String, RecordType> kinds = new LinkedHashMap<>();
    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private final Map<String, List<String>> keys = new HashMap<>();
    private JsonNode definitions;

    CatalogRecords(@All List<RecordType> kinds) {
        kinds.stream()
                .sorted(Comparator.comparingInt(RecordType::position))
                .forEach(kind -> this.kinds.put(kind.type(), kind));
    }

    /** Every type, those that others refer to first. */
    public List<RecordType> kinds() {
        return List.copyOf(kinds.values());
    }

    /** The kind of a type that is known. */
    public RecordType kind(String type) {
        return kinds.get(type);
    }

    /** What a text says as JSON, if it is JSON, strictly: no key twice, nothing behind the end. */
    public JsonNode parsed(String text, FaultSink faults) {
        try {
            return json.readTree(text);
        } catch (BoundedJson.HugeExponentException huge) {
            faults.fault(huge.pointer(), BoundedJson.HugeExponentException.DETAIL);
            return null;
        } catch (JsonProcessingException malformed) {
            int column = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getColumnNr();
            faults.fault("", "is not JSON at column " + column + ": " + BoundedJson.reason(malformed));
            return null;
        }
    }

    /** The line as JSON text. */
    public String text(JsonNode document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** JSON that this class wrote, or the database. */
    public ObjectNode known(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A document in the order of keys that the schema has. */
    public ObjectNode ordered(String type, ObjectNode document) {
        schemas();
        ObjectNode ordered = json.createObjectNode();
        for (String key : keys.get(type)) {
            if (document.has(key)) {
                ordered.set(key, document.get(key));
            }
        }
        return ordered;
    }

    /** What is kept as a line of a file. */
    public ObjectNode published(ObjectNode kept) {
        String type = kept.get("type").asText();
        return ordered(type, kinds.get(type).published(kept));
    }

    /**
     * The line that a document is, ready to be staged.
     *
     * @return empty for the head of a catalog, and where something is wrong, which the sink is told
     */
    public Optional<StagedRecord> line(JsonNode node, FaultSink faults) {
        if (!(node instanceof ObjectNode document)) {
            faults.fault("", "must be a JSON object");
            return Optional.empty();
        }
        String type = document.path("type").asText();
        if (!schemas().containsKey(type)) {
            faults.fault(
                    "/type",
                    "must be one of "
                            + String.join(
                                    ", ", schemas().keySet().stream().sorted().toList()));
            return Optional.empty();
        }
        List<String[]> found = new ArrayList<>();
        schemas().get(type).validate(ValidationLimit.of(document, definitions.get(type), definitions)).stream()
                .sorted(Comparator.comparing(
                        message -> message.getInstanceLocation().toString()))
                .limit(Problem.MAX_FAULTS)
                .forEach(message -> found.add(said(message)));
        if (found.isEmpty()) {
            FaultSink own = (pointer, detail) -> found.add(new String[] {pointer, detail});
            values("", false, document, own);
            if (found.isEmpty() && !type.equals(HEAD)) {
                kinds.get(type).check(document, own);
            }
        }
        found.forEach(fault -> faults.fault(fault[0], fault[1]));
        if (!found.isEmpty() || type.equals(HEAD)) {
            return Optional.empty();
        }
        withoutNulls(document);
        return Optional.of(kinds.get(type).prepared(document));
    }

    /** A key that is null means what one that is left out means; from here on there are only the latter. */
    private static void withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(CatalogRecords::withoutNulls);
    }

    private static String[] said(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        // The message begins with the location and a colon, which the fault has of its own.
        String text = message.getMessage();
        String detail = text.startsWith(pointer + ": ") ? text.substring(pointer.length() + 2) : text;
        if (message.getType().equals("maxItems")) {
            // How many there are is not known here: those after one too many are left out.
            return new String[] {pointer, "must have at most " + message.getArguments()[0] + " items"};
        }
        String property = message.getProperty();
        if (property == null) {
            return new String[] {pointer, detail};
        }
        String key = pointer + "/" + property.replace("~", "~0").replace("/", "~1");
        return switch (message.getType()) {
            case "additionalProperties" -> new String[] {key, "is no key that is known here"};
            case "required" -> new String[] {key, "is required"};
            default -> new String[] {pointer, detail};
        };
    }

    /**
     * Every text can be stored and shown, every number can be stored, and every date is one of the calendar.
     *
     * @param isLong whether a text there may have several lines
     */
    private static void values(String pointer, boolean isLong, JsonNode node, FaultSink faults) {
        if (node.isTextual()) {
            String text = node.textValue();
            String key = pointer.substring(pointer.lastIndexOf('/') + 1);
            Optional<String> fault = key.equals("url")
                    ? VisibleText.faultOfAddress(text)
                    : isLong ? VisibleText.faultOfLines(text) : VisibleText.faultOfLine(text);
            if (fault.isPresent()) {
                faults.fault(pointer, fault.get());
            } else if (DATES.contains(key) && !isDay(text)) {
                faults.fault(pointer, "there is no such day: " + text);
            }
        } else if (node.isNumber()) {
            if (node.doubleValue() == 0 && node.decimalValue().signum() != 0) {
                faults.fault(pointer, "is too near to zero");
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                values(pointer + "/" + i, isLong, node.get(i), faults);
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> values(
                            pointer + "/" + field.getKey(),
                            isLong || LONG_TEXTS.contains(field.getKey()),
                            field.getValue(),
                            faults));
        }
    }

    private static boolean isDay(String date) {
        try {
            LocalDate.parse((date + "-01-01").substring(0, 10));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private synchronized Map<String, JsonSchema> schemas() {
        if (schemas.isEmpty()) {
            try (InputStream stream =
                    Thread.currentThread().getContextClassLoader().getResourceAsStream(SCHEMA)) {
                JsonNode whole = json.readTree(stream);
                definitions = whole.get(DEFINITIONS);
                JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
                SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .locale(Locale.ENGLISH)
                        .build();
                for (JsonNode type : whole.at("/properties/type/enum")) {
                    ObjectNode ofType = json.createObjectNode();
                    ofType.put("$schema", whole.get("$schema").asText());
                    ofType.put("$ref", "#/$defs/" + type.asText());
                    ofType.set(DEFINITIONS, definitions);
                    List<String> names = new ArrayList<>();
                    whole.at("/$defs/" + type.asText() + "/properties")
                            .fieldNames()
                            .forEachRemaining(names::add);
                    keys.put(type.asText(), names);
                    schemas.put(type.asText(), factory.getSchema(ofType, config));
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return schemas;
    }
}
