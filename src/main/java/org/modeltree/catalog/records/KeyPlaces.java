package org.modeltree.catalog.records;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.modeltree.http.problem.DidYouMean;

/**
 * Where clients write what they put into a document that has no such key, by key. A sentence is a predicate, and continues
 * the name of the key.
 */
public final class KeyPlaces {

    private static final String MODELS = "/api/v1/models/";

    private final Map<String, String> sentences = new LinkedHashMap<>();

    /**
     * Says the same of some keys.
     *
     * @param sentence predicate; {@code {model}} stands for the path of the model, {@code {key}} for the key
     */
    public KeyPlaces say(String sentence, String... keys) {
        for (String key : keys) {
            sentences.put(key, sentence);
        }
        return this;
    }

    /**
     * Where the value of a key is written; empty if nothing was said about it. Notation makes no difference: {@code
     * context_window} is {@code contextWindow}.
     *
     * @param model id of the model that the document belongs to
     */
    public Optional<String> of(String key, String model) {
        return sentences.keySet().stream()
                .filter(name -> DidYouMean.isSameName(name, key))
                .findFirst()
                .map(name -> (name.equals(key) ? "" : "means " + name + ", which ")
                        + sentences.get(name).replace("{model}", MODELS + model).replace("{key}", name));
    }

    /** A measurement of a benchmark, which a model shows as a key. */
    public static String measured(String benchmark) {
        return "is a measurement: write it with PUT {model}/measurements/{id} and {\"benchmark\": \"" + benchmark
                + "\", \"raw\": …, \"source\": …}, or in a file as a record of type measurement";
    }
}
