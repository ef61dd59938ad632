package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.PriceAmounts;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.offering.PriceUnit;

/**
 * Prices of one entry of OpenRouter: {@code pricing} in USD per token, image, request or search, with overrides for long
 * prompts and for times of the week. Where several overrides apply to a request, the last one wins for each amount, and
 * amounts that none of them has are those of the base price.
 */
final class OpenRouterPrices {

    /** Keys of amounts, in the order of OpenRouter. */
    static final Map<String, PriceUnit> UNITS = units();

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,12}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");
    private static final BigDecimal NOT_FIXED = BigDecimal.ONE.negate();

    private final JsonEntry entry;
    private final CatalogSink sink;
    private final PriceAmounts base = new PriceAmounts();
    private final List<ConditionalPrice> overrides = new ArrayList<>();
    /** Whether a price of prompts or completions is said not to be fixed. */
    private boolean isNotFixed;

    /** An override; the window is empty if it applies at any time. */
    private record ConditionalPrice(long minPromptTokens, ObjectNode window, PriceAmounts amounts) {

        /** Whether it counts for long prompts of a size, at the times of a window or, if that is empty, at any time. */
        boolean applies(long size, ObjectNode at) {
            return minPromptTokens <= size && (window.isEmpty() || window.equals(at));
        }

        /** Whether prices of a size and window are others than those of smaller sizes or of any time. */
        boolean begins(long size, ObjectNode at) {
            return window.equals(at) && (at.isEmpty() ? minPromptTokens == size : minPromptTokens <= size);
        }
    }

    OpenRouterPrices(JsonEntry entry, CatalogSink sink) {
        this.entry = entry;
        this.sink = sink;
    }

    private static Map<String, PriceUnit> units() {
        Map<String, PriceUnit> units = new LinkedHashMap<>();
        units.put("prompt", PriceUnit.INPUT);
        units.put("completion", PriceUnit.OUTPUT);
        units.put("request", PriceUnit.PER_REQUEST);
        units.put("image", PriceUnit.PER_INPUT_IMAGE);
        units.put("image_token", PriceUnit.IMAGE_INPUT);
        units.put("image_output", PriceUnit.PER_OUTPUT_IMAGE);
        units.put("audio", PriceUnit.AUDIO_INPUT);
        units.put("audio_output", PriceUnit.AUDIO_OUTPUT);
        units.put("input_audio_cache", PriceUnit.AUDIO_CACHE_READ);
        units.put("web_search", PriceUnit.PER_SEARCH);
        units.put("internal_reasoning", PriceUnit.REASONING);
        units.put("input_cache_read", PriceUnit.CACHE_READ);
        units.put("input_cache_write", PriceUnit.CACHE_WRITE);
        units.put("input_cache_write_1h", PriceUnit.CACHE_WRITE_ONE_HOUR);
        return units;
    }

    /**
     * The current prices.
     *
     * @param isFree whether the id names the free variant of a model
     */
    ArrayNode read(boolean isFree) {
        entry.entry("pricing").ifPresent(pricing -> {
            amounts(pricing, base);
            pricing.entries("overrides").forEach(this::override);
            pricing.noteOtherAmounts();
            pricing.ignoreRest();
        });
        ArrayNode prices = JsonNodeFactory.instance.arrayNode();
        // A search is an optional extra, which makes no free model a metered one.
        PriceAmounts use = new PriceAmounts(base);
        use.remove(PriceUnit.PER_SEARCH);
        boolean tokensAreFree = base.isZero(PriceUnit.INPUT) && base.isZero(PriceUnit.OUTPUT);
        boolean free = !use.isEmpty() && (use.isZero() || (isFree && tokensAreFree));
        // A price that is not fixed says nothing beside one that is, such as the price of an image.
        if (isNotFixed && !use.isMetered()) {
            prices.addObject().put("kind", "dynamic");
        } else if (free) {
            prices.addObject().put("kind", "free");
            if (base.isMetered()) {
                sink.note(entry.at("pricing"), "is free except for extras; their prices are left out", base.toString());
            }
        } else if (use.isMetered()) {
            points(prices);
        } else {
            prices.addObject().put("kind", "unknown");
        }
        return prices;
    }

    private void amounts(JsonEntry pricing, PriceAmounts amounts) {
        UNITS.forEach((key, unit) -> amount(pricing, key).ifPresent(usd -> {
            if (usd.compareTo(NOT_FIXED) == 0) {
                isNotFixed |= unit == PriceUnit.INPUT || unit == PriceUnit.OUTPUT;
                return;
            }
            try {
                amounts.perOne(meant(pricing, key, unit, usd), usd);
            } catch (IllegalArgumentException noPrice) {
                throw pricing.broken(key, noPrice.getMessage());
            }
        }));
    }

    private static PriceUnit meant(JsonEntry pricing, String key, PriceUnit unit, BigDecimal usd) {
        if (unit != PriceUnit.PER_INPUT_IMAGE && unit != PriceUnit.PER_OUTPUT_IMAGE) {
            return unit;
        }
        PriceUnit meant = PriceAmounts.imageUnit(unit, usd);
        if (meant != unit) {
            pricing.note(key, "is too low for an image; it is stored as the price of image tokens");
        }
        return meant;
    }

    /** An amount; OpenRouter writes strings, so that no digit is lost. */
    private static Optional<BigDecimal> amount(JsonEntry pricing, String name) {
        return pricing.node(name).flatMap(node -> {
            if (node.isNumber()) {
                return Optional.of(node.decimalValue());
            }
            String text = node.isTextual() ? node.textValue().strip() : null;
            if (text != null && text.isEmpty()) {
                return Optional.empty();
            }
            if (text == null || !DECIMAL.matcher(text).matches()) {
                throw pricing.broken(name, "must be an amount in USD such as \"0.0000006\"");
            }
            return Optional.of(new BigDecimal(text));
        });
    }

    private void override(JsonEntry given) {
        PriceAmounts amounts = new PriceAmounts();
        amounts(given, amounts);
        OptionalLong min = given.tokens("min_prompt_tokens");
        List<String> days = given.words("utc_days");
        Optional<ObjectNode> window =
                PriceWindows.window(clock(given, "utc_start"), clock(given, "utc_end"), PriceWindows.UTC, days);
        boolean daysAreKnown = given.node("utc_days").isEmpty() || !days.isEmpty();
        // Prices are strings, so anything else may be a condition, without which the price would be wrong.
        boolean hasOtherConditions = given.hasUnread(value -> !value.isTextual());
        given.noteOtherAmounts();
        given.ignoreRest();
        if (amounts.isEmpty()
                || window.isEmpty()
                || (min.isEmpty() && window.get().isEmpty())
                || !daysAreKnown
                || hasOtherConditions) {
            sink.note(
                    given.at(),
                    "is an override without a price, or with unknown conditions, left out",
                    amounts.toString());
        } else {
            overrides.add(new ConditionalPrice(min.orElse(0), window.get(), amounts));
        }
    }

    /** A time of day written as a number, 1030 for 10:30, as text. */
    private static String clock(JsonEntry given, String key) {
        return given.number(key)
                .map(number -> number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(2400)) <= 0
                        ? "%04d".formatted(number.intValue())
                        : number.toString())
                .orElse(null);
    }

    /** The base price, and a point for each combination of a length of the prompt and a window that has a price. */
    private void points(ArrayNode prices) {
        PricePoints points = new PricePoints(prices, PricePoints.USD);
        Set<Long> sizes = new TreeSet<>();
        Set<ObjectNode> windows = new LinkedHashSet<>();
        sizes.add(0L);
        windows.add(JsonNodeFactory.instance.objectNode());
        overrides.forEach(override -> {
            sizes.add(override.minPromptTokens());
            windows.add(override.window());
        });
        for (ObjectNode window : windows) {
            for (long size : sizes) {
                boolean isBase = size == 0 && window.isEmpty();
                if (isBase || overrides.stream().anyMatch(override -> override.begins(size, window))) {
                    point(size, window, points);
                }
            }
        }
    }

    private void point(long size, ObjectNode window, PricePoints points) {
        PriceAmounts amounts = new PriceAmounts(base);
        overrides.stream()
                .filter(override -> override.applies(size, window))
                .forEach(override -> amounts.addAll(override.amounts()));
        if (!amounts.isMetered() || !points.add(PricePoints.STANDARD, size, window, amounts)) {
            sink.note(
                    entry.at("pricing"),
                    "has an override that is free, or whose window overlaps another one; left out",
                    amounts.toString());
        }
    }
}
