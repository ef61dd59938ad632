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
import java.util.function.Predicate;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.CatalogSink;

/** One entry of LiteLLM's map: those of its values that somebody reads, each checked when it is asked for. */
final class LiteLlmEntry {

    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final int MAX_NUMBER = 400;
    private static final int MAX_DIGITS = 30;

    /** Why an entry is not stored. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1;

        private final String value;

        Broken(String reason, String value) {
            super(reason, null, false, false);
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    private final String key;
    private final Map<String, JsonNode> values;
    private final String twice;

    private LiteLlmEntry(String key, Map<String, JsonNode> values, String twice) {
        this.key = key;
        this.values = values;
        this.twice = twice;
    }

    /** Reads the object that the parser is at the beginning of; of what is not known nothing is kept. */
    static LiteLlmEntry read(String key, JsonParser parser, Predicate<String> known, CatalogSink said)
            throws IOException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        String twice = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!known.test(name)) {
                parser.skipChildren();
                said.ignored("*." + name);
            } else if (values.put(name, value(parser)) != null) {
                twice = name;
            }
        }
        values.values().removeIf(JsonNode::isNull);
        return new LiteLlmEntry(key, values, twice);
    }

    /** The value that the parser is at. A number that nobody can compute with stays text, and is refused as such. */
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
            // Nobody may be made to write 1e999999999 out.
            return Math.abs((long) number.scale()) > MAX_NUMBER ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    String key() {
        return key;
    }

    /** Refuses what cannot be told for sure, since it is said twice. */
    void requireEachOnce() throws Broken {
        if (twice != null) {
            throw new Broken(twice + " is there twice", key);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Names of all values that are there, in the order of the file. */
    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** A list of objects; nothing where there is something else. */
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

    /** A text that is not blank. */
    Optional<String> text(String name) throws Broken {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new Broken(name + " must be text", shown(value));
        }
        return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
    }

    /** A list of texts. */
    Optional<List<String>> texts(String name) throws Broken {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new Broken(name + " must be a list of texts", shown(value));
            }
            texts.add(element.textValue());
        }
        if (!value.isArray()) {
            throw new Broken(name + " must be a list of texts", shown(value));
        }
        return Optional.of(texts);
    }

    /** Whether a flag is there and set. */
    boolean isTrue(String name) {
        return values.containsKey(name) && values.get(name).asBoolean(false);
    }

    /** A whole number from 0, also one that is written as text. */
    Optional<Long> tokens(String name) throws Broken {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<BigDecimal> number = decimal(value);
        if (number.isEmpty()
                || number.get().signum() < 0
                || number.get().stripTrailingZeros().scale() > 0
                || number.get().compareTo(BigDecimal.valueOf(MAX_TOKENS)) > 0) {
            throw new Broken(name + " must be a whole number of tokens", shown(value));
        }
        return Optional.of(number.get().longValueExact());
    }

    /** A day, month or year of the calendar. */
    Optional<String> date(String name) throws Broken {
        Optional<String> date = text(name);
        if (date.isPresent() && !CalendarDates.isDate(date.get())) {
            throw new Broken(name + " must be a date such as 2024-01-31", date.get());
        }
        return date;
    }

    /** An amount from 0, also one that is written as text. */
    BigDecimal amount(String name) throws Broken {
        return amount(name, values.get(name));
    }

    /** The value as an amount from 0. */
    static BigDecimal amount(String name, JsonNode value) throws Broken {
        Optional<BigDecimal> number = value == null ? Optional.empty() : decimal(value);
        if (number.isEmpty()) {
            throw new Broken(name + " must be an amount of US dollars", value == null ? "" : shown(value));
        }
        if (number.get().signum() < 0) {
            throw new Broken(name + " must not be negative", shown(value));
        }
        if (number.get().precision() > MAX_DIGITS) {
            throw new Broken(name + " has more digits than any price", shown(value));
        }
        return number.get();
    }

    /** The number that a value is, or is written as. */
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
