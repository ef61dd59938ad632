package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Expected leaves of a JSON tree that allow more than one value. */
public final class Expect {
    private Expect() {}

    /** A condition on an actual value, with a description. */
    record Rule(String words, Predicate<JsonNode> test) {
        @Override
        public String toString() {
            return words;
        }
    }

    public static JsonNode that(String words, Predicate<JsonNode> test) {
        return JsonNodeFactory.instance.pojoNode(new Rule(words, test));
    }

    /** Any text that is not blank, for texts that the service words itself. */
    public static JsonNode words() {
        return that("any text", node -> node.isTextual() && !node.asText().isBlank());
    }

    /** Rounded half-up to one decimal. */
    public static JsonNode rounded(double exact) {
        Set<BigDecimal> readings = new HashSet<>();
        readings.add(halfUp(exact));
        // No double is exactly 6.05, so either neighbour is right. x.25 and x.75 are exact, so they must be rounded up.
        if (exact * 4 != Math.rint(exact * 4)) {
            readings.add(halfUp(exact + 1e-9));
            readings.add(halfUp(exact - 1e-9));
        }
        return that(
                "one of " + readings,
                node -> node.isNumber()
                        && readings.stream().anyMatch(reading -> reading.compareTo(node.decimalValue()) == 0));
    }

    private static BigDecimal halfUp(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
    }

    /** A value from the inverse of a scale: 12 significant digits, of which the last may differ. */
    static JsonNode twelveDigits(double value) {
        return that("about " + value + " in at most 12 digits", node -> {
            if (!node.isNumber()) {
                return false;
            }
            BigDecimal given = node.decimalValue();
            return Math.abs(given.doubleValue() - value) <= 2e-11 * Math.abs(value)
                    && given.stripTrailingZeros().precision() <= 12;
        });
    }

    /** A decimal string of this amount, with any number of trailing zeros. */
    public static JsonNode money(String amount) {
        if (amount == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        return that(
                "the decimal string " + amount,
                node -> node.isTextual()
                        && node.asText().matches("[0-9]+(\\.[0-9]+)?")
                        && new BigDecimal(node.asText()).compareTo(new BigDecimal(amount)) == 0);
    }

    /** These strings, each once, in any order. */
    public static JsonNode inAnyOrder(List<String> strings) {
        List<String> sorted = strings.stream().sorted().toList();
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(shown::add);
        return that("in any order " + shown, node -> {
            List<String> given = new ArrayList<>();
            node.forEach(item -> given.add(item.asText()));
            return node.isArray() && given.stream().sorted().toList().equals(sorted);
        });
    }

    public static JsonNode anyOf(List<JsonNode> choices) {
        return that("one of " + choices, choices::contains);
    }

    public static JsonNode integerFrom(long low) {
        return that("an integer from " + low, node -> node.isIntegralNumber() && node.longValue() >= low);
    }
}
