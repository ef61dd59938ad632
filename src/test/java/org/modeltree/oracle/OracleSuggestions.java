package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Expected suggestions of a list, a band or a tree: one entry for each value of a filter that nothing has. */
public final class OracleSuggestions {
    private static final int MAX = 5;

    private final Oracle oracle;
    private final Set<String> vendors = new HashSet<>();
    private final Set<String> families = new HashSet<>();

    public OracleSuggestions(Oracle oracle) {
        this.oracle = oracle;
        oracle.catalog.vendors().forEach(vendor -> vendors.add(vendor.id()));
        for (OracleModel model : oracle.models()) {
            vendors.add(model.vendor());
            if (model.record().family() != null) {
                families.add(model.record().family());
            }
        }
    }

    public ArrayNode of(QueryParams query) {
        ArrayNode suggestions = JsonNodeFactory.instance.arrayNode();
        for (String parameter : List.of("vendor", "family", "ids", "parent")) {
            for (String value : query.all(parameter)) {
                if (!exists(parameter, value)) {
                    suggestions
                            .addObject()
                            .put("parameter", parameter)
                            .put("value", value)
                            .set("suggestions", existing(parameter));
                }
            }
        }
        return suggestions;
    }

    private boolean exists(String parameter, String value) {
        return switch (parameter) {
            case "vendor" -> vendors.contains(value);
            case "family" -> families.contains(value);
            default -> oracle.canonical(value) != null;
        };
    }

    /** Which values are similar is not computed again; but each suggested one exists, and comes once. */
    private JsonNode existing(String parameter) {
        return Expect.that("existing values, at most " + MAX, node -> {
            Set<String> values = new HashSet<>();
            for (JsonNode value : node) {
                if (!exists(parameter, value.asText()) || !values.add(value.asText())) {
                    return false;
                }
            }
            return node.isArray() && node.size() <= MAX;
        });
    }
}
