package org.modeltree.catalog.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.modeltree.http.problem.DidYouMean;

/** Feature that a model or an offering has, lacks, or of which neither is known. */
public enum Feature {
    /** Calls functions that the request describes. */
    TOOLS("tools"),
    /** Answers in JSON that follows a given schema. */
    STRUCTURED_OUTPUT("structuredOutput"),
    /** Thinks before it answers. */
    REASONING("reasoning"),
    /** Accepts files or images beside text. */
    ATTACHMENTS("attachments"),
    /** Lets the request set the temperature. */
    TEMPERATURE("temperature"),
    /** Sends the answer in parts while it is made. */
    STREAMING("streaming");

    private final String key;

    Feature(String key) {
        this.key = key;
    }

    /** Keys of the features that an unknown name may mean: similar ones, or that which other services call so. */
    public static List<String> meantBy(String name) {
        List<String> called = Arrays.stream(values())
                .filter(feature ->
                        !DidYouMean.similar(name, feature.otherNames()).isEmpty())
                .map(Feature::key)
                .toList();
        return called.isEmpty() ? DidYouMean.similar(name, keys()) : called;
    }

    /** Keys of all features. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Feature::key).toList();
    }

    /** Name everywhere clients see it: a key in JSON, a value of a parameter, a facet and a table. */
    public String key() {
        return key;
    }

    /** The feature with a key; empty if there is none. */
    public static Optional<Feature> ofKey(String key) {
        return Arrays.stream(values())
                .filter(feature -> feature.key.equals(key))
                .findFirst();
    }

    /** The feature that the database names so. */
    public static Feature ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Name in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What other services call the feature. */
    private List<String> otherNames() {
        return switch (this) {
            case TOOLS -> List.of("function calling", "functions", "tool calling", "tool calls", "tool use");
            case STRUCTURED_OUTPUT -> List.of("response schema", "response format", "json schema", "json mode");
            case REASONING -> List.of("thinking");
            case ATTACHMENTS -> List.of("vision", "images", "files");
            case TEMPERATURE -> List.of();
            case STREAMING -> List.of("stream");
        };
    }
}
