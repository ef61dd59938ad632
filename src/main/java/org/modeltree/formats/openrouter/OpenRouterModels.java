package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;
import org.modeltree.http.value.PartialDate;

/**
 * Entries of OpenRouter's list. Where the format has no null, an unknown value is what OpenRouter's own client accepts and
 * nobody takes for a fact: {@code created} is 0 without a release date, an unknown price is {@code "-1"} as one that
 * OpenRouter cannot name, and an unknown text is empty.
 */
final class OpenRouterModels {

    private static final String WEIGHTS = "https://huggingface.co/";

    private OpenRouterModels() {}

    /** One entry for each current offering of OpenRouter; a single one without an offering if there is none. */
    static List<ObjectNode> entries(RecordsByModel.OneModel model, RecordsByModel models, LocalDate today) {
        List<ObjectNode> entries = new ArrayList<>();
        for (ObjectNode offering : model.offerings()) {
            if (isCurrent(offering, today) && isOwn(offering)) {
                entries.add(entry(model, models, Optional.of(offering), today));
            }
        }
        if (entries.isEmpty()) {
            entries.add(entry(model, models, Optional.empty(), today));
        }
        return entries;
    }

    /** Whether an offering is of OpenRouter itself. */
    static boolean isOwn(ObjectNode offering) {
        return offering.path("provider").asText().equals(OpenRouterEntry.PROVIDER);
    }

    /** Whether an offering is listed by its catalog and has not ended. */
    static boolean isCurrent(ObjectNode offering, LocalDate today) {
        return !offering.has("lastSeen")
                && !CalendarDates.isOver(offering.path("retiredDate").asText(), today);
    }

    private static ObjectNode entry(
            RecordsByModel.OneModel model, RecordsByModel models, Optional<ObjectNode> offering, LocalDate today) {
        ObjectNode record = model.model();
        String id = model.id();
        String ownId = offering.map(own -> own.path("id").asText()).orElse(id);
        ObjectNode entry = JsonSource.JSON.createObjectNode();
        entry.put("id", ownId);
        entry.put("canonical_slug", id);
        entry.put("hugging_face_id", repository(record));
        entry.put("name", name(model, models));
        entry.put("created", created(record));
        entry.put("description", description(record));
        entry.set("context_length", raw(model, "context-window"));
        entry.set("architecture", architecture(record));
        ObjectNode pricing = entry.putObject("pricing");
        offering.ifPresentOrElse(
                own -> OpenRouterPricing.of(own, today, pricing), () -> OpenRouterPricing.published(model, pricing));
        ObjectNode limits = entry.putObject("top_provider");
        limits.set(
                "context_length",
                offering.map(own -> or(own.path("contextWindow"))).orElseGet(() -> raw(model, "context-window")));
        limits.set(
                "max_completion_tokens",
                offering.map(own -> or(own.path("maxOutput"))).orElseGet(() -> raw(model, "max-output")));
        limits.put("is_moderated", false);
        entry.putNull("per_request_limits");
        entry.set("supported_parameters", parameters(record, offering.orElse(record)));
        entry.putObject("default_parameters");
        entry.putNull("supported_voices");
        entry.set("knowledge_cutoff", or(record.path("knowledgeCutoff")));
        entry.set(
                "expiration_date",
                or(offering.map(own -> own.path("retiredDate")).orElseGet(() -> record.path("retiredDate"))));
        entry.putObject("links").put("details", OpenRouterSelection.PATH + "/" + id + "/endpoints");
        if (offering.isEmpty()) {
            entry.putArray(OpenRouterEntry.ENDPOINTS);
        }
        return entry;
    }

    /** The name as OpenRouter writes it, with that of the vendor in front. */
    static String name(RecordsByModel.OneModel model, RecordsByModel models) {
        String id = model.id();
        return models.vendor(id.substring(0, id.indexOf('/'))) + ": "
                + model.model().path("name").asText();
    }

    /** The first day that the release date can mean, in seconds; 0 if the date is unknown. */
    static long created(ObjectNode record) {
        String released = record.path("releaseDate").asText("");
        return released.isEmpty()
                ? 0
                : PartialDate.of(released)
                        .firstDay()
                        .atStartOfDay(ZoneOffset.UTC)
                        .toEpochSecond();
    }

    /** The summary of the model in English; empty if there is none. */
    static String description(ObjectNode record) {
        return record.at("/texts/en/summary").asText("");
    }

    /** What goes in and out of a model. The format has no other words for tokenizers that are unknown. */
    static ObjectNode architecture(ObjectNode record) {
        JsonNode inputs = record.at("/modalities/input");
        JsonNode outputs = record.at("/modalities/output");
        ObjectNode architecture = JsonSource.JSON.createObjectNode();
        architecture.put(
                "modality",
                inputs.isEmpty() || outputs.isEmpty() ? null : joined(words(inputs)) + "->" + joined(words(outputs)));
        architecture.set("input_modalities", words(inputs));
        architecture.set("output_modalities", words(outputs));
        architecture.put("tokenizer", "Other").putNull("instruct_type");
        return architecture;
    }

    /** Parameters of requests by the features that an offering, otherwise its model, is known to have. */
    static ArrayNode parameters(ObjectNode model, ObjectNode offering) {
        List<String> names = new ArrayList<>();
        if (supports(model, offering, Feature.REASONING)) {
            names.add("include_reasoning");
            names.add("reasoning");
        }
        if (supports(model, offering, Feature.STRUCTURED_OUTPUT)) {
            names.add("response_format");
            names.add("structured_outputs");
        }
        if (supports(model, offering, Feature.TEMPERATURE)) {
            names.add("temperature");
        }
        if (supports(model, offering, Feature.TOOLS)) {
            names.add("tool_choice");
            names.add("tools");
        }
        ArrayNode parameters = JsonSource.JSON.createArrayNode();
        names.forEach(parameters::add);
        return parameters;
    }

    /** Whether an offering is known to have a feature, or its model is and the offering states nothing. */
    static boolean supports(ObjectNode model, ObjectNode offering, Feature feature) {
        JsonNode own = offering.path("supports").path(feature.key());
        return (own.isBoolean() ? own : model.path("supports").path(feature.key())).asBoolean(false);
    }

    /** The raw value of the measurement that counts; null if nothing was measured. */
    static JsonNode raw(RecordsByModel.OneModel model, String benchmark) {
        return model.counting(benchmark).map(record -> record.get("raw")).orElse(JsonSource.JSON.nullNode());
    }

    /** The value, or null if it is missing. */
    static JsonNode or(JsonNode value) {
        return value.isMissingNode() ? JsonSource.JSON.nullNode() : value;
    }

    private static String repository(ObjectNode record) {
        for (JsonNode link : record.path("webLinks")) {
            String url = link.path("url").asText();
            if (link.path("type").asText().equals("weights") && url.startsWith(WEIGHTS)) {
                return url.substring(WEIGHTS.length());
            }
        }
        return null;
    }

    /** Our modalities in OpenRouter's words, where documents are files and vectors are embeddings. */
    private static ArrayNode words(JsonNode modalities) {
        ArrayNode words = JsonSource.JSON.createArrayNode();
        modalities.forEach(word -> words.add(
                switch (word.asText()) {
                    case "pdf" -> "file";
                    case "embedding" -> "embeddings";
                    default -> word.asText();
                }));
        return words;
    }

    private static String joined(ArrayNode words) {
        List<String> texts = new ArrayList<>();
        words.forEach(word -> texts.add(word.asText()));
        return String.join("+", texts);
    }
}
