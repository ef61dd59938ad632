package org.modeltree.formats.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prices of one entry of LiteLLM's map. A key names the unit that is charged, then optionally a tier by prompt size and a
 * mode: {@code input_cost_per_token_above_128k_tokens_batches}. Our format has room for prices per text token only.
 */
final class LiteLlmPrices {

    private static final String TIERED = "tiered_pricing";
    private static final Pattern TIER = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens(.*)");
    private static final Pattern MODE = Pattern.compile("(.+)_(batches|batch_requests|priority|flex)");
    private static final Map<String, String> MODES =
            Map.of("batches", "batch", "batch_requests", "batch", "priority", "priority", "flex", "flex");
    private static final Map<String, String> AMOUNTS = Map.of(
            "input_cost_per_token", "input",
            "output_cost_per_token", "output",
            "cache_read_input_token_cost", "cacheRead",
            "input_cost_per_token_cache_hit", "cacheRead",
            "cache_creation_input_token_cost", "cacheWrite");
    private static final List<String> ORDER = List.of("input", "output", "cacheRead", "cacheWrite");
    private static final String STANDARD = "standard";
    private static final List<String> MODE_ORDER = List.of(STANDARD, "batch", "flex", "priority");
    private static final int DECIMALS = 12;
    private static final BigDecimal MAX_USD = BigDecimal.valueOf(1_000_000_000);

    /** Meaning of a price key. */
    private record PriceKey(String amount, String mode, long minContextTokens) {}

    /** Conditions under which a price applies. */
    private record Conditions(String mode, long minContextTokens) {}

    private final Map<Conditions, Map<String, BigDecimal>> perMillion =
            new TreeMap<>(Comparator.<Conditions>comparingInt(c -> MODE_ORDER.indexOf(c.mode()))
                    .thenComparingLong(Conditions::minContextTokens));
    private final BiConsumer<String, String> notes;

    private LiteLlmPrices(BiConsumer<String, String> notes) {
        this.notes = notes;
    }

    /** Whether a key is a price. */
    static boolean reads(String key) {
        return key.equals(TIERED) || paid(key).isPresent();
    }

    /**
     * The price points of an entry.
     *
     * @param notes receives a reason and the value for each price that is stored differently, or left out
     */
    static ArrayNode of(LiteLlmEntry entry, BiConsumer<String, String> notes) throws LiteLlmEntry.InvalidEntry {
        LiteLlmPrices prices = new LiteLlmPrices(notes);
        for (String name : entry.names()) {
            Optional<PriceKey> paid = paid(name);
            if (paid.isPresent()) {
                prices.put(paid.get(), name, entry.amount(name));
            }
        }
        for (ObjectNode tier : entry.objects(TIERED)) {
            prices.tier(tier);
        }
        return prices.points();
    }

    private static Optional<PriceKey> paid(String key) {
        String rest = key;
        String mode = STANDARD;
        long thousands = 0;
        Matcher tier = TIER.matcher(rest);
        if (tier.matches()) {
            thousands = Long.parseLong(tier.group(2));
            rest = tier.group(1) + tier.group(3);
        }
        Matcher inMode = MODE.matcher(rest);
        if (inMode.matches()) {
            mode = MODES.get(inMode.group(2));
            rest = inMode.group(1);
        }
        String amount = AMOUNTS.get(rest);
        return amount == null ? Optional.empty() : Optional.of(new PriceKey(amount, mode, thousands * 1000));
    }

    private void put(PriceKey paid, String key, BigDecimal perToken) throws LiteLlmEntry.InvalidEntry {
        BigDecimal usd = perToken.movePointRight(6).stripTrailingZeros();
        if (usd.compareTo(MAX_USD) >= 0) {
            throw new LiteLlmEntry.InvalidEntry(
                    key + " must be below " + MAX_USD + " USD per 1M tokens", perToken.toString());
        }
        if (usd.scale() > DECIMALS) {
            notes.accept("a price is rounded to 12 decimals in USD per 1M tokens", perToken.toString());
            usd = usd.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        }
        perMillion
                .computeIfAbsent(new Conditions(paid.mode(), paid.minContextTokens()), c -> new HashMap<>())
                .putIfAbsent(paid.amount(), usd);
    }

    /** A tier by prompt size; {@code range} has its lower and upper bound in tokens. */
    private void tier(ObjectNode tier) throws LiteLlmEntry.InvalidEntry {
        JsonNode from = tier.path("range").path(0);
        Optional<BigDecimal> tokens = LiteLlmEntry.decimal(from)
                .filter(number ->
                        number.signum() >= 0 && number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(1_000_000_000)) < 0);
        if (tokens.isEmpty()) {
            notes.accept("a tier without a lower bound in `range` is left out", tier.toString());
            return;
        }
        for (Map.Entry<String, JsonNode> field : tier.properties()) {
            Optional<PriceKey> paid = paid(field.getKey());
            if (paid.isPresent() && !field.getValue().isNull()) {
                put(
                        new PriceKey(
                                paid.get().amount(),
                                paid.get().mode(),
                                tokens.get().longValueExact()),
                        field.getKey(),
                        LiteLlmEntry.amount(field.getKey(), field.getValue()));
            }
        }
    }

    private ArrayNode points() {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        perMillion.forEach((when, amounts) -> {
            Map<String, String> stored = new LinkedHashMap<>();
            for (String amount : ORDER) {
                BigDecimal usd = amounts.get(amount);
                if (usd != null && usd.signum() > 0) {
                    stored.put(amount, usd.toPlainString());
                } else if (usd != null) {
                    notes.accept("a cost of 0 does not mean free; left out", amount);
                }
            }
            boolean metered = stored.containsKey("input") || stored.containsKey("output");
            boolean base = when.mode().equals(STANDARD) && when.minContextTokens() == 0;
            if (!metered && !stored.isEmpty()) {
                notes.accept("a cache price without an input or output price is left out", when.mode());
            }
            if (metered || base) {
                ObjectNode point = points.addObject().put("kind", metered ? "metered" : "unknown");
                if (!when.mode().equals(STANDARD)) {
                    point.put("mode", when.mode());
                }
                if (when.minContextTokens() > 0) {
                    point.put("minContextTokens", when.minContextTokens());
                }
                if (metered) {
                    stored.forEach(point::put);
                }
            }
        });
        return points;
    }
}
