package org.modeltree.quality.rules;

import java.util.Map;

/**
 * One kind of thing that can be wrong. A new rule is a new class: a bean that hands its name, its words and its query to
 * this constructor is part of every report.
 *
 * <p>The query gives at most one row for each model and fact, with three columns: {@code model}, {@code fact} and {@code
 * grounds}, a JSON object of the values that contradict each other. It takes the models that it reports on from {@code
 * scope}, which is the table {@code model}, or as much of it as was asked for, and everything else from the tables
 * themselves. It has no order; the report puts one around it.
 */
public abstract class Rule {

    private final String name;
    private final Severity severity;
    private final String description;
    private final String query;

    /**
     * Defines the rule.
     *
     * @param name in snake_case; what the report calls it
     * @param description one sentence: what is found, and why it is wrong
     * @param query as the class says
     */
    public Rule(String name, Severity severity, String description, String query) {
        this.name = name;
        this.severity = severity;
        this.description = description;
        this.query = query;
    }

    public final String name() {
        return name;
    }

    public final Severity severity() {
        return severity;
    }

    public final String description() {
        return description;
    }

    public final String query() {
        return query;
    }

    /** The named parameters of the query. */
    public Map<String, Object> parameters() {
        return Map.of();
    }

    /** The finding as a sentence for people. */
    public abstract String detail(Evidence grounds);
}
