package org.modeltree.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a JSON Schema cannot say of a line. */
final class LineChecks {

    private static final Set<String> DATES = Set.of("releaseDate", "knowledgeCutoff", "date", "from", "to");
    private static final Set<String> TOKEN_BENCHMARKS = Set.of("context-window", "max-output");
    private static final List<String> AMOUNTS = List.of("input", "output", "cacheRead", "cacheWrite");

    private LineChecks() {}

    static void check(long number, ObjectNode document, List<CatalogFault.Fault> faults) {
        values(number, "", document, faults);
        switch (document.get("type").asText()) {
            case "capability" -> scale(number, document.get("scale"), faults);
            case "edge" -> {
                if (document.get("child")
                        .asText()
                        .equalsIgnoreCase(document.get("parent").asText())) {
                    faults.add(new CatalogFault.Fault(number, "/parent", "a model is not its own parent"));
                }
            }
            case "measurement" -> {
                double raw = document.get("raw").doubleValue();
                if (TOKEN_BENCHMARKS.contains(document.get("benchmark").asText())
                        && (raw < 1 || raw != Math.rint(raw))) {
                    faults.add(new CatalogFault.Fault(number, "/raw", "must be a whole number of tokens above zero"));
                }
            }
            case "offering" -> prices(number, document.path("prices"), faults);
            default -> {
                // The schema says it all.
            }
        }
    }

    /** Every text and number can be stored, and every date is one of the calendar. */
    private static void values(long number, String pointer, JsonNode node, List<CatalogFault.Fault> faults) {
        if (node.isTextual()) {
            String text = node.textValue();
            if (text.indexOf('\0') >= 0) {
                faults.add(new CatalogFault.Fault(number, pointer, "must not have a NUL character"));
            } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                faults.add(new CatalogFault.Fault(number, pointer, "must not have half of a surrogate pair"));
            } else if (DATES.contains(pointer.substring(pointer.lastIndexOf('/') + 1)) && !isDay(text)) {
                faults.add(new CatalogFault.Fault(number, pointer, "there is no such day: " + text));
            }
        } else if (node.isNumber()) {
            if (node.doubleValue() == 0 && node.decimalValue().signum() != 0) {
                faults.add(new CatalogFault.Fault(number, pointer, "is too near to zero"));
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                values(number, pointer + "/" + i, node.get(i), faults);
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> values(number, pointer + "/" + field.getKey(), field.getValue(), faults));
        }
    }

    private static boolean isDay(String date) {
        try {
            LocalDate.parse((date + "-01-01").substring(0, 10));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private static void scale(long number, JsonNode scale, List<CatalogFault.Fault> faults) {
        double floor = scale.get("floor").doubleValue();
        double ceiling = scale.get("ceiling").doubleValue();
        if (floor == ceiling) {
            faults.add(new CatalogFault.Fault(number, "/scale/ceiling", "must differ from the floor"));
        }
        if (scale.get("kind").asText().equals("log") && (floor == 0 || ceiling == 0)) {
            String end = floor == 0 ? "/scale/floor" : "/scale/ceiling";
            faults.add(new CatalogFault.Fault(number, end, "must be above zero on a log scale"));
        }
    }

    private static void prices(long number, JsonNode prices, List<CatalogFault.Fault> faults) {
        Map<String, List<Integer>> byTier = new HashMap<>();
        for (int i = 0; i < prices.size(); i++) {
            JsonNode price = prices.get(i);
            String pointer = "/prices/" + i;
            boolean metered = price.get("kind").asText().equals("metered");
            if (metered && !price.hasNonNull("input") && !price.hasNonNull("output")) {
                faults.add(new CatalogFault.Fault(number, pointer, "a metered price needs input or output"));
            }
            if (!metered && AMOUNTS.stream().anyMatch(price::hasNonNull)) {
                faults.add(new CatalogFault.Fault(number, pointer + "/kind", "only a metered price has amounts"));
            }
            if (price.hasNonNull("from")
                    && price.hasNonNull("to")
                    && from(price).compareTo(to(price)) >= 0) {
                faults.add(new CatalogFault.Fault(number, pointer + "/to", "must be after from"));
            }
            String tier = (price.hasNonNull("mode") ? price.get("mode").asText() : "standard") + " "
                    + price.path("minContextTokens").asLong(0);
            byTier.computeIfAbsent(tier, t -> new ArrayList<>()).add(i);
        }
        for (List<Integer> ofTier : byTier.values()) {
            ofTier.sort(Comparator.comparing(i -> from(prices.get(i))));
            for (int i = 1; i < ofTier.size(); i++) {
                if (to(prices.get(ofTier.get(i - 1))).compareTo(from(prices.get(ofTier.get(i)))) > 0) {
                    faults.add(new CatalogFault.Fault(
                            number,
                            "/prices/" + ofTier.get(i) + "/from",
                            "overlaps another price of the same mode and tier"));
                }
            }
        }
    }

    /** The first day, before all others where there is none; ISO dates are ordered like their text. */
    private static String from(JsonNode price) {
        return price.hasNonNull("from") ? price.get("from").asText() : "";
    }

    /** The day it ended, after all others where it has not. */
    private static String to(JsonNode price) {
        return price.hasNonNull("to") ? price.get("to").asText() : "9999-99-99";
    }
}
