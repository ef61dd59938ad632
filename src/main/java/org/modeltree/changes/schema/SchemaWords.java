package org.modeltree.changes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;

/** Messages of the validator in words that need no knowledge of JSON Schema. */
public final class SchemaWords {

    private static final String LETTERS = "lower-case letters, digits";
    private static final String NOT_BLANK = "\\S";

    /** What a text must be, by pattern; a test checks that every pattern of the schema is here. */
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry(NOT_BLANK, "must not be blank"),
            Map.entry(
                    "^[a-z0-9][a-z0-9_]{0,39}$",
                    "must be 1 to 40 " + LETTERS + " and underscores, such as usd_per_1m_tokens"),
            Map.entry(
                    "^[a-z0-9][a-z0-9_-]{0,39}$",
                    "must be 1 to 40 " + LETTERS + ", hyphens and underscores, such as batch or sft"),
            Map.entry(
                    "^[a-z0-9][a-z0-9._-]{0,39}$",
                    "must be 1 to 40 " + LETTERS + ", points, hyphens and underscores, such as models.dev"),
            Map.entry(
                    "^[a-z0-9][a-z0-9_.-]{0,39}$",
                    "must be 1 to 40 " + LETTERS + ", points, hyphens and underscores, such as reasoning_effort"),
            Map.entry(
                    "^[a-z0-9][a-z0-9._-]{0,79}$",
                    "must be 1 to 80 " + LETTERS + ", points, hyphens and underscores, such as gpt-4"),
            Map.entry(
                    "^[a-z0-9][a-z0-9.-]{0,79}$",
                    "must be 1 to 80 " + LETTERS + ", points and hyphens, such as mmlu.paper"),
            Map.entry(
                    "^[a-z0-9][a-z0-9._-]{0,99}$",
                    "must be 1 to 100 " + LETTERS + ", points, hyphens and underscores, such as openai"),
            Map.entry("^[a-z0-9-]{1,60}$", "must be 1 to 60 " + LETTERS + " and hyphens, such as context-window"),
            Map.entry(
                    "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
                    "must be the id of a model, such as openai/gpt-4: vendor and name with a slash between, each of 1 to 100"
                            + " letters, digits, points, hyphens and underscores"),
            Map.entry("^[A-Z]{3}$", "must be an ISO 4217 code such as USD or EUR"),
            Map.entry("^https?://[^\\s]+$", "must be an address that begins with https:// or http://"),
            Map.entry(
                    "^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
                    "must be a date such as 2024, 2024-01 or 2024-01-31"),
            Map.entry("^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "must be a day such as 2024-01-31"),
            Map.entry("^([01][0-9]|2[0-3]):[0-5][0-9]$", "must be a time of day such as 16:30"),
            Map.entry("^[A-Za-z0-9_+/-]{1,50}$", "must be a time zone such as UTC or Asia/Shanghai"),
            Map.entry(
                    "^[0-9]{1,9}(\\.[0-9]{1,24})?$",
                    "must be an amount as a decimal number in quotes, such as \"0.15\""));

    private static final Map<String, String> TYPES = Map.of(
            "string", "a text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "array", "a list",
            "object", "an object",
            "null", "null");

    private final JsonNode definitions;

    /**
     * The words for a schema.
     *
     * @param definitions definitions of the schema, by name
     */
    public SchemaWords(JsonNode definitions) {
        this.definitions = definitions;
    }

    /**
     * A fault in words.
     *
     * @param detail predicate to be read after the place
     * @param suggestions values that the client may have meant, likeliest first
     */
    public record Fault(String detail, List<String> suggestions) {

        private Fault(String detail) {
            this(detail, List.of());
        }
    }

    /** What is wrong; empty if the message only follows from another one about the same value. */
    public Optional<Fault> of(ValidationMessage message) {
        String place = message.getSchemaLocation().getFragment().toString();
        JsonNode rule = at(place);
        JsonNode schema = at(place.substring(0, place.lastIndexOf('/')));
        JsonNode value = message.getInstanceNode() == null ? MissingNode.getInstance() : message.getInstanceNode();
        return switch (message.getType()) {
            // The alternative to null says what is wrong.
            case "oneOf" -> Optional.empty();
            case "type" -> rule.asText().equals("null") ? Optional.empty() : Optional.of(ofType(rule, value));
            case "enum" -> Optional.of(ofEnum(rule, value));
            case "pattern", "propertyNames" -> ofPattern(rule, schema, value, message);
            case "minimum", "maximum" -> Optional.of(ofRange(schema, value));
            case "minLength", "maxLength" -> Optional.of(ofLength(schema, value));
            case "minItems" ->
                Optional.of(
                        new Fault("must have at least " + (rule.asInt() == 1 ? "one item" : rule.asText() + " items")));
            // The actual number is unknown here, because ValidationLimit cuts long lists.
            case "maxItems" -> Optional.of(new Fault("must have at most " + rule.asText() + " items"));
            case "maxProperties" -> Optional.of(new Fault("must have at most " + rule.asText() + " keys"));
            case "uniqueItems" -> Optional.of(new Fault("must not name an item twice"));
            case "const" -> Optional.of(new Fault("must be " + rule.asText() + was(value)));
            default -> Optional.of(new Fault("is invalid; see catalog.schema.json"));
        };
    }

    /** What a text must be to match a pattern of the schema; empty for a pattern that it does not have. */
    static Optional<String> ofPattern(String pattern) {
        return Optional.ofNullable(PATTERNS.get(pattern));
    }

    private JsonNode at(String place) {
        int name = place.indexOf('/', 1);
        return name < 0 ? MissingNode.getInstance() : definitions.at(place.substring(name));
    }

    private static Fault ofType(JsonNode types, JsonNode value) {
        List<String> names = new ArrayList<>();
        (types.isArray() ? types : List.of(types)).forEach(type -> names.add(TYPES.get(type.asText())));
        return new Fault("must be " + String.join(" or ", names) + ", was " + kind(value));
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + Parameters.quoted(value.asText());
            case NUMBER, BOOLEAN -> Parameters.shown(value.asText());
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "null";
        };
    }

    private static Fault ofEnum(JsonNode values, JsonNode value) {
        List<String> known = StreamSupport.stream(values.spliterator(), false)
                .filter(one -> !one.isNull())
                .map(JsonNode::asText)
                .toList();
        List<String> similar = value.isValueNode() ? DidYouMean.similar(value.asText(), known) : List.of();
        return new Fault(
                "must be one of " + String.join(", ", known) + was(value) + DidYouMean.question(similar), similar);
    }

    private static Optional<Fault> ofPattern(
            JsonNode rule, JsonNode schema, JsonNode value, ValidationMessage message) {
        boolean ofKey = message.getType().equals("propertyNames");
        String pattern = ofKey ? rule.path("pattern").asText() : rule.asText();
        if (pattern.equals(NOT_BLANK) && value.asText().isEmpty() && schema.has("minLength")) {
            return Optional.empty();
        }
        String detail = ofPattern(pattern).orElse("has a form that catalog.schema.json does not allow");
        return Optional.of(new Fault(ofKey ? "has a key that " + detail : detail + was(value)));
    }

    private static Fault ofRange(JsonNode schema, JsonNode value) {
        List<String> ends = new ArrayList<>();
        for (String end : List.of("minimum", "maximum")) {
            if (schema.has(end)) {
                ends.add(schema.get(end).decimalValue().stripTrailingZeros().toPlainString());
            }
        }
        String range = ends.size() == 2
                ? "between " + String.join(" and ", ends)
                : (schema.has("minimum") ? "at least " : "at most ") + ends.get(0);
        return new Fault("must be " + range + was(value));
    }

    private static Fault ofLength(JsonNode schema, JsonNode value) {
        int length = value.asText().codePointCount(0, value.asText().length());
        if (length == 0) {
            return new Fault("must not be empty");
        }
        String range = List.of("minLength", "maxLength").stream()
                .filter(schema::has)
                .map(end -> schema.get(end).asText())
                .collect(Collectors.joining(" to "));
        return new Fault(
                "must be " + (schema.has("minLength") ? "" : "at most ") + range + " characters long, was " + length);
    }

    private static String was(JsonNode value) {
        return value.isTextual()
                ? ", was " + Parameters.quoted(value.asText())
                : value.isValueNode() ? ", was " + Parameters.shown(value.asText()) : "";
    }
}
