package org.modeltree.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;

/**
 * Arguments of a tool, as the texts that the parameters of the API have: a tool checks nothing that the API does not check.
 *
 * @param texts by name, in the order of the call
 */
record Arguments(Map<String, String> texts) {

    private static final String LANG = "lang";

    /**
     * The arguments of a call.
     *
     * @param schema input schema of the tool, which has all names
     * @throws Problem.InvalidParameter if a name is unknown, or a value is an object
     */
    static Arguments of(Map<String, Object> given, JsonNode schema) {
        List<String> known = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        Map<String, String> texts = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new Problem.InvalidParameter(
                        Parameters.shown(name),
                        "is unknown; the arguments are " + String.join(", ", known),
                        DidYouMean.similar(name, known));
            }
            if (value != null) {
                texts.put(name, text(name, value));
            }
        });
        return new Arguments(texts);
    }

    private static String text(String name, Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(one -> text(name, one)).collect(Collectors.joining(","));
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).toPlainString();
        }
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw new Problem.InvalidParameter(name, "must not contain the character NUL");
        }
        if (value instanceof String || value instanceof Boolean) {
            return value.toString();
        }
        throw new Problem.InvalidParameter(name, "must be a text, a number, a flag or a list of these");
    }

    /** The text of an argument; null if it is absent. */
    String text(String name) {
        return texts.get(name);
    }

    /** The text of an argument that must be present. */
    String required(String name) {
        return Parameters.required(
                name, texts.get(name), text -> Parameters.text(name, text, Parameters.ID_LENGTH * 2));
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(Parameters.flag(name, texts.get(name)));
    }

    /** Language of the answer. */
    Language language() {
        return Language.asked(Parameters.oneOf(LANG, texts.get(LANG), List.of("en", "zh")), null);
    }

    /** The arguments as a query of the API, without those that it does not have; null without any. */
    String query(String... without) {
        List<String> others = List.of(without);
        String query = texts.entrySet().stream()
                .filter(argument -> !others.contains(argument.getKey()))
                .map(argument -> argument.getKey() + "="
                        + Parameters.encoded(argument.getValue())
                                .replace("%2F", "/")
                                .replace("%3A", ":")
                                .replace("%2C", ","))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? null : query;
    }
}
