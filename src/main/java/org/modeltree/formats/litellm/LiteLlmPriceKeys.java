package org.modeltree.formats.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.offering.PriceUnit;

/** Prices of one offering as keys of LiteLLM's map, in USD for one unit: what {@link LiteLlmPrices} reads. */
final class LiteLlmPriceKeys {

    /** Suffixes of the modes that the format knows. */
    private static final Map<String, String> MODES = Map.of(
            PricePoints.STANDARD, "", "batch", "_batches", "flex", "_flex", "priority", "_priority", "fast", "_fast");

    private static final Map<PriceUnit, String> KEYS = keys();
    private static final String SEARCHES = "search_context_cost_per_query";
    private static final Set<String> OF_AUDIO = Set.of("audio_transcription", "audio_speech", "realtime");
    private static final String METERED = "metered";
    private static final int ONE_K = 1000;

    private final String purpose;
    private final LocalDate today;

    /**
     * A writer of prices.
     *
     * @param purpose {@code mode} of the entry, such as {@code chat}
     * @param today date of the export
     */
    LiteLlmPriceKeys(String purpose, LocalDate today) {
        this.purpose = purpose;
        this.today = today;
    }

    private static Map<PriceUnit, String> keys() {
        Map<PriceUnit, String> keys = new EnumMap<>(PriceUnit.class);
        // The first key of a unit in alphabetical order is the usual one.
        new TreeMap<>(LiteLlmPrices.UNITS).forEach((key, unit) -> keys.putIfAbsent(unit, key));
        return keys;
    }

    /** Whether an offering charges seconds of audio, which only some modes have. */
    static boolean isOfAudio(JsonNode prices) {
        for (JsonNode price : prices) {
            if (price.has(PriceUnit.PER_INPUT_SECOND.key()) || price.has(PriceUnit.PER_OUTPUT_SECOND.key())) {
                return true;
            }
        }
        return false;
    }

    /** Keys and amounts of the current prices; other currencies and modes have no place in the format. */
    Map<String, JsonNode> of(JsonNode prices) {
        Map<String, JsonNode> keys = new TreeMap<>();
        List<JsonNode> offPeak = new ArrayList<>();
        boolean tiered = false;
        for (JsonNode price : prices) {
            String mode = price.path("mode").asText(PricePoints.STANDARD);
            boolean isUsual = MODES.containsKey(mode)
                    && price.path("currency").asText(PricePoints.USD).equals(PricePoints.USD)
                    && isCurrent(price, today);
            if (!isUsual) {
                continue;
            }
            long tokens = price.path("minContextTokens").asLong(0);
            tiered |= tokens > 0;
            if (price.has("window")) {
                offPeak.add(price);
            } else if (price.path("kind").asText().equals(METERED)) {
                put(price, tier(tokens) + MODES.get(mode), keys);
            } else if (price.path("kind").asText().equals("free") && tokens == 0) {
                keys.put(KEYS.get(PriceUnit.INPUT), number(BigDecimal.ZERO));
                keys.put(KEYS.get(PriceUnit.OUTPUT), number(BigDecimal.ZERO));
            }
        }
        if (!tiered) {
            offPeak(offPeak, keys);
        }
        return keys;
    }

    /**
     * Kind of the current price if it has no amounts, such as {@code subscription}: the format has no key for it, and 0 may
     * also mean that the price is unknown.
     */
    static Optional<String> unmeteredKind(JsonNode prices, LocalDate today) {
        for (JsonNode price : prices) {
            String kind = price.path("kind").asText();
            if (!kind.equals(METERED) && !price.has("mode") && isCurrent(price, today)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether a price applies today: the format has no dates. */
    private static boolean isCurrent(JsonNode price, LocalDate today) {
        return (!price.hasNonNull("from")
                        || !LocalDate.parse(price.get("from").asText()).isAfter(today))
                && (!price.hasNonNull("to")
                        || LocalDate.parse(price.get("to").asText()).isAfter(today));
    }

    private static String tier(long tokens) {
        if (tokens == 0) {
            return "";
        }
        return tokens % ONE_K == 0 ? "_above_" + tokens / ONE_K + "k_tokens" : "_above_" + tokens + "_tokens";
    }

    private void put(JsonNode price, String suffix, Map<String, JsonNode> keys) {
        for (PriceUnit unit : PriceUnit.values()) {
            if (price.hasNonNull(unit.key())) {
                JsonNode amount = number(new BigDecimal(price.get(unit.key()).asText())
                        .movePointLeft(unit.decimalShift())
                        .stripTrailingZeros());
                if (unit == PriceUnit.PER_SEARCH && suffix.isEmpty() && !purpose.equals("rerank")) {
                    ObjectNode bySize = JsonSource.JSON.createObjectNode();
                    bySize.set("search_context_size_medium", amount);
                    keys.put(SEARCHES, bySize);
                } else {
                    keys.put(key(unit) + suffix, amount);
                }
            }
        }
    }

    private String key(PriceUnit unit) {
        return switch (unit) {
            case PER_INPUT_SECOND ->
                OF_AUDIO.contains(purpose) ? "input_cost_per_second" : "input_cost_per_audio_per_second";
            case PER_OUTPUT_SECOND ->
                OF_AUDIO.contains(purpose) ? "output_cost_per_second" : "output_cost_per_audio_per_second";
            case PER_OUTPUT_VIDEO_SECOND ->
                purpose.equals("video_generation") ? "output_cost_per_second" : "output_cost_per_video_per_second";
            default -> KEYS.get(unit);
        };
    }

    /** Prices of some hours in UTC, if they are the same in all of them. */
    private void offPeak(List<JsonNode> prices, Map<String, JsonNode> keys) {
        Map<String, JsonNode> amounts = new TreeMap<>();
        ArrayNode windows = JsonSource.JSON.createArrayNode();
        for (JsonNode price : prices) {
            JsonNode window = price.path("window");
            Map<String, JsonNode> own = new TreeMap<>();
            put(price, "", own);
            boolean fits = window.path("timeZone").asText().equals(PriceWindows.UTC)
                    && window.has("from")
                    && !price.has("mode")
                    && (amounts.isEmpty() || amounts.equals(own));
            if (!fits) {
                return;
            }
            amounts.putAll(own);
            ObjectNode times = windows.addObject();
            times.put(
                    "hours_utc",
                    window.get("from").asText() + "-" + window.get("to").asText());
            if (window.has("days")) {
                times.set("weekdays", window.get("days"));
            }
        }
        if (!windows.isEmpty()) {
            ObjectNode offPeak = JsonSource.JSON.createObjectNode();
            offPeak.set("windows", windows);
            offPeak.setAll(amounts);
            keys.put("off_peak_pricing", offPeak);
        }
    }

    private static JsonNode number(BigDecimal amount) {
        return JsonSource.JSON.getNodeFactory().numberNode(amount);
    }
}
