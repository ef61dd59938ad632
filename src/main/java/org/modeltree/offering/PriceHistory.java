package org.modeltree.offering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;

/** The dated prices of an offering's document, which an import of undated ones continues. */
final class PriceHistory {

    /** Keys of the amounts of a price. */
    static final List<String> AMOUNTS =
            Arrays.stream(PriceUnit.values()).map(PriceUnit::key).toList();

    /** The mode of a price that names none. */
    static final String STANDARD = "standard";

    private PriceHistory() {}

    /**
     * Merges an offering with the one that is listed today. A price that is no longer the same ends today, and the one in its
     * place starts today; it lasts until a price that is announced for later, which stays.
     */
    static ObjectNode merged(RecordType type, ObjectNode before, ObjectNode incoming, Merge merge) {
        boolean dated = false;
        for (JsonNode price : incoming.path("prices")) {
            dated |= price.has("from") || price.has("to");
        }
        if (!incoming.has("prices") || !before.has("prices") || dated || !merge.overrides(incoming, before)) {
            return merge.withoutAgreed(fact -> fact.fact().equals("prices") && agree(fact.value(), fact.refused()))
                    .whole(type, before, incoming);
        }
        String today = merge.today().toString();
        ArrayNode prices = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> newPrices = new ArrayList<>();
        incoming.get("prices").forEach(newPrices::add);
        for (JsonNode existing : before.get("prices")) {
            ObjectNode point = existing.deepCopy();
            // One that is announced for later is no price that the catalog could repeat or end.
            boolean applies =
                    from(existing).compareTo(today) <= 0 && to(existing).compareTo(today) > 0;
            // A catalog that states more amounts than before, and all others as before, changes no price.
            Optional<JsonNode> unchanged = newPrices.stream()
                    .filter(price -> applies && isSameOffer(price, existing) && states(price, existing))
                    .findFirst();
            boolean ends = applies && unchanged.isEmpty();
            unchanged.ifPresent(price -> {
                newPrices.remove(price);
                AMOUNTS.stream().filter(price::has).forEach(amount -> point.set(amount, price.get(amount)));
            });
            if (!ends) {
                prices.add(point);
            } else if (from(existing).compareTo(today) < 0) {
                prices.add(point.put("to", today));
            }
        }
        for (JsonNode price : newPrices) {
            ObjectNode point = ((ObjectNode) price.deepCopy()).put("from", today);
            nextStart(before.get("prices"), point, today).ifPresent(day -> point.put("to", day));
            prices.add(point);
        }
        ObjectNode dating = incoming.deepCopy();
        dating.set("prices", prices);
        return merge.whole(type, before, dating);
    }

    /** Day on which an announced price takes the place of one that starts today; empty if none is announced. */
    private static Optional<String> nextStart(JsonNode stored, JsonNode price, String today) {
        PriceWindow window = PriceWindow.of(price);
        return StreamSupport.stream(stored.spliterator(), false)
                .filter(other -> from(other).compareTo(today) > 0 && tier(other).equals(tier(price)))
                .filter(other -> {
                    PriceWindow its = PriceWindow.of(other);
                    if (window == null || its == null) {
                        return window == null && its == null;
                    }
                    return window.overlaps(its);
                })
                .map(PriceHistory::from)
                .min(Comparator.naturalOrder());
    }

    /** Whether each refused price is a stored one, perhaps with fewer amounts or other days, so that nothing differs. */
    private static boolean agree(JsonNode stored, JsonNode refused) {
        return StreamSupport.stream(refused.spliterator(), false)
                .allMatch(price -> StreamSupport.stream(stored.spliterator(), false)
                        .anyMatch(known -> isSameOffer(known, price) && states(known, price)));
    }

    /** Whether two prices differ in their amounts and days only. */
    private static boolean isSameOffer(JsonNode one, JsonNode other) {
        return tier(one).equals(tier(other))
                && one.get("kind").equals(other.get("kind"))
                && one.path("currency").equals(other.path("currency"))
                && one.path("window").equals(other.path("window"));
    }

    /** Whether a price has all amounts of another one, with the same values. */
    private static boolean states(JsonNode price, JsonNode other) {
        return AMOUNTS.stream()
                .filter(other::has)
                .allMatch(amount -> Origins.same(price.get(amount), other.get(amount)));
    }

    /** Mode and least context, within which prices follow each other. */
    static String tier(JsonNode price) {
        return (price.hasNonNull("mode") ? price.get("mode").asText() : STANDARD) + " "
                + price.path("minContextTokens").asLong(0);
    }

    /** First day of a price; without one, a text that sorts before every date. ISO dates sort like text. */
    static String from(JsonNode price) {
        return price.hasNonNull("from") ? price.get("from").asText() : "";
    }

    /** Day on which a price ends; without one, a text that sorts after every date. */
    static String to(JsonNode price) {
        return price.hasNonNull("to") ? price.get("to").asText() : "9999-99-99";
    }
}
