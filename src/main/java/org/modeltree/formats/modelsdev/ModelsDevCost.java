package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.PricePoints;
import org.modeltree.offering.PriceUnit;

/** Current prices of one offering in US dollars, as models.dev's {@code cost} and {@code experimental.modes}. */
final class ModelsDevCost {

    /** Size of the only tier that the older key {@code context_over_200k} can say. */
    private static final long LARGE_CONTEXT = 200_000;

    private final boolean reasons;
    private final LocalDate today;
    private ObjectNode cost;
    private final ArrayNode tiers = JsonSource.JSON.createArrayNode();
    private final ObjectNode modes = JsonSource.JSON.createObjectNode();

    /**
     * Reads the prices.
     *
     * @param prices prices of the offering
     * @param reasons whether the model reasons; the schema refuses a price of reasoning for others
     * @param today date of the export
     */
    ModelsDevCost(JsonNode prices, boolean reasons, LocalDate today) {
        this.reasons = reasons;
        this.today = today;
        prices.forEach(this::add);
    }

    private void add(JsonNode price) {
        boolean usual = price.path("currency").asText(PricePoints.USD).equals(PricePoints.USD)
                && !price.has("window")
                && (!price.hasNonNull("from") || ModelsDevSchema.isPast(price.get("from"), today))
                && !ModelsDevSchema.isPast(price.path("to"), today);
        Optional<ObjectNode> amounts = usual ? amounts(price) : Optional.empty();
        if (amounts.isEmpty()) {
            return;
        }
        String mode = price.path("mode").asText(PricePoints.STANDARD);
        long tokens = price.path("minContextTokens").asLong(0);
        if (mode.equals(PricePoints.STANDARD) && tokens == 0) {
            cost = amounts.get();
        } else if (mode.equals(PricePoints.STANDARD)) {
            ObjectNode tier = amounts.get();
            tier.putObject("tier").put("type", "context").put("size", tokens);
            tiers.add(tier);
        } else if (tokens == 0) {
            modes.putObject(mode).set("cost", amounts.get());
        }
    }

    /** Amounts of a price; empty unless both the prompt and the answer have one, which the schema requires. */
    private Optional<ObjectNode> amounts(JsonNode price) {
        ObjectNode amounts = JsonSource.JSON.createObjectNode();
        if (price.path("kind").asText().equals("free")) {
            amounts.put("input", 0).put("output", 0);
        }
        ModelsDevPrices.UNITS.forEach((key, unit) -> {
            if (price.hasNonNull(unit.key()) && (reasons || unit != PriceUnit.REASONING)) {
                amounts.put(key, new BigDecimal(price.get(unit.key()).asText()));
            }
        });
        return Optional.of(amounts).filter(known -> known.has("input") && known.has("output"));
    }

    /** Adds what is known to an entry. */
    void addTo(ObjectNode entry) {
        if (cost != null) {
            if (!tiers.isEmpty()) {
                cost.set("tiers", tiers);
            }
            if (tiers.size() == 1 && tiers.get(0).at("/tier/size").asLong() == LARGE_CONTEXT) {
                ObjectNode legacy = tiers.get(0).deepCopy();
                legacy.remove("tier");
                cost.set("context_over_200k", legacy);
            }
            entry.set("cost", cost);
        }
        if (!modes.isEmpty()) {
            entry.putObject("experimental").set("modes", modes);
        }
    }
}
