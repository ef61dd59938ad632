package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** One message of the schema's validator, in words that say what to write. */
final class SchemaFault {

    /** Words that differ by more letters are different words, not misspelt ones. */
    private static final int MOST_CHANGED_LETTERS = 3;

    private static final Pattern COMMA = Pattern.compile(", *");

    private static final String FACT = "/sources/\\d+/facts/\\d+";

    private final ValidationMessage message;
    private final List<String> known;

    /**
     * Fault of a message.
     *
     * @param known keys that may stand where an unknown key was found; empty for other messages
     */
    SchemaFault(ValidationMessage message, List<String> known) {
        this.message = message;
        this.known = known;
    }

    /** Whether this fault only follows from another: an unknown key is an unknown fact of its source as well. */
    boolean isConsequence() {
        return message.getType().equals("enum")
                && message.getInstanceLocation().toString().matches(FACT);
    }

    /** The key and what to write, such as {@code `name` must be a text; put it in quotes: '2026'}. */
    String detail() {
        String key = key();
        String value = message.getInstanceNode() == null
                ? ""
                : message.getInstanceNode().asText();
        return switch (message.getType()) {
            case "additionalProperties" ->
                "unknown key `" + (key.isEmpty() ? "" : key + ".") + message.getProperty() + "`"
                        + nearest(message.getProperty(), known)
                                .map(near -> "; write `" + near + "`")
                                .orElse("; the keys are those of catalog.schema.json");
            case "required" -> "`" + (key.isEmpty() ? "" : key + ".") + message.getProperty() + "` is missing";
            case "enum" -> {
                List<String> allowed = values(message.getArguments()[0]);
                yield "`" + key + "` must be one of " + String.join(", ", allowed) + ", not " + value
                        + nearest(value, allowed).map(near -> "; write " + near).orElse("");
            }
            case "type" -> "`" + key + "` " + ofType(String.valueOf(message.getArguments()[1]), value);
            case "pattern" -> "`" + key + "` " + ofPattern(key, value);
            default -> (key.isEmpty() ? "" : "`" + key + "` ") + sentence();
        };
    }

    private String ofType(String expected, String value) {
        JsonNode found = message.getInstanceNode();
        if (expected.contains("string") && found.isValueNode()) {
            return "must be a text; put it in quotes: '" + value + "'";
        }
        if (expected.contains("array") && found.isValueNode()) {
            return "must be a list; put it in brackets: [" + value + "]";
        }
        if (expected.contains("number") || expected.contains("integer")) {
            return "must be a number without quotes, such as 8192, not " + shown(found, value);
        }
        if (expected.contains("boolean")) {
            return "must be true or false, not " + shown(found, value);
        }
        return "must be " + (expected.contains("array") ? "a list" : "a group of keys and values");
    }

    private static String ofPattern(String key, String value) {
        return key.matches("(?i).*(date|from|to|lastSeen|knowledgeCutoff)")
                ? "must be a date such as '2026', 2026-03 or 2026-03-01, not " + value
                : "must not be '" + value + "'; catalog.schema.json describes its form";
    }

    private static String shown(JsonNode found, String value) {
        return found.isValueNode() ? "'" + value + "'" : "a list or a group";
    }

    /** Where the value stands, written as {@code prices[0].kind}. */
    private String key() {
        return message.getInstanceLocation()
                .toString()
                .replaceAll("/(\\d+)", "[$1]")
                .replace('/', '.')
                .replaceFirst("^\\.", "");
    }

    private String sentence() {
        String location = message.getInstanceLocation() + ": ";
        String text = message.getMessage();
        return text.startsWith(location) ? text.substring(location.length()) : text;
    }

    private static List<String> values(Object enumeration) {
        return COMMA.splitAsStream(String.valueOf(enumeration).replaceAll("[\\[\\]\"]", ""))
                .filter(value -> !value.equals("null"))
                .toList();
    }

    private static Optional<String> nearest(String word, List<String> words) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String lower = word.toLowerCase(Locale.ROOT);
        return words.stream()
                .min(Comparator.comparingInt(candidate -> distance.apply(lower, candidate.toLowerCase(Locale.ROOT))))
                .filter(candidate -> distance.apply(lower, candidate.toLowerCase(Locale.ROOT))
                        <= Math.min(MOST_CHANGED_LETTERS, word.length() / 2));
    }
}
