package org.modeltree.catalog.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.http.Cursor;

/** Keyset pagination: selects the rows after a given row by its sort values, so that every page costs the same. */
public final class Keyset {

    private Keyset() {}

    /** Condition on rows strictly after the row with these sort values; null sorts last in both directions. */
    static SqlCondition after(List<SortOrder.Term> terms, List<Object> values) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> alternatives = new ArrayList<>();
        StringBuilder sameSoFar = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            SortOrder.Term term = terms.get(i);
            String expression = term.key().expression();
            Object value = values.get(i);
            if (value != null) {
                parameters.put("after" + i, value);
                String comesAfter = expression + (term.sqlDescending() ? " < " : " > ") + ":after" + i;
                alternatives.add(sameSoFar + "(" + comesAfter + " or " + expression + " is null)");
                sameSoFar.append(expression).append(" = :after").append(i).append(" and ");
            } else {
                sameSoFar.append(expression).append(" is null and ");
            }
        }
        return new SqlCondition(String.join("\n or ", alternatives), parameters, false);
    }

    /** Encodes sort values for a cursor. */
    public static List<JsonNode> toJson(List<Object> values) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object value : values) {
            JsonNodeFactory json = JsonNodeFactory.instance;
            nodes.add(
                    value == null
                            ? json.nullNode()
                            : value instanceof Double number
                                    ? json.numberNode(number)
                                    : value instanceof Number whole
                                            ? json.numberNode(whole.longValue())
                                            : json.textNode(value.toString()));
        }
        return nodes;
    }

    /** Columns of the cursors of a list with these sort terms. */
    public static List<Cursor.Column> columns(List<SortOrder.Term> terms) {
        return terms.stream()
                .map(term -> new Cursor.Column(term.key().type(), true))
                .toList();
    }

    /** Decodes the sort values of a cursor. */
    public static List<Object> fromJson(List<JsonNode> nodes, List<SortOrder.Term> terms) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            values.add(terms.get(i).key().type().of(nodes.get(i)));
        }
        return values;
    }
}
