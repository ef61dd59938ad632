package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.RecordsByModel;

/**
 * Writes the catalog as OpenRouter's {@code /api/v1/models}: a model that OpenRouter serves under OpenRouter's ids and at
 * its prices of today, any other under its own id at its publisher's price. What is not known is null.
 */
public final class OpenRouterWriter {

    private static final String WEIGHTS = "https://huggingface.co/";
    private static final int PER_MILLION = 6;

    private static final Map<String, String> AMOUNTS = Map.of(
            "prompt", "input",
            "completion", "output",
            "input_cache_read", "cacheRead",
            "input_cache_write", "cacheWrite");

    private final LocalDate today;

    public OpenRouterWriter(LocalDate today) {
        this.today = today;
    }

    /**
     * Writes as it reads.
     *
     * @param lines of a catalog, each model's own line followed by those about it
     * @param out stays open
     */
    public void write(Iterator<ObjectNode> lines, OutputStream out) throws IOException {
        RecordsByModel models = new RecordsByModel();
        try (JsonGenerator json = JsonSource.JSON.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            models.each(lines, model -> {
                for (ObjectNode entry : entries(model, models)) {
                    json.writeTree(entry);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private List<ObjectNode> entries(RecordsByModel.OneModel model, RecordsByModel models) {
        List<ObjectNode> entries = new ArrayList<>();
        for (ObjectNode offering : model.offerings()) {
            if (offering.path("provider").asText().equals(OpenRouterEntry.PROVIDER)) {
                entries.add(entry(model, models, Optional.of(offering)));
            }
        }
        if (entries.isEmpty()) {
            entries.add(entry(model, models, Optional.empty()));
        }
        return entries;
    }

    private ObjectNode entry(RecordsByModel.OneModel model, RecordsByModel models, Optional<ObjectNode> offering) {
        ObjectNode line = model.model();
        String id = model.id();
        ObjectNode entry = JsonSource.JSON.createObjectNode();
        entry.put("id", offering.map(own -> own.path("id").asText()).orElse(id));
        entry.put("canonical_slug", id);
        entry.put("hugging_face_id", repository(line));
        String vendor = models.vendor(id.substring(0, id.indexOf('/')));
        entry.put("name", vendor + ": " + line.path("name").asText());
        entry.putNull("created");
        entry.set("description", or(line.at("/texts/en/summary")));
        entry.set("context_length", raw(model, "context-window"));
        architecture(line, entry.putObject("architecture"));
        pricing(model, offering, entry.putObject("pricing"));
        ObjectNode limits = entry.putObject("top_provider");
        limits.set(
                "context_length",
                offering.map(own -> or(own.path("contextWindow"))).orElseGet(() -> raw(model, "context-window")));
        limits.set(
                "max_completion_tokens",
                offering.map(own -> or(own.path("maxOutput"))).orElseGet(() -> raw(model, "max-output")));
        entry.set("knowledge_cutoff", or(line.path("knowledgeCutoff")));
        entry.set(
                "expiration_date",
                or(offering.map(own -> own.path("retiredDate")).orElseGet(() -> line.path("retiredDate"))));
        return entry;
    }

    private static JsonNode or(JsonNode value) {
        return value.isMissingNode() ? JsonSource.JSON.nullNode() : value;
    }

    private static JsonNode raw(RecordsByModel.OneModel model, String benchmark) {
        return model.counting(benchmark).map(line -> line.get("raw")).orElse(JsonSource.JSON.nullNode());
    }

    private static String repository(ObjectNode line) {
        for (JsonNode link : line.path("links")) {
            String url = link.path("url").asText();
            if (link.path("type").asText().equals("weights") && url.startsWith(WEIGHTS)) {
                return url.substring(WEIGHTS.length());
            }
        }
        return null;
    }

    private static void architecture(ObjectNode line, ObjectNode architecture) {
        JsonNode inputs = line.at("/modalities/input");
        JsonNode outputs = line.at("/modalities/output");
        architecture.put(
                "modality",
                inputs.isEmpty() || outputs.isEmpty() ? null : joined(words(inputs)) + "->" + joined(words(outputs)));
        architecture.set("input_modalities", words(inputs));
        architecture.set("output_modalities", words(outputs));
    }

    /** Documents are files there. */
    private static ArrayNode words(JsonNode modalities) {
        ArrayNode words = JsonSource.JSON.createArrayNode();
        modalities.forEach(word -> words.add(word.asText().equals("pdf") ? "file" : word.asText()));
        return words;
    }

    private static String joined(ArrayNode words) {
        List<String> texts = new ArrayList<>();
        words.forEach(word -> texts.add(word.asText()));
        return String.join("+", texts);
    }

    private void pricing(RecordsByModel.OneModel model, Optional<ObjectNode> offering, ObjectNode pricing) {
        if (offering.isEmpty()) {
            published(model, "input-price", "prompt", pricing);
            published(model, "output-price", "completion", pricing);
            return;
        }
        for (JsonNode price : offering.get().path("prices")) {
            boolean usual = price.path("mode").asText("standard").equals("standard")
                    && price.path("minContextTokens").asLong(0) == 0;
            if (usual && inForce(price)) {
                pricing(price, pricing);
            }
        }
    }

    /** The format has room for one price: neither a former nor a coming one is what is asked. */
    private boolean inForce(JsonNode price) {
        return (!price.hasNonNull("from")
                        || !LocalDate.parse(price.get("from").asText()).isAfter(today))
                && (!price.hasNonNull("to")
                        || LocalDate.parse(price.get("to").asText()).isAfter(today));
    }

    private static void pricing(JsonNode price, ObjectNode pricing) {
        switch (price.path("kind").asText()) {
            case "free" -> pricing.put("prompt", "0").put("completion", "0");
            case "dynamic" -> pricing.put("prompt", "-1").put("completion", "-1");
            case "metered" -> {
                for (String key : new String[] {"prompt", "completion", "input_cache_read", "input_cache_write"}) {
                    if (price.hasNonNull(AMOUNTS.get(key))) {
                        pricing.put(key, perToken(price.get(AMOUNTS.get(key)).asText()));
                    }
                }
            }
            default -> {
                // Neither a subscription nor what is unknown has a price per token.
            }
        }
    }

    private static void published(RecordsByModel.OneModel model, String benchmark, String key, ObjectNode pricing) {
        model.counting(benchmark)
                .ifPresent(line -> pricing.put(key, perToken(line.get("raw").asText())));
    }

    private static String perToken(String perMillion) {
        BigDecimal usd = new BigDecimal(perMillion).movePointLeft(PER_MILLION).stripTrailingZeros();
        return usd.signum() == 0 ? "0" : usd.toPlainString();
    }
}
