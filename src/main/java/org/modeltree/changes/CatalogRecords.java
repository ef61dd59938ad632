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
import org.modeltree.changes.schema.SchemaKeys;
import org.modeltree.changes.schema.SchemaWords;
import org.modeltree.changes.schema.ValidationLimit;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.VisibleText;

/** Parses and validates records of a catalog: the published JSON Schema, and the checks of {@link RecordType}. */
@ApplicationScoped
public class CatalogRecords {

    private static final String SCHEMA = "META-INF/catalog.schema.json";
    private static final String HEAD = "catalog";
    private static final Set<String> DATES = Set.of(
            "releaseDate",
            "knowledgeCutoff",
            "announcedDate",
            "deprecatedDate",
            "retiredDate",
            "date",
            "from",
            "to",
            "lastSeen");

    /** Parent of keys that are times of day, although days have the same names elsewhere. */
    private static final String WINDOW = "/window/";

    /** Keys of texts that may contain line breaks. */
    private static final Set<String> LONG_TEXTS =
            Set.of("note", "description", "summary", "whyItMatters", "pricingNote", "feelsLike", "bestFor", "notFor");

    private static final String DEFINITIONS = "$defs";

    private final ObjectMapper json = BoundedJson.strict();
    private final Map<String, RecordType> types = new LinkedHashMap<>();
    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private SchemaKeys keys;
    private SchemaWords words;
    private JsonNode definitions;

    CatalogRecords(@All List<RecordType> types) {
        types.stream()
                .sorted(Comparator.comparingInt(RecordType::position))
                .forEach(type -> this.types.put(type.type(), type));
    }

    /** All record types; a type comes after those that it refers to. */
    public List<RecordType> types() {
        return List.copyOf(types.values());
    }

    /** The record type with this name; null if it is unknown. */
    public RecordType type(String type) {
        return types.get(type);
    }

    /** Parses JSON strictly: no duplicate keys, nothing after the end. Null after a fault. */
    public JsonNode parse(String text, FaultSink faults) {
        try {
            return json.readTree(text);
        } catch (BoundedJson.HugeExponentException huge) {
            faults.fault(huge.pointer(), BoundedJson.HugeExponentException.DETAIL);
            return null;
        } catch (JsonProcessingException malformed) {
            int column = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getColumnNr();
            faults.clause("", "invalid JSON at column " + column + ": " + BoundedJson.reason(malformed));
            return null;
        }
    }

    /** The document as JSON text. */
    public String text(JsonNode document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Parses JSON that this class or the database has written. */
    public ObjectNode trusted(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The document with its keys in the order of the schema. */
    public ObjectNode ordered(String type, ObjectNode document) {
        ObjectNode ordered = json.createObjectNode();
        for (String key : keys(type)) {
            if (document.has(key)) {
                ordered.set(key, document.get(key));
            }
        }
        return ordered;
    }

    /** A stored document in its published form, as in a file. */
    public ObjectNode published(ObjectNode stored) {
        String type = stored.get("type").asText();
        return ordered(type, types.get(type).published(stored));
    }

    /**
     * Validates a document and prepares it for staging.
     *
     * @return empty for the head of a catalog, and for an invalid document, whose faults go to the sink
     */
    public Optional<StagedRecord> record(JsonNode node, FaultSink faults) {
        if (!(node instanceof ObjectNode document)) {
            faults.fault("", "must be a JSON object");
            return Optional.empty();
        }
        String type = document.path("type").asText();
        if (!schemas().containsKey(type)) {
            Problem.BodyFault fault = DidYouMean.valueFault(
                    "/type", type, schemas().keySet().stream().sorted().toList());
            faults.fault(fault);
            return Optional.empty();
        }
        List<Problem.BodyFault> invalid = new ArrayList<>();
        schemas().get(type).validate(ValidationLimit.of(document, definitions.get(type), keys)).stream()
                .sorted(Comparator.comparing(
                        message -> message.getInstanceLocation().toString()))
                .map(message -> fault(type, document, message))
                .flatMap(Optional::stream)
                .limit(Problem.MAX_FAULTS)
                .forEach(invalid::add);
        if (invalid.isEmpty()) {
            FaultSink collector = invalid::add;
            values("", false, document, collector);
            if (invalid.isEmpty() && !type.equals(HEAD)) {
                withoutNulls(document);
                types.get(type).check(document, collector);
            }
        }
        invalid.forEach(faults::fault);
        if (!invalid.isEmpty() || type.equals(HEAD)) {
            return Optional.empty();
        }
        return Optional.of(types.get(type).prepared(document));
    }

    /** Removes null values, because a null means the same as a missing key. */
    private static void withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(CatalogRecords::withoutNulls);
    }

    /** What a message means; empty if it only follows from another one. */
    private Optional<Problem.BodyFault> fault(String type, ObjectNode document, ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String key = pointer + "/"
                + String.valueOf(message.getProperty()).replace("~", "~0").replace("/", "~1");
        return switch (message.getType()) {
            case "additionalProperties" -> Optional.of(unknownKey(type, document, key, message));
            case "required" -> Optional.of(new Problem.BodyFault(key, "is required"));
            default ->
                words.of(message).map(fault -> new Problem.BodyFault(pointer, fault.detail(), fault.suggestions()));
        };
    }

    /** What is wrong with a key that the object does not have: what to write instead, or where. */
    private Problem.BodyFault unknownKey(String type, ObjectNode document, String pointer, ValidationMessage message) {
        String key = message.getProperty();
        boolean isTop = pointer.lastIndexOf('/') == 0;
        List<String> known =
                keys.beside(message.getSchemaLocation().getFragment().toString());
        if (isTop) {
            // A request has no type, and a line of a file without one is refused before.
            known.remove("type");
        }
        boolean isOtherNotation = known.stream().anyMatch(name -> DidYouMean.isSameName(name, key));
        return Optional.ofNullable(types.get(type))
                .flatMap(recordType -> recordType.elsewhere(pointer, document))
                .or(() -> isTop && !isOtherNotation
                        ? keys.inside(type, key).map(inside -> "must be further inside, such as " + inside)
                        : Optional.empty())
                .map(detail -> new Problem.BodyFault(pointer, detail))
                .orElseGet(() -> {
                    List<String> meant = Optional.ofNullable(types.get(type))
                            .map(recordType -> recordType.meant(pointer))
                            .filter(keysMeant -> !keysMeant.isEmpty())
                            .orElseGet(() -> DidYouMean.similar(key, known));
                    return DidYouMean.unknownKey(pointer, key, meant, isTop ? List.of() : known);
                });
    }

    /** Names of the top-level keys of a type, in the order of the schema. */
    public List<String> keys(String type) {
        schemas();
        return keys.ofType(type);
    }

    /**
     * Checks that every text can be stored and displayed, every number can be stored, and every date exists.
     *
     * @param isLong whether a text at the pointer may contain line breaks
     */
    private static void values(String pointer, boolean isLong, JsonNode node, FaultSink faults) {
        if (node.isTextual()) {
            String text = node.textValue();
            String key = pointer.substring(pointer.lastIndexOf('/') + 1);
            Optional<String> fault = switch (key) {
                case "url" -> VisibleText.faultOfAddress(text);
                case "source" -> VisibleText.faultOfSource(text);
                default -> isLong ? VisibleText.faultOfLines(text) : VisibleText.faultOfLine(text);
            };
            if (fault.isPresent()) {
                faults.fault(pointer, fault.get());
            } else if (DATES.contains(key) && !pointer.endsWith(WINDOW + key) && !isDay(text)) {
                faults.clause(pointer, "no such date: " + text);
            }
        } else if (node.isNumber()) {
            if (node.doubleValue() == 0 && node.decimalValue().signum() != 0) {
                faults.fault(pointer, "is too close to zero to be stored");
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
                JsonNode schema = json.readTree(stream);
                definitions = schema.get(DEFINITIONS);
                keys = new SchemaKeys(definitions);
                words = new SchemaWords(definitions);
                JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
                SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .locale(Locale.ENGLISH)
                        .build();
                for (JsonNode type : schema.at("/properties/type/enum")) {
                    ObjectNode ofType = json.createObjectNode();
                    ofType.put("$schema", schema.get("$schema").asText());
                    ofType.put("$ref", "#/$defs/" + type.asText());
                    ofType.set(DEFINITIONS, definitions);
                    schemas.put(type.asText(), factory.getSchema(ofType, config));
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return schemas;
    }
}
