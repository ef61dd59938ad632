package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.modeltree.formats.source.CalendarDates;
import org.modeltree.formats.source.JsonCatalogWriter;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.formats.source.RecordsByModel;
import org.modeltree.offering.PriceUnit;

/**
 * Writer of OpenRouter's {@code /api/v1/models}. A model that OpenRouter serves appears under OpenRouter's ids with its
 * current prices in US dollars, any other under its own id with its publisher's price and without {@code endpoints}. Unknown
 * values are null.
 */
@ApplicationScoped
public class OpenRouterWriter extends JsonCatalogWriter {

    private static final String WEIGHTS = "https://huggingface.co/";

    @Override
    public String format() {
        return OpenRouterReader.FORMAT;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        RecordsByModel models = new RecordsByModel();
        writeObject(out, json -> {
            json.writeArrayFieldStart("data");
            models.each(records, model -> {
                for (ObjectNode entry : entries(model, models, today)) {
                    json.writeTree(entry);
                }
            });
            json.writeEndArray();
        });
    }

    private static List<ObjectNode> entries(RecordsByModel.OneModel model, RecordsByModel models, LocalDate today) {
        List<ObjectNode> entries = new ArrayList<>();
        for (ObjectNode offering : model.offerings()) {
            boolean isCurrent = !offering.has("lastSeen")
                    && !CalendarDates.isOver(offering.path("retiredDate").asText(), today);
            if (isCurrent && offering.path("provider").asText().equals(OpenRouterEntry.PROVIDER)) {
                entries.add(entry(model, models, Optional.of(offering), today));
            }
        }
        if (entries.isEmpty()) {
            entries.add(entry(model, models, Optional.empty(), today));
        }
        return entries;
    }

    private static ObjectNode entry(
            RecordsByModel.OneModel model, RecordsByModel models, Optional<ObjectNode> offering, LocalDate today) {
        ObjectNode record = model.model();
        String id = model.id();
        ObjectNode entry = JsonSource.JSON.createObjectNode();
        entry.put("id", offering.map(own -> own.path("id").asText()).orElse(id));
        entry.put("canonical_slug", id);
        entry.put("hugging_face_id", repository(record));
        String vendor = models.vendor(id.substring(0, id.indexOf('/')));
        entry.put("name", vendor + ": " + record.path("name").asText());
        entry.putNull("created");
        entry.set("description", or(record.at("/texts/en/summary")));
        entry.set("context_length", raw(model, "context-window"));
        architecture(record, entry.putObject("architecture"));
        pricing(model, offering, today, entry.putObject("pricing"));
        ObjectNode limits = entry.putObject("top_provider");
        limits.set(
                "context_length",
                offering.map(own -> or(own.path("contextWindow"))).orElseGet(() -> raw(model, "context-window")));
        limits.set(
                "max_completion_tokens",
                offering.map(own -> or(own.path("maxOutput"))).orElseGet(() -> raw(model, "max-output")));
        entry.set("knowledge_cutoff", or(record.path("knowledgeCutoff")));
        entry.set(
                "expiration_date",
                or(offering.map(own -> own.path("retiredDate")).orElseGet(() -> record.path("retiredDate"))));
        if (offering.isEmpty()) {
            entry.putArray(OpenRouterEntry.ENDPOINTS);
        }
        return entry;
    }

    private static JsonNode or(JsonNode value) {
        return value.isMissingNode() ? JsonSource.JSON.nullNode() : value;
    }

    private static JsonNode raw(RecordsByModel.OneModel model, String benchmark) {
        return model.counting(benchmark).map(record -> record.get("raw")).orElse(JsonSource.JSON.nullNode());
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

    private static void architecture(ObjectNode record, ObjectNode architecture) {
        JsonNode inputs = record.at("/modalities/input");
        JsonNode outputs = record.at("/modalities/output");
        architecture.put(
                "modality",
                inputs.isEmpty() || outputs.isEmpty() ? null : joined(words(inputs)) + "->" + joined(words(outputs)));
        architecture.set("input_modalities", words(inputs));
        architecture.set("output_modalities", words(outputs));
    }

    /** Our modalities in OpenRouter's words, where documents are files. */
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

    private static void pricing(
            RecordsByModel.OneModel model, Optional<ObjectNode> offering, LocalDate today, ObjectNode pricing) {
        if (offering.isEmpty()) {
            published(model, "input-price", "prompt", pricing);
            published(model, "output-price", "completion", pricing);
            return;
        }
        ArrayNode overrides = JsonSource.JSON.createArrayNode();
        for (JsonNode price : offering.get().path("prices")) {
            // The format knows US dollars only, and no other mode than the standard one.
            boolean usual = price.path("mode").asText(PricePoints.STANDARD).equals(PricePoints.STANDARD)
                    && price.path("currency").asText(PricePoints.USD).equals(PricePoints.USD);
            if (!usual || !isCurrent(price, today)) {
                continue;
            }
            if (price.path("minContextTokens").asLong(0) == 0 && !price.has("window")) {
                pricing(price, pricing);
            } else {
                override(price).ifPresent(overrides::add);
            }
        }
        if (!overrides.isEmpty()) {
            pricing.set("overrides", overrides);
        }
    }

    /** A metered price of long prompts, or of times in UTC, as an override. */
    private static Optional<ObjectNode> override(JsonNode price) {
        JsonNode window = price.path("window");
        boolean inUtc =
                window.isMissingNode() || window.path("timeZone").asText().equals(PriceWindows.UTC);
        if (!inUtc || !price.path("kind").asText().equals("metered")) {
            return Optional.empty();
        }
        ObjectNode override = JsonSource.JSON.createObjectNode();
        if (price.path("minContextTokens").asLong(0) > 0) {
            override.set("min_prompt_tokens", price.get("minContextTokens"));
        }
        if (window.has("from")) {
            override.put("utc_start", clock(window.get("from"))).put("utc_end", clock(window.get("to")));
        }
        if (window.has("days")) {
            override.set("utc_days", window.get("days"));
        }
        amounts(price, override);
        return Optional.of(override);
    }

    /** A time of day as a number, 1030 for 10:30. */
    private static int clock(JsonNode time) {
        return Integer.parseInt(time.asText().replace(":", ""));
    }

    /** Whether a price applies today: the format has no dates. */
    private static boolean isCurrent(JsonNode price, LocalDate today) {
        return (!price.hasNonNull("from")
                        || !LocalDate.parse(price.get("from").asText()).isAfter(today))
                && (!price.hasNonNull("to")
                        || LocalDate.parse(price.get("to").asText()).isAfter(today));
    }

    private static void pricing(JsonNode price, ObjectNode pricing) {
        switch (price.path("kind").asText()) {
            case "free" -> pricing.put("prompt", "0").put("completion", "0");
            case "dynamic" -> pricing.put("prompt", "-1").put("completion", "-1");
            case "metered" -> amounts(price, pricing);
            default -> {
                // Subscriptions and unknown prices have no amount per token.
            }
        }
    }

    private static void amounts(JsonNode price, ObjectNode pricing) {
        OpenRouterPrices.UNITS.forEach((key, unit) -> {
            if (price.hasNonNull(unit.key())) {
                pricing.put(key, perOne(price.get(unit.key()).asText(), unit));
            }
        });
    }

    private static void published(RecordsByModel.OneModel model, String benchmark, String key, ObjectNode pricing) {
        model.counting(benchmark)
                .ifPresent(record -> pricing.put(key, perOne(record.get("raw").asText(), PriceUnit.INPUT)));
    }

    private static String perOne(String amount, PriceUnit unit) {
        BigDecimal usd =
                new BigDecimal(amount).movePointLeft(unit.decimalShift()).stripTrailingZeros();
        return usd.signum() == 0 ? "0" : usd.toPlainString();
    }
}
