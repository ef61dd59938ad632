package org.modeltree.catalog.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * SQL condition on a row {@code m} of the table {@code model}.
 *
 * @param sql condition with named parameters
 * @param parameters values by name; names are unique among the conditions of a query
 * @param equality whether it selects a single value of a dimension with maintained counts, named like its parameter, or
 *     no model at all
 * @param ids query of the matching ids that does not need the table; null if there is none
 */
public record SqlCondition(String sql, Map<String, Object> parameters, boolean equality, String ids) {

    /** Condition without a query of ids. */
    public SqlCondition(String sql, Map<String, Object> parameters, boolean equality) {
        this(sql, parameters, equality, null);
    }

    /** Condition that the id is among those of a query. */
    static SqlCondition among(String ids, Map<String, Object> parameters) {
        return new SqlCondition("m.id in (" + ids + ")", parameters, false, ids);
    }

    /** {@code where} clause that requires all conditions; empty for none. */
    public static String where(List<SqlCondition> conditions) {
        return conditions.isEmpty()
                ? ""
                : conditions.stream()
                        .map(c -> "(" + c.sql() + ")")
                        .collect(Collectors.joining("\n and ", "where ", ""));
    }

    /** Query of the ids of the models that match all conditions. */
    public static String passing(List<SqlCondition> conditions) {
        return conditions.size() == 1 && conditions.get(0).ids() != null
                ? conditions.get(0).ids()
                : "select m.id from model m\n" + where(conditions);
    }

    /**
     * Value of a dimension with maintained counts.
     *
     * @param dimension name of the parameter
     * @param value value as text
     */
    public record Trait(String dimension, String value) {}

    /** The trait that the condition selects; empty unless it selects exactly one. */
    public Optional<Trait> trait() {
        return equality
                ? parameters.entrySet().stream()
                        .map(parameter -> new Trait(
                                parameter.getKey(),
                                parameter.getValue() instanceof List<?> one
                                        ? one.get(0).toString()
                                        : parameter.getValue().toString()))
                        .findFirst()
                : Optional.empty();
    }

    /** Condition with one parameter. */
    public static SqlCondition of(String sql, String name, Object value) {
        return new SqlCondition(sql, Map.of(name, value), false);
    }
}
