package org.modeltree.catalog.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A condition on a row {@code m} of the table {@code model}.
 *
 * @param sql with named parameters
 * @param parameters by name; no two conditions of one query share a name
 * @param equality whether it asks for one value of what is counted by value, named as its parameter, or for nothing
 * @param ids a query of the ids that pass it, which does without the table; null where there is none
 */
public record SqlCondition(String sql, Map<String, Object> parameters, boolean equality, String ids) {

    /** A condition on the table's row only. */
    public SqlCondition(String sql, Map<String, Object> parameters, boolean equality) {
        this(sql, parameters, equality, null);
    }

    /** A condition on the id, which has to be among those of a query. */
    static SqlCondition among(String ids, Map<String, Object> parameters) {
        return new SqlCondition("m.id in (" + ids + ")", parameters, false, ids);
    }

    /** The clause {@code where} that asks for all of them; empty where there is none. */
    public static String where(List<SqlCondition> conditions) {
        return conditions.isEmpty()
                ? ""
                : conditions.stream()
                        .map(c -> "(" + c.sql() + ")")
                        .collect(Collectors.joining("\n and ", "where ", ""));
    }

    /** The ids of the models that pass all of them. */
    public static String passing(List<SqlCondition> conditions) {
        return conditions.size() == 1 && conditions.get(0).ids() != null
                ? conditions.get(0).ids()
                : "select m.id from model m\n" + where(conditions);
    }

    /**
     * What models have in common whose number is kept.
     *
     * @param dimension name of the parameter
     * @param value as text
     */
    public record Trait(String dimension, String value) {}

    /** The one trait that the condition asks for, if it asks for one and nothing else. */
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

    /** A condition with one parameter. */
    public static SqlCondition of(String sql, String name, Object value) {
        return new SqlCondition(sql, Map.of(name, value), false);
    }
}
