package org.modeltree.quality.rules;

import java.util.Map;

/**
 * Quality rule: a query that finds one kind of problem in the catalog. To add a rule, add a bean that passes its name,
 * severity, description and query to this constructor; every report then includes it.
 *
 * <p>The query returns at most one row per model and fact, with three columns: {@code model}, {@code fact} and {@code
 * evidence}, a JSON object of the values that contradict each other. It reads the models to report on from {@code scope},
 * which is the table {@code model} or the requested part of it, and everything else from the tables themselves. It does
 * not sort; the report does.
 */
public abstract class Rule {

    private final String name;
    private final Severity severity;
    private final String description;
    private final String query;

    /**
     * Defines a rule.
     *
     * @param name name in the report, in snake_case
     * @param description what the rule finds and why that is a problem, as full sentences
     * @param query SQL as described above
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

    /** Values of the named parameters of the query. */
    public Map<String, Object> parameters() {
        return Map.of();
    }

    /** A sentence that describes a finding to a reader. */
    public abstract String detail(Evidence evidence);
}
