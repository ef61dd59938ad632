package org.modeltree.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;

/**
 * Models that a repository's card names as its base, and what was made of them.
 *
 * @param bases relations by Hub id of the base model, as it is spelled, in the order of the card
 * @param relation relation of the repository to its base models, even if the card names none; empty if unknown
 */
record BaseModels(Map<String, Relation> bases, Optional<Relation> relation) {

    /** What was made of a base model. */
    enum Relation {
        ADAPTER("adapter", "adapter"),
        MERGE("merge", "merge"),
        QUANTIZED("quantized", "quantization"),
        FINETUNE("finetune", "fine_tune");

        private final String hub;
        private final String edge;

        Relation(String hub, String edge) {
            this.hub = hub;
            this.edge = edge;
        }

        /** Relation of a lineage edge. */
        String edge() {
            return edge;
        }

        private static Optional<Relation> of(String word) {
            for (Relation relation : values()) {
                if (relation.hub.equals(word)) {
                    return Optional.of(relation);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * What a repository holds, for cards that do not state the relation.
     *
     * @param library library that reads the weights; empty if unknown
     * @param tags tags of the repository
     * @param files paths of its files
     * @param ggufOnly whether all weights are in a format of llama.cpp
     * @param quantized whether the configuration says that the weights were quantized after the training
     */
    record Content(String library, List<String> tags, Set<String> files, boolean ggufOnly, boolean quantized) {}

    static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}(?:/[A-Za-z0-9][\\w.-]{0,95})?");

    static final String BASE_MODEL = "base_model";
    private static final String RELATION = "base_model_relation";

    /** The Hub's own tags: {@code base_model:org/name}, and {@code base_model:quantized:org/name} with the relation. */
    private static final Pattern TAG = Pattern.compile("base_model:(?:([a-z_-]+):)?(.+)");

    private static final Pattern SITE = Pattern.compile("^https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/|/+$");
    private static final Set<String> ADAPTER_LIBRARIES = Set.of("peft", "adapter-transformers", "adapters");
    private static final Set<String> MERGED = Set.of("merge", "mergekit");
    private static final Set<String> QUANTIZED =
            Set.of("gguf", "gptq", "awq", "exl2", "exl3", "aqlm", "hqq", "bitsandbytes", "compressed-tensors");

    /**
     * Reads the base models of a card, and of the Hub's tags, which name renamed base models by their present names.
     *
     * @throws org.modeltree.formats.source.MalformedEntry if a value has the wrong type
     */
    static BaseModels of(Optional<JsonEntry> card, Content content, CatalogSink sink) {
        Map<String, Optional<Relation>> tagged = tagged(content.tags());
        List<String> named = new ArrayList<>();
        card.ifPresent(entry -> {
            for (String base : texts(entry, BASE_MODEL)) {
                String id = SITE.matcher(base).replaceAll("");
                if (!ID.matcher(id).matches()) {
                    sink.note(entry.at(BASE_MODEL), "is not the id of a model on the Hub; the edge is left out", base);
                } else if (tagged.keySet().stream().noneMatch(tag -> isPresentNameOf(id, tag))) {
                    named.add(id);
                }
            }
        });
        Optional<Relation> stated = card.flatMap(BaseModels::stated);
        Map<String, Optional<Relation>> all = new LinkedHashMap<>();
        named.forEach(id -> all.put(id, tagged.getOrDefault(id, Optional.empty())));
        tagged.forEach(all::putIfAbsent);
        Optional<Relation> common = stated.or(
                        () -> all.values().stream().flatMap(Optional::stream).findFirst())
                .or(() -> inferred(content, all.size()));
        Map<String, Relation> bases = new LinkedHashMap<>();
        all.forEach(
                (id, own) -> bases.put(id, stated.or(() -> own).or(() -> common).orElse(Relation.FINETUNE)));
        return new BaseModels(bases, common);
    }

    /** The base models that the Hub itself resolved ({@code expand=baseModels}), in the form of its tags. */
    static List<String> asTags(JsonEntry hub) {
        String prefix =
                BASE_MODEL + ":" + hub.text("relation").map(word -> word + ":").orElse("");
        List<String> tags = new ArrayList<>();
        for (JsonEntry base : hub.entries("models")) {
            base.text("id").ifPresent(id -> tags.add(prefix + id));
        }
        return tags;
    }

    boolean isAdapter() {
        return relation.filter(Relation.ADAPTER::equals).isPresent();
    }

    boolean isQuantized() {
        return relation.filter(Relation.QUANTIZED::equals).isPresent();
    }

    /** {@code bert-base} is an old name of {@code google-bert/bert-base}. */
    private static boolean isPresentNameOf(String id, String tag) {
        return id.indexOf('/') < 0 && tag.endsWith("/" + id);
    }

    private static Map<String, Optional<Relation>> tagged(List<String> tags) {
        Map<String, Optional<Relation>> tagged = new LinkedHashMap<>();
        for (String tag : tags) {
            Matcher base = TAG.matcher(tag);
            if (base.matches() && ID.matcher(base.group(2)).matches()) {
                Optional<Relation> relation = Optional.ofNullable(base.group(1)).flatMap(Relation::of);
                tagged.merge(base.group(2), relation, (first, second) -> first.or(() -> second));
            }
        }
        return tagged;
    }

    private static Optional<Relation> stated(JsonEntry card) {
        return card.text(RELATION).flatMap(word -> {
            Optional<Relation> relation = Relation.of(word);
            if (relation.isEmpty()) {
                card.note(RELATION, "unknown relation; the relation is taken from the tags and files");
            }
            return relation;
        });
    }

    private static Optional<Relation> inferred(Content content, int bases) {
        if (ADAPTER_LIBRARIES.contains(content.library()) || content.files().contains("adapter_config.json")) {
            return Optional.of(Relation.ADAPTER);
        }
        if (bases > 1 || (bases > 0 && content.tags().stream().anyMatch(MERGED::contains))) {
            return Optional.of(Relation.MERGE);
        }
        if (content.ggufOnly()
                || (bases > 0 && (content.quantized() || content.tags().stream().anyMatch(QUANTIZED::contains)))) {
            return Optional.of(Relation.QUANTIZED);
        }
        return bases > 0 ? Optional.of(Relation.FINETUNE) : Optional.empty();
    }

    /** A string, or the strings of a list. */
    static List<String> texts(JsonEntry entry, String key) {
        Optional<JsonNode> value = entry.node(key);
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : value.get().isArray() ? value.get() : List.of(value.get())) {
            if (!text.isTextual()) {
                throw entry.broken(key, "must be a string or a list of strings");
            }
            if (!text.textValue().isBlank()) {
                texts.add(text.textValue().strip());
            }
        }
        return texts;
    }
}
