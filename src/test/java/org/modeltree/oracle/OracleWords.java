package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Expected values of any type, and what their texts must contain. */
public final class OracleWords {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private static final Map<String, String> BENCHMARKS_IN_CHINESE =
            Map.of("context-window", "上下文窗口", "max-output", "最大输出", "input-price", "发布方输入价格");

    private OracleWords() {}

    /** A value with its type; a date is an object, a list an array. */
    public static ObjectNode value(JsonNode value) {
        String type = value.isNull()
                ? null
                : value.isNumber()
                        ? "number"
                        : value.isBoolean() ? "flag" : value.isArray() ? "list" : value.isObject() ? "date" : "text";
        ObjectNode view = JSON.objectNode().put("type", type);
        for (String member : List.of("number", "text", "flag", "date", "list")) {
            view.set(member, member.equals(type) ? value : JSON.nullNode());
        }
        return view;
    }

    /** The text of a value. Texts of enum values and of missing values are any words. */
    public static JsonNode text(String name, ObjectNode value, String unit, String lang) {
        String type = value.get("type").asText("");
        JsonNode member = value.path(type);
        return switch (type) {
            case "number" -> ofNumber(name, member.decimalValue(), unit, lang);
            case "date" -> date(member.get("value").asText(), lang);
            case "flag" ->
                JSON.textNode(member.asBoolean() ? (lang.equals("zh") ? "是" : "Yes") : lang.equals("zh") ? "否" : "No");
            case "text" ->
                List.of("kind", "lifecycle").contains(name) ? Expect.words() : JSON.textNode(member.asText());
            default -> Expect.words();
        };
    }

    private static JsonNode ofNumber(String name, BigDecimal number, String unit, String lang) {
        if (name.equals("parameters")) {
            return Expect.that(
                    "a short number with a letter", node -> node.asText().matches("[0-9.]+[KMBT]?"));
        }
        String digits = number(number);
        boolean tokens = name.equals("contextWindow") || name.equals("maxOutput") || "tokens".equals(unit);
        if (tokens && number.compareTo(BigDecimal.ONE) != 0) {
            return JSON.textNode(digits + (lang.equals("zh") ? " 个 token" : " tokens"));
        }
        return "percent".equals(unit)
                ? JSON.textNode(digits + (lang.equals("zh") ? "%" : " %"))
                : Expect.that("words with " + digits, node -> node.asText().contains(digits));
    }

    public static String number(long number) {
        return number(BigDecimal.valueOf(number));
    }

    private static String number(BigDecimal number) {
        String plain = number.stripTrailingZeros().toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        return String.format(Locale.ROOT, "%,d", Long.parseLong(whole)) + (point < 0 ? "" : plain.substring(point));
    }

    /** A partial date in words; null if there is none. */
    public static JsonNode date(String date, String lang) {
        if (date == null) {
            return JSON.nullNode();
        }
        List<String> words = new ArrayList<>();
        String[] parts = date.split("-", -1);
        if (lang.equals("zh")) {
            List<String> units = List.of(" 年", " 月", " 日");
            for (int i = 0; i < parts.length; i++) {
                words.add(Integer.parseInt(parts[i]) + units.get(i));
            }
        } else {
            for (int i = parts.length - 1; i >= 0; i--) {
                words.add(i == 1 ? MONTHS.get(Integer.parseInt(parts[1]) - 1) : "" + Integer.parseInt(parts[i]));
            }
        }
        return JSON.textNode(String.join(" ", words));
    }

    /** The label of a benchmark; a few that are words have one in Chinese. */
    public static String benchmark(String id, String label, String lang) {
        return lang.equals("zh") ? BENCHMARKS_IN_CHINESE.getOrDefault(id, label) : label;
    }

    /** The number of a percentage in one decimal; shares close to none and all are not called so. */
    public static String percent(long part, long all) {
        double share = 100.0 * part / all;
        if (part > 0 && share < 0.05) {
            return "< 0.1";
        }
        if (part < all && share >= 99.95) {
            return "> 99.9";
        }
        return BigDecimal.valueOf(share)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A sentence in which each of these numbers stands, in any order: languages differ in it. */
    public static JsonNode sentenceWith(String... numbers) {
        return Expect.that("a sentence with " + String.join(", ", numbers), node -> {
            List<String> words = new ArrayList<>(
                    List.of(node.asText().replace("< ", "<").replace("> ", ">").split("[^0-9.,<>]+")));
            words.replaceAll(word -> word.replaceFirst("[.,]+$", ""));
            return node.isTextual()
                    && List.of(numbers).stream().allMatch(number -> words.remove(number.replace(" ", "")));
        });
    }

    /** The words of a page; LabelsTest covers which there are. */
    public static JsonNode labels(String lang) {
        return Expect.that(
                "labels in " + lang,
                node -> node.path("language").asText().equals(lang)
                        && node.at("/sections/whyItMatters").isTextual());
    }
}
