package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.PriceAmounts;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.formats.source.PriceWindows;
import org.modeltree.offering.PriceUnit;

/** Prices of one offering of models.dev: {@code cost} with its tiers, and the costs of experimental modes. */
final class ModelsDevPrices {

    private static final long LARGE_CONTEXT = 200_000;
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
    private static final Pattern MODE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    /** In a fixed order, so that equal prices give equal notes. */
    static final Map<String, PriceUnit> UNITS = units();

    /** Other names of these units, which entries of some providers have. */
    private static final Map<String, PriceUnit> OTHER_NAMES = new TreeMap<>(Map.of(
            "cached_input", PriceUnit.CACHE_READ,
            "cache_input", PriceUnit.CACHE_READ,
            "cached_write", PriceUnit.CACHE_WRITE,
            "citation", PriceUnit.CITATION));

    private final JsonEntry offering;
    private final CatalogSink sink;
    private final PriceAmounts base = new PriceAmounts();
    private String currency = PricePoints.USD;

    ModelsDevPrices(JsonEntry offering, CatalogSink sink) {
        this.offering = offering;
        this.sink = sink;
    }

    private static Map<String, PriceUnit> units() {
        Map<String, PriceUnit> units = new LinkedHashMap<>();
        units.put("input", PriceUnit.INPUT);
        units.put("output", PriceUnit.OUTPUT);
        units.put("cache_read", PriceUnit.CACHE_READ);
        units.put("cache_write", PriceUnit.CACHE_WRITE);
        units.put("reasoning", PriceUnit.REASONING);
        units.put("input_audio", PriceUnit.AUDIO_INPUT);
        units.put("output_audio", PriceUnit.AUDIO_OUTPUT);
        return units;
    }

    /**
     * The prices.
     *
     * @param kind kind of a base price without an amount above 0
     */
    ArrayNode read(Function<PriceAmounts, String> kind) {
        ArrayNode prices = JsonNodeFactory.instance.arrayNode();
        Optional<JsonEntry> cost = offering.entry("cost");
        cost.ifPresent(given -> {
            currency = currency(given).orElse(currency);
            amounts(given, base);
        });
        PricePoints points = new PricePoints(prices, currency);
        if (base.isMetered()) {
            points.add(PricePoints.STANDARD, 0, null, base);
        } else {
            prices.addObject().put("kind", kind.apply(base));
        }
        cost.ifPresent(given -> {
            tiers(given, PricePoints.STANDARD, base, points);
            given.noteOtherAmounts();
            given.ignoreRest();
        });
        modes(points);
        return prices;
    }

    private static Optional<String> currency(JsonEntry cost) {
        return cost.text("currency").map(code -> {
            if (!CURRENCY.matcher(code).matches()) {
                throw cost.broken("currency", "must be an ISO 4217 code such as USD or EUR");
            }
            return code.toUpperCase(Locale.ROOT);
        });
    }

    private static void amounts(JsonEntry cost, PriceAmounts amounts) {
        amounts(cost, UNITS, amounts);
        amounts(cost, OTHER_NAMES, amounts);
    }

    private static void amounts(JsonEntry cost, Map<String, PriceUnit> units, PriceAmounts amounts) {
        units.forEach((key, unit) -> cost.number(key).ifPresent(amount -> {
            if (amounts.has(unit)) {
                cost.note(key, "names an amount that the entry has under its usual name as well; left out");
                return;
            }
            try {
                if (amounts.rounded(unit, amount)) {
                    cost.note(key, "is rounded to 12 decimals");
                }
            } catch (IllegalArgumentException noPrice) {
                throw cost.broken(key, noPrice.getMessage());
            }
        }));
    }

    private void modes(PricePoints points) {
        Optional<JsonEntry> experimental = offering.node("experimental").isPresent()
                        && offering.node("experimental").get().isObject()
                ? offering.entry("experimental")
                : Optional.empty();
        experimental.ifPresent(given -> {
            given.members("modes").forEach((name, mode) -> {
                mode.entry("cost").ifPresent(cost -> mode(name, cost, points));
                mode.ignoreRest();
            });
            given.ignoreRest();
        });
    }

    private void mode(String name, JsonEntry cost, PricePoints points) {
        String mode = name.strip().toLowerCase(Locale.ROOT);
        PriceAmounts amounts = new PriceAmounts();
        amounts(cost, amounts);
        boolean sameCurrency = currency(cost).map(currency::equals).orElse(true);
        if (!MODE.matcher(mode).matches() || !sameCurrency) {
            sink.note(cost.at(), "is a mode with another currency or an unusual name, left out", amounts.toString());
        } else if (!amounts.isMetered()) {
            sink.note(cost.at(), "is a mode without a price, left out", mode);
        } else if (!points.add(mode, 0, null, amounts)) {
            sink.note(cost.at(), "is a duplicate mode, left out", amounts.toString());
        } else {
            tiers(cost, mode, amounts, points);
        }
        cost.noteOtherAmounts();
        cost.ignoreRest();
    }

    /**
     * Prices of long prompts and of some times. The older key {@code context_over_200k} repeats a tier of any size above
     * 200,000 tokens, so it is read only if there is no list of tiers.
     */
    private void tiers(JsonEntry cost, String mode, PriceAmounts base, PricePoints points) {
        List<JsonEntry> tiers = cost.entries("tiers");
        tiers.forEach(tier -> {
            Optional<JsonEntry> conditions = tier.entry("tier");
            tier(tier, conditions, mode, base, points);
            conditions.ifPresent(JsonEntry::ignoreRest);
            tier.noteOtherAmounts();
            tier.ignoreRest();
        });
        cost.entry("context_over_200k").ifPresent(legacy -> {
            PriceAmounts amounts = new PriceAmounts();
            amounts(legacy, amounts);
            if (tiers.isEmpty()) {
                point(legacy, mode, LARGE_CONTEXT, null, base, amounts, points);
            }
            legacy.noteOtherAmounts();
            legacy.ignoreRest();
        });
    }

    private void tier(
            JsonEntry tier, Optional<JsonEntry> conditions, String mode, PriceAmounts base, PricePoints points) {
        PriceAmounts amounts = new PriceAmounts();
        amounts(tier, amounts);
        OptionalLong size = conditions.map(of -> of.tokens("size")).orElse(OptionalLong.empty());
        String type = conditions.flatMap(of -> of.text("type")).orElse("context");
        Optional<List<ObjectNode>> windows = conditions.flatMap(ModelsDevPrices::windows);
        boolean isKnown = conditions.isPresent() && !conditions.get().hasUnread(value -> true);
        boolean bySize = type.equals("context") && size.isPresent() && isKnown;
        boolean byTime = type.equals("time")
                && isKnown
                && windows.isPresent()
                && !windows.get().isEmpty();
        if (bySize) {
            point(tier, mode, size.getAsLong(), null, base, amounts, points);
        } else if (byTime) {
            windows.get().forEach(window -> point(tier, mode, size.orElse(0), window, base, amounts, points));
        } else {
            sink.note(
                    tier.at(),
                    "is a tier with conditions other than context size or time, left out",
                    type + " " + amounts);
        }
    }

    private void point(
            JsonEntry tier,
            String mode,
            long size,
            ObjectNode window,
            PriceAmounts base,
            PriceAmounts amounts,
            PricePoints points) {
        if (!amounts.isMetered()) {
            sink.note(tier.at(), "is a tier without a price, left out", Long.toString(size));
            return;
        }
        if (!points.add(mode, size, window, amounts)) {
            sink.note(tier.at(), "is a duplicate tier, left out", size + " " + amounts);
            return;
        }
        boolean partial = UNITS.values().stream().anyMatch(unit -> base.has(unit) && !amounts.has(unit));
        if (partial) {
            // A tier of models.dev is a whole price, so what it omits is unknown rather than as in the base price.
            sink.note(tier.at(), "has fewer amounts than the base price; the others stay unknown", Long.toString(size));
        }
    }

    /** Windows of a tier by time; empty if one of them cannot be read. */
    private static Optional<List<ObjectNode>> windows(JsonEntry conditions) {
        String zone = conditions
                .text("timezone")
                .or(() -> conditions.text("time_zone"))
                .orElse(PriceWindows.UTC);
        List<ObjectNode> windows = new ArrayList<>();
        List<String> days = conditions.words("days");
        Optional<String> from = conditions.text("from");
        Optional<String> to = conditions.text("to");
        if (from.isPresent() || to.isPresent()) {
            Optional<ObjectNode> window = PriceWindows.window(from.orElse(null), to.orElse(null), zone, days);
            if (window.isEmpty()) {
                return Optional.empty();
            }
            windows.add(window.get());
        }
        for (String span : conditions.words("windows")) {
            Optional<ObjectNode> window = PriceWindows.ofSpan(span, zone, days);
            if (window.isEmpty()) {
                return Optional.empty();
            }
            windows.add(window.get());
        }
        for (JsonEntry given : conditions.objects("windows")) {
            List<String> own = given.words("days");
            Optional<ObjectNode> window = PriceWindows.window(
                    given.text("from").orElse(null),
                    given.text("to").orElse(null),
                    given.text("timezone").orElse(zone),
                    own.isEmpty() ? days : own);
            given.ignoreRest();
            if (window.isEmpty()) {
                return Optional.empty();
            }
            windows.add(window.get());
        }
        return Optional.of(windows);
    }
}
