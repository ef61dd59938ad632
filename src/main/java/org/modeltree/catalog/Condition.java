package org.modeltree.catalog;

import java.util.Map;

/**
 * A condition on a row {@code m} of the table {@code model}.
 *
 * @param sql with named parameters
 * @param parameters by name; no two conditions of one query share a name
 * @param equality whether an index finds and counts the rows without a scan
 */
public record Condition(String sql, Map<String, Object> parameters, boolean equality) {

    /** A condition with one parameter. */
    public static Condition of(String sql, String name, Object value) {
        return new Condition(sql, Map.of(name, value), false);
    }
}
