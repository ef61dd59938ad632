package org.modeltree.formats.litellm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CatalogSink;

/** One entry of LiteLLM's map: only the values that are used, each validated when it is read. */
final class LiteLlmEntry {

    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final String METADATA = "metadata";
    private static final Pattern MODEL_ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}");
    private static final Set<String> PRICE_KINDS = Set.of("free", "subscription", "dynamic", "unknown");
    private static final int MAX_NUMBER = 400;
    private static final int MAX_DIGITS = 30;

    /** A value is invalid, so the entry is not stored. */
    static final class InvalidEntry extends Exception {

        private static final long serialVersionUID = 1;

        private final String value;

        InvalidEntry(String reason, String value) {
            super(reason, null, false, false);
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    private final String key;
    private final Map<String, JsonNode> values;
    private final String duplicate;

    private LiteLlmEntry(String key, Map<String, JsonNode> values, String duplicate) {
        this.key = key;
        this.values = values;
        this.duplicate = duplicate;
    }

    /** Reads the object that the parser is at; unknown keys are skipped and reported as ignored. */
    static LiteLlmEntry read(String key, JsonParser parser, Predicate<String> known, CatalogSink sink)
            throws IOException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        String duplicate = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!known.test(name)) {
                parser.skipChildren();
                sink.ignored("*." + name);
            } else if (values.put(name, value(parser)) != null) {
                duplicate = name;
            }
        }
        values.values().removeIf(JsonNode::isNull);
        return new LiteLlmEntry(key, values, duplicate);
    }

    /** The value that the parser is at. A number too long to compute with stays a string, which is rejected later. */
    private static JsonNode value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String text = parser.getText();
                return number(text).<JsonNode>map(DecimalNode::valueOf).orElseGet(() -> TextNode.valueOf(text));
            }
            case VALUE_NULL -> {
                return NullNode.getInstance();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return JsonNodeFactory.instance.booleanNode(parser.getBooleanValue());
            }
            default -> {
                return TextNode.valueOf(parser.getText());
            }
        }
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.length() > MAX_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text.strip());
            // A number such as 1e999999999 would take gigabytes when written out.
            return Math.abs((long) number.scale()) > MAX_NUMBER ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    String key() {
        return key;
    }

    /** Rejects the entry if it has a key twice. */
    void requireUniqueKeys() throws InvalidEntry {
        if (duplicate != null) {
            throw new InvalidEntry(duplicate + " appears twice", key);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a key; null if there is none. */
    JsonNode node(String name) {
        return values.get(name);
    }

    /** Id of the model that {@link LiteLlmWriter} states; empty if the entry is not from us. */
    Optional<String> ourModel() {
        JsonNode model = ours(LiteLlmWriter.MODEL);
        return model.isTextual() && MODEL_ID.matcher(model.textValue()).matches()
                ? Optional.of(model.textValue())
                : Optional.empty();
    }

    /** Context window that {@link LiteLlmWriter} states, in tokens; empty if it is unknown. */
    Optional<Long> ourContextWindow() throws InvalidEntry {
        JsonNode window = ours(LiteLlmWriter.CONTEXT_WINDOW);
        return window.isMissingNode() || window.isNull() ? Optional.empty() : Optional.of(tokens(METADATA, window));
    }

    /** Kind of a price without amounts that {@link LiteLlmWriter} states; empty if the price has amounts. */
    Optional<String> ourPriceKind() {
        String kind = ours(LiteLlmWriter.PRICE_KIND).asText();
        return ourModel().isPresent() && PRICE_KINDS.contains(kind) ? Optional.of(kind) : Optional.empty();
    }

    private JsonNode ours(String key) {
        return values.containsKey(METADATA) ? values.get(METADATA).path(key) : JsonNodeFactory.instance.missingNode();
    }

    /** Keys of all values, in the order of the file. */
    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** The objects in a list; empty if the value is not a list. */
    List<ObjectNode> objects(String name) {
        List<ObjectNode> objects = new ArrayList<>();
        JsonNode list = values.get(name);
        if (list != null && list.isArray()) {
            list.forEach(element -> {
                if (element instanceof ObjectNode object) {
                    objects.add(object);
                }
            });
        }
        return objects;
    }

    /** A string, unless it is blank. */
    Optional<String> text(String name) throws InvalidEntry {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidEntry(name + " must be a string", shown(value));
        }
        return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
    }

    /** A list of strings. */
    Optional<List<String>> texts(String name) throws InvalidEntry {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new InvalidEntry(name + " must be a list of strings", shown(value));
            }
            texts.add(element.textValue());
        }
        if (!value.isArray()) {
            throw new InvalidEntry(name + " must be a list of strings", shown(value));
        }
        return Optional.of(texts);
    }

    /** Whether a flag is true. */
    boolean isTrue(String name) {
        return values.containsKey(name) && values.get(name).asBoolean(false);
    }

    /** A flag; empty if it is not stated as true or false. */
    Optional<Boolean> flag(String name) {
        return Optional.ofNullable(values.get(name)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    /** A whole number of tokens, at least 0; a string of digits counts as well. */
    Optional<Long> tokens(String name) throws InvalidEntry {
        JsonNode value = values.get(name);
        return value == null ? Optional.empty() : Optional.of(tokens(name, value));
    }

    private static long tokens(String name, JsonNode value) throws InvalidEntry {
        Optional<BigDecimal> number = decimal(value);
        if (number.isEmpty()
                || number.get().signum() < 0
                || number.get().stripTrailingZeros().scale() > 0
                || number.get().compareTo(BigDecimal.valueOf(MAX_TOKENS)) > 0) {
            throw new InvalidEntry(name + " must be a whole number of tokens", shown(value));
        }
        return number.get().longValueExact();
    }

    /** A date: a day, month or year. */
    Optional<String> date(String name) throws InvalidEntry {
        Optional<String> date = text(name);
        if (date.isPresent() && !CalendarDates.isDate(date.get())) {
            throw new InvalidEntry(name + " must be a date such as 2024-01-31", date.get());
        }
        return date;
    }

    /** An amount in USD, at least 0; a string counts as well. */
    BigDecimal amount(String name) throws InvalidEntry {
        return amount(name, values.get(name));
    }

    /** The value as an amount in USD, at least 0. */
    static BigDecimal amount(String name, JsonNode value) throws InvalidEntry {
        Optional<BigDecimal> number = value == null ? Optional.empty() : decimal(value);
        if (number.isEmpty()) {
            throw new InvalidEntry(name + " must be an amount in USD", value == null ? "" : shown(value));
        }
        if (number.get().signum() < 0) {
            throw new InvalidEntry(name + " must not be negative", shown(value));
        }
        if (number.get().precision() > MAX_DIGITS) {
            throw new InvalidEntry(name + " must have at most " + MAX_DIGITS + " digits", shown(value));
        }
        return number.get();
    }

    /** The value as a number, if it is a number or a string that is one. */
    static Optional<BigDecimal> decimal(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        return value.isTextual() ? number(value.textValue()) : Optional.empty();
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
