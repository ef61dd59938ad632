package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.formats.source.RecordsByModel;
import org.modeltree.offering.PriceUnit;

/**
 * Today's prices in OpenRouter's {@code pricing}: decimal strings in USD per token, image, request or search. The prices of
 * prompts and completions are always there, because clients require them; {@code "-1"} is one that is not known or depends
 * on the request.
 */
final class OpenRouterPricing {

    /** Amount of a price that has no fixed one. */
    static final String NOT_FIXED = "-1";

    private static final String PROMPT = "prompt";
    private static final String COMPLETION = "completion";

    private OpenRouterPricing() {}

    /** Adds the current prices of an offering. The format knows US dollars only, and no other mode than the standard one. */
    static void of(ObjectNode offering, LocalDate today, ObjectNode pricing) {
        start(pricing);
        ArrayNode overrides = JsonSource.JSON.createArrayNode();
        for (JsonNode price : offering.path("prices")) {
            boolean usual = price.path("mode").asText(PricePoints.STANDARD).equals(PricePoints.STANDARD)
                    && price.path("currency").asText(PricePoints.USD).equals(PricePoints.USD);
            if (!usual || !isCurrent(price, today)) {
                continue;
            }
            if (price.path("minContextTokens").asLong(0) == 0 && !price.has("window")) {
                base(price, pricing);
            } else {
                override(price).ifPresent(overrides::add);
            }
        }
        if (!overrides.isEmpty()) {
            pricing.set("overrides", overrides);
        }
    }

    /** Adds the prices that the publisher of a model names. */
    static void published(RecordsByModel.OneModel model, ObjectNode pricing) {
        start(pricing);
        published(model, "input-price", PROMPT, pricing);
        published(model, "output-price", COMPLETION, pricing);
    }

    private static void start(ObjectNode pricing) {
        pricing.put(PROMPT, NOT_FIXED).put(COMPLETION, NOT_FIXED);
    }

    private static void published(RecordsByModel.OneModel model, String benchmark, String key, ObjectNode pricing) {
        model.counting(benchmark)
                .ifPresent(record -> pricing.put(key, perOne(record.get("raw").asText(), PriceUnit.INPUT)));
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

    private static void base(JsonNode price, ObjectNode pricing) {
        switch (price.path("kind").asText()) {
            case "free" -> pricing.put(PROMPT, "0").put(COMPLETION, "0");
            case "metered" -> amounts(price, pricing);
            default -> {
                // Subscriptions, dynamic and unknown prices have no amount per token.
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

    private static String perOne(String amount, PriceUnit unit) {
        BigDecimal usd =
                new BigDecimal(amount).movePointLeft(unit.decimalShift()).stripTrailingZeros();
        return usd.signum() == 0 ? "0" : usd.toPlainString();
    }
}
