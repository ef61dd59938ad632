package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.modeltree.offering.PriceWindow;

/** The price points of an offering, no two of which apply to the same use. */
public final class PricePoints {

    /** Mode of prices without a special one. */
    public static final String STANDARD = "standard";

    /** Currency of catalogs that name none. */
    public static final String USD = "USD";

    private final ArrayNode prices;
    private final String currency;
    private final List<Conditions> taken = new ArrayList<>();

    /** When a price applies; the window is null if it always does. */
    private record Conditions(String mode, long minContextTokens, PriceWindow window) {

        boolean meets(Conditions other) {
            return mode.equals(other.mode)
                    && minContextTokens == other.minContextTokens
                    && (Objects.equals(window, other.window)
                            || (window != null && other.window != null && window.overlaps(other.window)));
        }
    }

    /**
     * The points of an offering.
     *
     * @param prices receives the points
     * @param currency ISO 4217 code of all amounts
     */
    public PricePoints(ArrayNode prices, String currency) {
        this.prices = prices;
        this.currency = currency;
    }

    /**
     * Adds a metered price.
     *
     * @param window times in the catalog format; null or empty if the price always applies
     * @return whether it was added: false if an earlier point applies to the same use, or a window overlaps its window
     */
    public boolean add(String mode, long minContextTokens, ObjectNode window, PriceAmounts amounts) {
        ObjectNode point = prices.arrayNode().addObject().put("kind", "metered");
        if (!mode.equals(STANDARD)) {
            point.put("mode", mode);
        }
        if (!currency.equals(USD)) {
            point.put("currency", currency);
        }
        if (minContextTokens > 0) {
            point.put("minContextTokens", minContextTokens);
        }
        if (window != null && !window.isEmpty()) {
            point.set("window", window.deepCopy());
        }
        amounts.addTo(point);
        Conditions conditions = new Conditions(mode, minContextTokens, PriceWindow.of(point));
        if (taken.stream().anyMatch(conditions::meets)) {
            return false;
        }
        taken.add(conditions);
        prices.add(point);
        return true;
    }
}
