package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.modeltree.oracle.generated.GeneratedCatalog;

/** Compares complete JSON trees. */
public final class JsonAssert {
    private static final int SHOWN = 12;

    private JsonAssert() {}

    /** Fails with the path of every difference; {@code request} describes the request. */
    public static void assertSame(JsonNode expected, JsonNode actual, String request) {
        List<String> differences = new ArrayList<>();
        compare("$", expected, actual, differences);
        if (!differences.isEmpty()) {
            List<String> shown = differences.subList(0, Math.min(SHOWN, differences.size()));
            fail("seed " + GeneratedCatalog.SEED + ", " + request + ", " + differences.size() + " differences:\n  "
                    + String.join("\n  ", shown));
        }
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<String> differences) {
        if (actual == null || actual.isMissingNode()) {
            differences.add(path + ": expected " + expected + ", was missing");
        } else if (expected instanceof POJONode pojo && pojo.getPojo() instanceof Expect.Rule rule) {
            if (!rule.test().test(actual)) {
                differences.add(path + ": expected " + rule + ", was " + actual);
            }
        } else if (expected.isObject()) {
            compareObjects(path, expected, actual, differences);
        } else if (expected.isArray()) {
            compareArrays(path, expected, actual, differences);
        } else if (!sameLeaf(expected, actual)) {
            differences.add(path + ": expected " + expected + ", was " + actual);
        }
    }

    private static void compareObjects(String path, JsonNode expected, JsonNode actual, List<String> differences) {
        if (!actual.isObject()) {
            differences.add(path + ": expected an object, was " + actual);
            return;
        }
        TreeSet<String> unexpected = new TreeSet<>();
        actual.fieldNames().forEachRemaining(unexpected::add);
        for (Map.Entry<String, JsonNode> property : expected.properties()) {
            unexpected.remove(property.getKey());
            compare(path + "." + property.getKey(), property.getValue(), actual.get(property.getKey()), differences);
        }
        if (!unexpected.isEmpty()) {
            differences.add(path + ": has unexpected keys " + unexpected);
        }
    }

    private static void compareArrays(String path, JsonNode expected, JsonNode actual, List<String> differences) {
        if (!actual.isArray() || actual.size() != expected.size()) {
            differences.add(path + ": expected " + expected.size() + " items, was "
                    + (actual.isArray() ? actual.size() + " items" : actual) + "\n    expected " + brief(expected)
                    + "\n    was      " + brief(actual));
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            compare(path + "[" + i + "]", expected.get(i), actual.get(i), differences);
        }
    }

    /** Compares doubles within 1e-9, decimals and integers exactly. */
    private static boolean sameLeaf(JsonNode expected, JsonNode actual) {
        if (expected.isDouble()) {
            return actual.isNumber() && Math.abs(actual.doubleValue() - expected.doubleValue()) <= 1e-9;
        }
        if (expected.isBigDecimal()) {
            return actual.isNumber() && actual.decimalValue().compareTo(expected.decimalValue()) == 0;
        }
        if (expected.isIntegralNumber()) {
            return actual.isIntegralNumber() && actual.bigIntegerValue().equals(expected.bigIntegerValue());
        }
        return expected.equals(actual);
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() <= 600 ? text : text.substring(0, 600) + "…";
    }
}
