package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Validating view of a JSON object in a foreign catalog: null and blank values count as missing, a value of the wrong
 * type makes the entry invalid, and keys that are never read are reported as ignored.
 */
public final class JsonEntry {

    private static final Pattern PARTIAL_DATE = Pattern.compile("[12]\\d{3}(-\\d{2}(-\\d{2})?)?");
    private static final Pattern AMOUNT = Pattern.compile("\\s*-?\\d{1,40}(\\.\\d{1,60})?([eE][+-]?\\d{1,4})?\\s*");
    private static final int MAX_KEY = 80;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
    private static final BigDecimal MAX_TOKENS = BigDecimal.valueOf(1_000_000_000_000L);

    private final ObjectNode json;
    private final String at;
    private final String path;
    private final CatalogSink sink;
    private final Set<String> asked = new HashSet<>();

    /**
     * A view of an object.
     *
     * @param at JSON pointer of the object in the file
     * @param path the same as a pattern for ignored keys, with dots for slashes and asterisks for ids and indexes
     * @param sink receives notes, rejections and ignored keys
     */
    public JsonEntry(ObjectNode json, String at, String path, CatalogSink sink) {
        this.json = json;
        this.at = at;
        this.path = path;
        this.sink = sink;
    }

    /** A key as a step of a JSON pointer, escaped. */
    public static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }

    public String at() {
        return at;
    }

    public String at(String key) {
        return at + step(key);
    }

    /** The keys, in the order of the file. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** The value of a key, unless it is null. */
    public Optional<JsonNode> node(String key) {
        asked.add(key);
        return Optional.ofNullable(json.get(key)).filter(node -> !node.isNull());
    }

    /** A string without surrounding spaces, unless it is blank. */
    public Optional<String> text(String key) {
        return node(key)
                .map(node -> {
                    if (!node.isTextual()) {
                        throw broken(key, "must be a string");
                    }
                    return node.textValue().strip();
                })
                .filter(text -> !text.isEmpty());
    }

    public Optional<Boolean> flag(String key) {
        return node(key).map(node -> {
            if (!node.isBoolean()) {
                throw broken(key, "must be true or false");
            }
            return node.booleanValue();
        });
    }

    /** A date with the precision that it has. */
    public Optional<String> date(String key) {
        return text(key).map(date -> {
            if (!isDate(date)) {
                throw broken(key, "must be a date such as 2024, 2024-01 or 2024-01-31");
            }
            return date;
        });
    }

    static boolean isDate(String date) {
        if (!PARTIAL_DATE.matcher(date).matches()) {
            return false;
        }
        try {
            LocalDate.parse((date + "-01-01").substring(0, 10));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    /** A number of tokens; empty for 0, which means that no limit is stated. */
    public OptionalLong tokens(String key) {
        Optional<BigDecimal> number = number(key);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        BigDecimal tokens = number.get();
        if (tokens.signum() == 0) {
            sink.note(at(key), "0 tokens means no limit; left out", "0");
            return OptionalLong.empty();
        }
        if (tokens.signum() < 0 || tokens.compareTo(MAX_TOKENS) > 0 || !isWhole(tokens)) {
            throw broken(key, "must be a whole number of tokens between 1 and 1000000000000");
        }
        return OptionalLong.of(tokens.longValueExact());
    }

    /** A number, or a string of digits. */
    public Optional<BigDecimal> number(String key) {
        return node(key).map(node -> {
            if (node.isTextual() && WHOLE.matcher(node.textValue()).matches()) {
                return new BigDecimal(node.textValue());
            }
            if (!node.isNumber() || Double.isNaN(node.doubleValue())) {
                throw broken(key, "must be a number");
            }
            return node.decimalValue();
        });
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    /** A nested object. */
    public Optional<JsonEntry> entry(String key) {
        return node(key).map(node -> {
            if (!(node instanceof ObjectNode object)) {
                throw broken(key, "must be an object");
            }
            return new JsonEntry(object, at(key), path + "." + key, sink);
        });
    }

    /** The strings of a list. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        node(key).ifPresent(node -> {
            if (!node.isArray()) {
                throw broken(key, "must be a list");
            }
            for (JsonNode text : node) {
                if (!text.isTextual()) {
                    throw broken(key, "must be a list of strings");
                }
                texts.add(text.textValue().strip());
            }
        });
        return texts;
    }

    /** The strings and numbers of a list, as text; other elements are left out, as is a value that is no list. */
    public List<String> words(String key) {
        List<String> words = new ArrayList<>();
        node(key)
                .filter(JsonNode::isArray)
                .ifPresent(list -> list.forEach(word -> {
                    if (word.isTextual() || word.isNumber()) {
                        words.add(word.asText());
                    }
                }));
        return words;
    }

    /** The objects of a list; other elements are left out, as is a value that is no list. */
    public List<JsonEntry> objects(String key) {
        List<JsonEntry> objects = new ArrayList<>();
        node(key).filter(JsonNode::isArray).ifPresent(list -> {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof ObjectNode object) {
                    objects.add(new JsonEntry(object, at(key) + "/" + i, path + "." + key + ".*", sink));
                }
            }
        });
        return objects;
    }

    /** The objects of a list; elements of another type are rejected one by one. */
    public List<JsonEntry> entries(String key) {
        List<JsonEntry> entries = new ArrayList<>();
        node(key).ifPresent(node -> {
            if (!node.isArray()) {
                throw broken(key, "must be a list");
            }
            for (int i = 0; i < node.size(); i++) {
                if (node.get(i) instanceof ObjectNode object) {
                    entries.add(new JsonEntry(object, at(key) + "/" + i, path + "." + key + ".*", sink));
                } else {
                    sink.reject(
                            at(key) + "/" + i, "must be an object", node.get(i).toString());
                }
            }
        });
        return entries;
    }

    /** The objects in a nested object, by their keys; other members are noted. */
    public Map<String, JsonEntry> members(String key) {
        Map<String, JsonEntry> members = new LinkedHashMap<>();
        entry(key)
                .ifPresent(nested -> nested.json.properties().forEach(member -> {
                    if (member.getValue() instanceof ObjectNode object) {
                        members.put(
                                member.getKey(),
                                new JsonEntry(object, nested.at(member.getKey()), nested.path + ".*", sink));
                    } else {
                        nested.note(member.getKey(), "is not an object, left out");
                    }
                }));
        return members;
    }

    /** Whether there is a key that was not read, and whose value is not null and meets a condition. */
    public boolean hasUnread(Predicate<JsonNode> condition) {
        return json.properties().stream()
                .anyMatch(member -> !asked.contains(member.getKey())
                        && !member.getValue().isNull()
                        && condition.test(member.getValue()));
    }

    /**
     * Notes each key that was not read and has an amount: a number, a string that is one, or a value that contains one.
     * Each such key has a note of its own, with the amount.
     */
    public void noteOtherAmounts() {
        json.properties().forEach(member -> {
            if (!asked.contains(member.getKey()) && hasAmount(member.getValue())) {
                asked.add(member.getKey());
                sink.note(
                        at(member.getKey()),
                        unknownPrice(member.getKey()),
                        member.getValue().isValueNode()
                                ? member.getValue().asText()
                                : member.getValue().toString());
            }
        });
    }

    /** Reason of a note on a key with an amount that has no place in the catalog format. */
    public static String unknownPrice(String key) {
        return "unknown price `" + (key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "…" : key) + "`, left out";
    }

    private static boolean hasAmount(JsonNode value) {
        if (value.isNumber()) {
            return true;
        }
        if (value.isTextual()) {
            return AMOUNT.matcher(value.textValue()).matches();
        }
        for (JsonNode nested : value) {
            if (hasAmount(nested)) {
                return true;
            }
        }
        return false;
    }

    /** An exception that rejects the entry because of one key. */
    public MalformedEntry broken(String key, String reason) {
        JsonNode node = json.path(key);
        return new MalformedEntry(at(key), reason, node.isValueNode() ? node.asText() : node.toString());
    }

    /** Notes that the value of a key is stored differently, or left out. */
    public void note(String key, String reason) {
        sink.note(at(key), reason, json.path(key).asText());
    }

    /** Reports every key that was not read as ignored. */
    public void ignoreRest() {
        json.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                sink.ignored(path + "." + key);
            }
        });
    }
}
