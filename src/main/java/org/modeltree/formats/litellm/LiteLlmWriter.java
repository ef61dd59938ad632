package org.modeltree.formats.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/**
 * Writer of LiteLLM's {@code model_prices_and_context_window.json}: one entry for each current offering, under the key that
 * LiteLLM would use, with the prices of the day in US dollars. {@code metadata} names the model, the context window that the
 * format has no key for, and the kind of a price without amounts, so that the file can be read back without loss. Models without an offering are left out.
 */
@ApplicationScoped
public class LiteLlmWriter extends JsonCatalogWriter {

    /** Keys of {@code metadata}. */
    static final String MODEL = "model";

    static final String CONTEXT_WINDOW = "context_window";

    static final String PRICE_KIND = "price_kind";

    private static final Map<String, String> MODES = Map.of(
            "base", "completion",
            "embedding", "embedding",
            "reranking", "rerank",
            "image_generation", "image_generation",
            "video_generation", "video_generation",
            "moderation", "moderation");

    private static final Map<Feature, String> FEATURES = Map.of(
            Feature.TOOLS, "supports_function_calling",
            Feature.STRUCTURED_OUTPUT, "supports_response_schema",
            Feature.REASONING, "supports_reasoning",
            Feature.STREAMING, "supports_native_streaming",
            Feature.ATTACHMENTS, "supports_vision");

    private static final String PDF = "pdf";

    @Override
    public String format() {
        return LiteLlmReader.FORMAT;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        Set<String> shortKeys = new HashSet<>();
        writeObject(out, json -> {
            new RecordsByModel().each(records, model -> {
                for (ObjectNode offering : model.offerings()) {
                    boolean isCurrent = !offering.has("lastSeen")
                            && !CalendarDates.isOver(
                                    offering.path("retiredDate").asText(), today);
                    if (isCurrent) {
                        json.writeFieldName(key(offering, shortKeys));
                        json.writeTree(entry(model.model(), offering, today));
                    }
                }
            });
        });
    }

    /** The key that LiteLLM would use; with the provider in front if another offering has the same key without it. */
    private static String key(ObjectNode offering, Set<String> shortKeys) {
        String provider = offering.path("provider").asText();
        String id = offering.path("id").asText();
        boolean isShort = LiteLlmRoutes.hasShortKeys(provider) && !id.contains("/") && shortKeys.add(id);
        return isShort ? id : LiteLlmRoutes.of(provider) + "/" + id;
    }

    private static ObjectNode entry(ObjectNode model, ObjectNode offering, LocalDate today) {
        // In alphabetical order, as in the original file.
        Map<String, JsonNode> entry = new TreeMap<>();
        String mode = mode(model, offering);
        put(
                entry,
                "litellm_provider",
                LiteLlmRoutes.of(offering.path("provider").asText(), mode));
        put(entry, "mode", mode);
        limits(offering, entry);
        features(model, offering, entry);
        if (offering.hasNonNull("source")) {
            entry.put("source", offering.get("source"));
        }
        if (offering.path("retiredDate").asText().matches("\\d{4}-\\d{2}-\\d{2}")) {
            entry.put("deprecation_date", offering.get("retiredDate"));
        }
        entry.putAll(new LiteLlmPriceKeys(mode, today).of(offering.path("prices")));
        ObjectNode metadata = JsonSource.JSON.createObjectNode();
        metadata.set(MODEL, model.get("id"));
        metadata.set(CONTEXT_WINDOW, offering.path("contextWindow").isNumber() ? offering.get("contextWindow") : null);
        LiteLlmPriceKeys.unmeteredKind(offering.path("prices"), today)
                .ifPresent(kind -> metadata.put(PRICE_KIND, kind));
        entry.put("metadata", metadata);
        ObjectNode json = JsonSource.JSON.createObjectNode();
        json.setAll(entry);
        return json;
    }

    private static void put(Map<String, JsonNode> entry, String key, String value) {
        entry.put(key, JsonSource.JSON.getNodeFactory().textNode(value));
    }

    private static String mode(ObjectNode model, ObjectNode offering) {
        String kind = model.path("kind").asText();
        if (kind.equals("speech")) {
            boolean transcribes = contains(model.at("/modalities/input"), "audio")
                    && contains(model.at("/modalities/output"), "text");
            return transcribes ? "audio_transcription" : "audio_speech";
        }
        return MODES.getOrDefault(kind, LiteLlmPriceKeys.isOfAudio(offering.path("prices")) ? "realtime" : "chat");
    }

    private static boolean contains(JsonNode list, String word) {
        for (JsonNode element : list) {
            if (element.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The format has no context window, so its users read {@code max_input_tokens} as one. */
    private static void limits(ObjectNode offering, Map<String, JsonNode> entry) {
        JsonNode input =
                offering.path("maxInput").isNumber() ? offering.get("maxInput") : offering.path("contextWindow");
        JsonNode output = offering.path("maxOutput");
        if (input.isNumber()) {
            entry.put("max_input_tokens", input);
            entry.put("max_tokens", input);
        }
        if (output.isNumber()) {
            entry.put("max_output_tokens", output);
            entry.put("max_tokens", output);
        }
    }

    private static void features(ObjectNode model, ObjectNode offering, Map<String, JsonNode> entry) {
        FEATURES.forEach((feature, key) -> {
            JsonNode stated = supports(feature, model, offering);
            if (stated.isBoolean()) {
                entry.put(key, stated);
            }
        });
        JsonNode inputs = model.at("/modalities/input");
        JsonNode outputs = model.at("/modalities/output");
        // A host that takes no attachments takes neither images nor documents.
        if (supports(Feature.ATTACHMENTS, model, offering).asBoolean(true)) {
            flag(inputs, "image", "supports_vision", entry);
            flag(inputs, PDF, "supports_pdf_input", entry);
        }
        flag(inputs, "audio", "supports_audio_input", entry);
        flag(outputs, "audio", "supports_audio_output", entry);
        flag(inputs, "video", "supports_video_input", entry);
        modalities(inputs, "supported_modalities", entry);
        modalities(outputs, "supported_output_modalities", entry);
    }

    /** The flag for a modality, which LiteLLM's users read instead of the lists; none if the model lacks or does not state it. */
    private static void flag(JsonNode modalities, String modality, String key, Map<String, JsonNode> entry) {
        if (contains(modalities, modality)) {
            entry.put(key, JsonSource.JSON.getNodeFactory().booleanNode(true));
        }
    }

    /** What the offering states about a feature, else what the model does; not a boolean if neither states it. */
    private static JsonNode supports(Feature feature, ObjectNode model, ObjectNode offering) {
        JsonNode own = offering.path("supports").path(feature.key());
        return own.isBoolean() ? own : model.path("supports").path(feature.key());
    }

    /** Modalities in LiteLLM's words, which have another key for documents and none for embeddings. */
    private static void modalities(JsonNode ours, String key, Map<String, JsonNode> entry) {
        ArrayNode words = JsonSource.JSON.createArrayNode();
        for (JsonNode modality : ours) {
            if (Set.of("text", "image", "audio", "video").contains(modality.asText())) {
                words.add(modality);
            }
        }
        if (!words.isEmpty()) {
            entry.put(key, words);
        }
    }
}
