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

/** Leaves of an expected tree that are held against more than equality. */
final class Expect {
    private Expect() {}

    /** What an actual value must be, in words and as a test. */
    record Rule(String words, Predicate<JsonNode> test) {
        @Override
        public String toString() {
            return words;
        }
    }

    static JsonNode that(String words, Predicate<JsonNode> test) {
        return JsonNodeFactory.instance.pojoNode(new Rule(words, test));
    }

    /** Words that are the service's own: only that there are some. */
    static JsonNode words() {
        return that("some words", node -> node.isTextual() && !node.asText().isBlank());
    }

    /** Rounded half-up to one decimal. */
    static JsonNode rounded(double exact) {
        Set<BigDecimal> readings = new HashSet<>();
        readings.add(halfUp(exact));
        // 6.05 has no double, the nearest is a little below: there either neighbour is right.
        // x.25 and x.75 are doubles, so that up is the only answer.
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

    /** A value found by going back through the scale: 12 significant digits, the last may differ. */
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

    /** A decimal string of this amount, however many zeros it ends with. */
    static JsonNode money(String amount) {
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
    static JsonNode inAnyOrder(List<String> strings) {
        List<String> sorted = strings.stream().sorted().toList();
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(shown::add);
        return that("in any order " + shown, node -> {
            List<String> given = new ArrayList<>();
            node.forEach(item -> given.add(item.asText()));
            return node.isArray() && given.stream().sorted().toList().equals(sorted);
        });
    }

    static JsonNode anyOf(List<JsonNode> choices) {
        return that("one of " + choices, choices::contains);
    }

    static JsonNode integerFrom(long low) {
        return that("an integer from " + low, node -> node.isIntegralNumber() && node.longValue() >= low);
    }
}
