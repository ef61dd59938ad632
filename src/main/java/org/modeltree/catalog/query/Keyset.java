package org.modeltree.catalog.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.http.Cursor;

/** Finds the rows behind a row by its sort values, so that page 10,000 costs what page 1 does. */
public final class Keyset {

    private Keyset() {}

    /** Rows that come strictly after the row with these sort values; null is last in both directions. */
    static SqlCondition behind(List<SortOrder.Term> terms, List<Object> values) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> alternatives = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            SortOrder.Term term = terms.get(i);
            String expression = term.key().expression();
            Object value = values.get(i);
            if (value != null) {
                parameters.put("after" + i, value);
                String behind = expression + (term.sqlDescending() ? " < " : " > ") + ":after" + i;
                alternatives.add(same + "(" + behind + " or " + expression + " is null)");
                same.append(expression).append(" = :after").append(i).append(" and ");
            } else {
                same.append(expression).append(" is null and ");
            }
        }
        return new SqlCondition(String.join("\n or ", alternatives), parameters, false);
    }

    /** Sort values as a cursor carries them. */
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

    /** What cursors of a list in this order have. */
    public static List<Cursor.Column> columns(List<SortOrder.Term> terms) {
        return terms.stream()
                .map(term -> new Cursor.Column(term.key().type(), true))
                .toList();
    }

    /** Sort values as a cursor carried them. */
    public static List<Object> fromJson(List<JsonNode> nodes, List<SortOrder.Term> terms) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            values.add(terms.get(i).key().type().of(nodes.get(i)));
        }
        return values;
    }
}
