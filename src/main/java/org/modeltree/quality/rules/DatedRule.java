package org.modeltree.quality.rules;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** Quality rule whose findings depend on the day. Its query reads the day from the parameter {@code today}. */
public abstract class DatedRule extends Rule {

    private final Clock clock;

    /** Defines a rule, as {@link Rule} does. */
    public DatedRule(Clock clock, String name, Severity severity, String description, String query) {
        super(name, severity, description, query);
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", today());
    }

    protected final LocalDate today() {
        return LocalDate.now(clock);
    }
}
